"""lerna.json: the members of a workspace that no package manager knows of.

Source: https://lerna.js.org/docs/api-reference/configuration
"""

from __future__ import annotations

from blastgate.manifests._json import JsonError, load_object, texts_of
from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests._workspaces import MAX_GLOBS, governed_by_root_files, members_of, workspace_globs
from blastgate.manifests.interface import Claims, ComponentClaim
from blastgate.model.snapshot import Snapshot

NAME = "lerna"
RANK = 61
FILES = ("lerna.json",)


def matches(path: str) -> bool:
    """Tell by its path whether a file is a lerna.json."""
    return path.endswith("lerna.json") and name_of(path) == "lerna.json"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the globs of the packages; where npm, yarn or pnpm have workspaces, those say it already."""
    folder = folder_of(path)
    beside = f"{folder}/package.json" if folder else "package.json"
    try:
        document = load_object(decode(data))
        package = load_object(decode(snapshot.read(beside).data or b"{}"))
    except JsonError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    if workspace_globs(beside, package, snapshot)[0]:
        return Claims()
    globs = texts_of(document.get("packages"))[:MAX_GLOBS] or ["packages/*"]
    members = members_of(folder, globs, snapshot)
    claim = ComponentClaim(folder, name_of(folder), (), "tool", f"{path}:1")
    return Claims(components=(claim,), governs=tuple(governed_by_root_files(folder, members, snapshot)))
