"""Package.swift: packages, their targets as components where there are several, and packages taken in by path.

The manifest is a program and is never run: it is read as text, for what people write literally.
Source: https://docs.swift.org/package-manager/PackageDescription/PackageDescription.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from blastgate.manifests._code import Code
from blastgate.manifests._text import decode, folder_of, folders_of, inside, is_within, name_of, paths_named
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "swift"
RANK = 31
FILES = ("Package.swift",)

MAX_TARGETS = 1_000
MAX_PACKAGES = 500
SOURCES = ("Sources", "Source", "src", "srcs", "Tests", "Plugins")

_PACKAGE = re.compile(r"\bPackage\(\s{0,200}name:\s{0,20}\"([^\"\n]{1,200})\"")
_TARGET = re.compile(
    r"\.(target|executableTarget|testTarget|macro|plugin|systemLibrary)\(\s{0,200}name:\s{0,20}\"([^\"\n]{1,200})\""
)
_LIST = re.compile(
    r"(?:\btargets\s{0,9}(?::|\+?=|\.append\(contentsOf:)|Target\]\s{0,9}=)\s{0,9}$|\btargets\.append\($"
)
_PLACED = re.compile(r"\bpath:\s{0,20}\"([^\"\n]{1,300})\"")
_LOCAL = re.compile(
    r"\.package\(\s{0,200}(?:name:\s{0,20}\"([^\"\n]{1,200})\"\s{0,20},\s{0,200})?path:\s{0,20}\"([^\"\n]{1,300})\""
)
_REMOTE = re.compile(
    r"\.package\(\s{0,200}(?:name:\s{0,20}\"([^\"\n]{1,200})\"\s{0,20},\s{0,200})?"
    r"(?:url:\s{0,20}\"([^\"\n]{1,300})\"|id:\s{0,20}\"([^\"\n]{1,300})\")"
)
_OF_PACKAGE = re.compile(r"package:\s{0,20}\"([^\"\n]{1,200})\"")


class Target(NamedTuple):
    """One target: its name and kind of call, the span of its call, and the folder of its sources if it is known."""

    name: str
    call: str
    start: int
    end: int
    folder: str | None


def matches(path: str) -> bool:
    """Tell by its path whether a file is a Package.swift."""
    return path.endswith("Package.swift") and name_of(path) == "Package.swift"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one package; of several targets with folders of their own, each is a component that the package ships."""
    folder, code = folder_of(path), Code(decode(data))
    found = list(_targets(folder, code, snapshot))
    shipped = [target for target in found if target.call != "testTarget"]
    several = len([target for target in shipped if target.folder not in (None, folder)]) > 1
    named = _PACKAGE.search(code.text)
    name = named[1] if named else name_of(folder)
    source = f"{path}:{code.line(named.start()) if named else 1}"
    claims = [ComponentClaim(folder, name, (f"swift:/{folder}",), "library" if several else _kind(shipped), source)]
    edges = list(_edges(path, code, found, _packages(folder, code)))
    for target in shipped if several else ():
        if target.folder not in (None, folder):
            line = f"{path}:{code.line(target.start)}"
            claims.append(ComponentClaim(target.folder, target.name, (f"swift:{target.name}",), _kind([target]), line))
            if target.call != "executableTarget":
                edges.append(EdgeClaim(f"path:{folder}", f"path:{target.folder}", "manifest", line))
    edges += _remote(path, code, found, several)
    governs = (GovernsClaim(p, folder, "swift", "its lockfile pins their packages") for p in _locks(folder, snapshot))
    return Claims(tuple(claims), tuple(edges), tuple(governs))


def _locks(folder: str, snapshot: Snapshot) -> Iterator[str]:
    """Yield the lockfile beside a package, and those that Xcode keeps for a project in, above or below its folder."""
    for path in paths_named(snapshot, "swiftpm/Package.resolved"):
        project = folder_of(path.partition(".xc")[0])
        if is_within(project, folder) or is_within(folder, project):
            yield path
    if (beside := f"{folder}/Package.resolved".lstrip("/")) in snapshot:
        yield beside


def _remote(path: str, code: Code, found: list[Target], several: bool) -> Iterator[EdgeClaim]:
    """Claim the packages taken in by address: for the targets that name one, else for all of the package."""
    folder = folder_of(path)
    named = {t: {m[1].lower() for m in _OF_PACKAGE.finditer(code.text, t.start, t.end)} for t in found}
    for package in islice(_REMOTE.finditer(code.text), MAX_PACKAGES):
        identity = name_of((package[2] or package[3]).rstrip("/")).removesuffix(".git").lower()
        answers = {identity, (package[1] or identity).lower()}
        users = [target for target in found if named[target] & answers]
        places = {((t.folder if several else None) or folder, t.call == "testTarget") for t in users or found}
        for place, dev in sorted(places if users else places | {(folder, False)}):
            evidence = f"{path}:{code.line(package.start())}"
            yield EdgeClaim(f"path:{place}", f"swiftpm:{identity}", "manifest", evidence, dev)


def _kind(targets: list[Target]) -> Kind:
    return "app" if any(target.call == "executableTarget" for target in targets) else "library"


def _targets(folder: str, code: Code, snapshot: Snapshot) -> Iterator[Target]:
    """Yield the targets of the package; a ``.target`` within another one's dependencies is none."""
    for count, found in enumerate(_TARGET.finditer(code.text)):
        around = code.enclosing(found.start())
        head = code.text[max(0, around[0] - 60) : around[0] + (code.text[around[0]] == "(")] if around else ""
        if count == MAX_TARGETS or not _LIST.search(head):
            continue
        start = code.text.index("(", found.start())
        end = code.closing(start)
        yield Target(found[2], found[1], found.start(), end, _folder(folder, found[2], code.text[start:end], snapshot))


def _folder(folder: str, name: str, call: str, snapshot: Snapshot) -> str | None:
    placed = _PLACED.search(call)
    wanted = [placed[1]] if placed else [f"{sources}/{name}" for sources in SOURCES]
    places = (inside(folder, place) for place in wanted)
    return next((place for place in places if place is not None and place in folders_of(snapshot)), None)


def _packages(folder: str, code: Code) -> dict[str, tuple[str, int]]:
    """Map the packages taken in by path to their folders and lines; one is known by its name or its folder's."""
    found = {}
    for package in _LOCAL.finditer(code.text):
        place = inside(folder, package[2])
        if place is not None:
            found[(package[1] or name_of(place)).lower()] = place, code.line(package.start())
    return found


def _edges(path: str, code: Code, found: list[Target], packages: dict[str, tuple[str, int]]) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for place, line in packages.values():
        yield EdgeClaim(f"path:{folder}", f"path:{place}", "manifest", f"{path}:{line}")
    folders = {target.name: target.folder for target in found}
    for target in found:
        from_, dev = target.folder or folder, target.call == "testTarget"
        for literal in code.strings(target.start, target.end):
            own = folders.get(literal.value)
            if own is not None and own != from_:
                yield EdgeClaim(f"path:{from_}", f"path:{own}", "manifest", f"{path}:{code.line(literal.at)}", dev)
        for package in _OF_PACKAGE.finditer(code.text, target.start, target.end):
            local = packages.get(package[1].lower())
            if local is not None:
                evidence = f"{path}:{code.line(package.start())}"
                yield EdgeClaim(f"path:{from_}", f"path:{local[0]}", "manifest", evidence, dev)
