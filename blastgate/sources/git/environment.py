"""What git processes inherit: a cleaned environment, and settings that no user or repository configuration outlives.

Sources: git(1) "Environment Variables" and git-config(1); which variables to keep follows pre-commit's ``no_git_env``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blastgate.sources.git.door import Git

CONFIG_PLACES = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")  # safe.directory stands there
KEPT = {*CONFIG_PLACES, "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"}
PATHS_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
WORDS_OF_A_HOOK = ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL")

FIXED = {
    "GIT_ALLOW_PROTOCOL": "",  # stronger than protocol.allow: no transport at all, so no lazy fetch either
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
SETTINGS = (
    "advice.graftFileDeprecated=false",
    "core.attributesFile=/dev/null",
    "core.bigFileThreshold=512m",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.splitIndex=false",
    "core.untrackedCache=false",
    "core.warnAmbiguousRefs=true",
    "diff.ignoreSubmodules=dirty",  # a submodule's own work tree and settings are never looked into
    "log.showSignature=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)


def clean(environment: Mapping[str, str], hook: bool = False) -> dict[str, str]:
    """Drop what would bend git's answers; a hook's repository, index and author are kept, as absolute paths."""
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_") or name in KEPT}
    if hook:
        paths = {name: environment[name] for name in PATHS_OF_A_HOOK if environment.get(name)}
        kept |= {name: str(Path.cwd() / value) for name, value in paths.items()}
        kept |= {name: environment[name] for name in WORDS_OF_A_HOOK if environment.get(name)}
    kept["PATH"] = absolute_search_path(environment.get("PATH", os.defpath))
    return kept | FIXED


def absolute_search_path(path: str) -> str:
    """Drop relative folders of a PATH: they would find a ``git`` inside the judged repository."""
    return os.pathsep.join(folder for folder in path.split(os.pathsep) if Path(folder).is_absolute())


def alone(scratch: Path, git: Git) -> dict[str, str]:
    """Lay out an empty repository over the objects of another; return the environment that selects it.

    It holds one attribute line, which outranks every ``.gitattributes``: a file of the change cannot hide its counts.
    """
    version, extension = (1, "[extensions]\nobjectFormat=sha256\n") if git.object_format == "sha256" else (0, "")
    (scratch / "config").write_text(f"[core]\nrepositoryformatversion={version}\nbare=true\n{extension}")
    (scratch / "HEAD").write_text("ref: refs/heads/none\n")
    (scratch / "refs").mkdir()
    (scratch / "info").mkdir()
    (scratch / "info" / "attributes").write_text("* !diff !text !eol !ident !filter !working-tree-encoding\n")
    for part in git.index.parent.glob("sharedindex.*"):
        (scratch / part.name).symlink_to(part)
    objects = {"GIT_OBJECT_DIRECTORY": git.environment.get("GIT_OBJECT_DIRECTORY", str(git.common_dir / "objects"))}
    shallow = {"GIT_SHALLOW_FILE": str(git.common_dir / "shallow")} if git.shallow else {}
    no_settings = dict.fromkeys(CONFIG_PLACES[:2], os.devnull) | {"GIT_CONFIG_NOSYSTEM": "1"}
    homes = {"HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch)}  # a git before 2.32 knows no GIT_CONFIG_GLOBAL
    place = {"GIT_DIR": str(scratch), "GIT_INDEX_FILE": str(scratch / "index")}
    return place | objects | shallow | no_settings | homes
