"""The projects of a Gradle build: which project path, or type-safe accessor, means which folder.

Source: https://docs.gradle.org/current/userguide/multi_project_builds.html,
https://docs.gradle.org/current/userguide/declaring_dependencies_basics.html (type-safe project accessors)
"""

from __future__ import annotations

import re
from functools import lru_cache

from blastgate.manifests._code import Code
from blastgate.manifests._text import decode, folder_of, folders_of, inside, is_within, name_of, paths_named
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

SETTINGS = ("settings.gradle.kts", "settings.gradle")
BUILD_FILES = ("build.gradle.kts", "build.gradle")
MAX_PROJECTS = 5_000

_INCLUDE = re.compile(r"\binclude\b\s*+\(?+((?:\s*+[\"'][^\"'\n]++[\"']\s*+,?+)++)")
_INCLUDE_BUILD = re.compile(r"\bincludeBuild\b\s*+\(?+\s*+[\"']([^\"'\n]++)[\"']")
_PLACED = re.compile(
    r"\bproject\s*+\(\s*+[\"']([^\"'\n]++)[\"']\s*+\)\.projectDir\s*+=\s*+(?:new\s++File|file|File)?+\s*+\(?+"
    r"(?:\s*+(?:settingsDir|rootDir|rootProject\.projectDir)\s*+,)?+\s*+[\"']([^\"'\n]++)[\"']"
)
_RENAMED = re.compile(r"\bproject\s*+\(\s*+[\"']([^\"'\n]++)[\"']\s*+\)\.name\s*+=\s*+[\"']([^\"'\n]++)[\"']")
_QUOTED = re.compile(r"[\"']([^\"'\n]++)[\"']")
_ROOT_DIR = re.compile(r"\$\{?(?:rootDir|settingsDir|rootProject\.projectDir)\}?/?")


class Projects(NamedTuple):
    """A build: the settings file, its folder, folders by project path and by accessor, and included builds."""

    path: str
    root: str
    folders: dict[str, str]
    accessors: dict[str, str]
    builds: dict[str, int]  # folders of included builds, with the line that includes each
    included: bool  # whether the settings include any project: then the root only coordinates

    def folder(self, project: str) -> str | None:
        """Return the folder of a project path (``:a:b``); None where no such folder is known."""
        return self.folders.get(project if project.startswith(":") else f":{project}")

    def accessed(self, accessor: str) -> str | None:
        """Return the folder that ``projects.a.b`` means; the longest beginning that is a project counts."""
        parts = accessor.split(".")[:20]
        found = (self.accessors.get(".".join(parts[:size])) for size in range(len(parts), 0, -1))
        return next((folder for folder in found if folder is not None), None)


def settings_above(folder: str, snapshot: Snapshot) -> str | None:
    """Find the nearest settings file at or above a folder."""
    while True:
        for name in SETTINGS:
            path = f"{folder}/{name}" if folder else name
            if path in snapshot:
                return path
        if not folder:
            return None
        folder = folder_of(folder)


@lru_cache(maxsize=64)
def projects_of(path: str, snapshot: Snapshot) -> Projects:
    """Read a settings file; projects included by code that only Gradle can run are found by their build files."""
    root, code = folder_of(path), Code(decode(snapshot.read(path).data or b""))
    text = code.text
    folders = _by_build_files(root, snapshot)
    written = [name for found in _INCLUDE.finditer(text) for name in _QUOTED.findall(found[1])]
    for name in written[:MAX_PROJECTS]:
        place = inside(root, name.strip(":").replace(":", "/"))
        if place is not None and place in folders_of(snapshot):
            folders[f":{name.strip(':')}"] = place
    for name, placed in _PLACED.findall(text)[:MAX_PROJECTS]:
        place = inside(root, _ROOT_DIR.sub("", placed))
        if place is not None:
            folders[f":{name.strip(':')}"] = place
    for name, new in _RENAMED.findall(text)[:MAX_PROJECTS]:
        _rename(folders, f":{name.strip(':')}", new)
    builds: dict[str, int] = {}
    for found in _INCLUDE_BUILD.finditer(text):
        place = inside(root, _ROOT_DIR.sub("", found[1]))
        if place:
            builds.setdefault(place, code.line(found.start()))
    accessors = {_accessor(name): folder for name, folder in folders.items()}
    return Projects(path, root, folders, accessors, builds, bool(written))


def builds_plugins(folder: str, snapshot: Snapshot) -> bool:
    """Tell whether a folder is (part of) a build that another one includes, or ``buildSrc``: it ships nothing."""
    if "buildSrc" in folder.split("/"):
        return True
    own = settings_above(folder, snapshot)
    above = settings_above(folder_of(folder_of(own)), snapshot) if own is not None and "/" in own else None
    return above is not None and any(is_within(folder, build) for build in projects_of(above, snapshot).builds)


def _by_build_files(root: str, snapshot: Snapshot) -> dict[str, str]:
    """Map every folder below with a build file to the project path that the standard layout gives it."""
    found = {}
    for name in BUILD_FILES:
        for path in paths_named(snapshot, name):
            folder = folder_of(path)
            if folder != root and is_within(folder, root):
                below = folder[len(root) + 1 :] if root else folder
                found[":" + below.replace("/", ":")] = folder
    return found


def _rename(folders: dict[str, str], project: str, new: str) -> None:
    """Give a project and all below it the new last name, so that another may take the old one."""
    renamed = f"{project.rpartition(':')[0]}:{new}"
    for old in [name for name in folders if name == project or name.startswith(project + ":")]:
        folders[renamed + old[len(project) :]] = folders[old] if old != project else folders.pop(old)


def _accessor(project: str) -> str:
    return ".".join(_camel(part) for part in project.strip(":").split(":"))


def _camel(name: str) -> str:
    first, *rest = re.split(r"[-_.]", name)
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def is_build_file(path: str) -> bool:
    """Tell by its path whether a file is a project's build script, one named like its folder included."""
    name = name_of(path)
    stem = name.removesuffix(".kts").removesuffix(".gradle")
    return name in BUILD_FILES or (bool(stem) and stem == name_of(folder_of(path)))
