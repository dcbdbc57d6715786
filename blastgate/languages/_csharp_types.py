"""Which file declares a C# type, among the namespaces and projects that a file sees.

The resolver reads every C# file once more than extraction does: neither folders nor file names are bound to namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blastgate.languages._code import blank
from blastgate.languages._csharp_projects import Projects
from blastgate.languages._lexing import text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

_EXTENSIONS = (".cs", ".razor", ".cshtml")
_DECLARATION = re.compile(
    rb"namespace[ \t]++([\w.]++)|(?:class|struct|interface|enum|record(?: class| struct)?+)[ \t]++([A-Za-z_]\w*+)"
    rb"|delegate[ \t]++[^\n(;]{1,200}?[ \t](\w++)(?:<[^\n(;]{0,100}>)?\("
)
_EXTENSION = re.compile(rb"\(\s*+this[ \t]")
_METHOD = re.compile(rb"(\w++)(?:<[\w, ]*+>)?\Z")
_REACH = 200  # bytes: how long a method's name with its type parameters may be
_NOT_TYPES = frozenset({"where", "new", "class", "struct", "enum", "constraint"})

_Answer = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _File:
    """What a file sees: its namespaces with those around them, then what it uses, in the order of look-up."""

    around: tuple[str, ...]
    usings: tuple[str, ...]


_NOTHING = _File((), ())


class CSharpResolver:
    """Answers from the types of each namespace, the projects, and what is used in every file of a project."""

    def __init__(self, snapshot: Snapshot, code: re.Pattern[bytes], using: re.Pattern[bytes]) -> None:
        self._projects = Projects(snapshot)
        self._using = using
        self._types: dict[str, dict[str, list[str]]] = {}  # type or .method -> namespace -> files
        self._namespaces: set[str] = set()
        self._files: dict[str, _File] = {}
        self._global: dict[str | None, dict[str, None]] = {}
        wanted = sorted(path for path in snapshot.entries if path.lower().endswith(_EXTENSIONS))
        for path, content in snapshot.read_many(wanted):
            self._learn(path, blank(content.data or b"", code))

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the files of a type, all parts of it; a namespace is no edge, the types named from it are."""
        name = found.name
        if not name.startswith("uses "):
            return self._opened(path, name)
        name = name.removeprefix("uses ")
        if not name.startswith(".") and "." in name:
            return self._qualified(path, name) or ()
        spaces = self._types.get(name)
        if not spaces:
            return ()
        file = self._files.get(path, _NOTHING)
        for group in self._in_sight(path, file):
            for space in group:
                declared = spaces.get(space)
                if declared and (files := self._reached(path, declared, explicit=space in file.usings)):
                    return files
        return ()

    def _opened(self, path: str, name: str) -> _Answer:
        """Resolve a using: of a type (static, or an alias), or of a namespace."""
        plain = name.removeprefix("static ")
        if plain in self._namespaces:
            return ()
        if files := self._qualified(path, plain):
            return files
        top = plain.partition(".")[0]
        ours = top in self._namespaces and top not in ("System", "Microsoft")
        return None if ours and plain != top else ()

    def _qualified(self, path: str, name: str) -> tuple[str, ...]:
        """Find the type in a dotted name, its namespace in full or relative to one around the file."""
        parts = name.split(".")
        for outer in ("", *self._files.get(path, _NOTHING).around):
            for end in range(min(len(parts), 12), 1, -1):
                spaces = self._types.get(parts[end - 1])
                declared = spaces.get(".".join((outer, *parts[: end - 1])).lstrip(".")) if spaces else None
                if declared and (files := self._reached(path, declared, explicit=True)):
                    return files
        return ()

    def _in_sight(self, path: str, file: _File) -> Iterator[Iterable[str]]:
        yield file.around
        yield file.usings
        yield self._global.get(self._projects.root_of(path.rpartition("/")[0]), ())
        yield ("",)

    def _reached(self, path: str, files: Iterable[str], *, explicit: bool) -> tuple[str, ...]:
        """Keep the files of the own project, else those of one it sees; of an unseen one only if it is named."""
        root = self._projects.root_of(path.rpartition("/")[0])
        by_root: dict[str | None, list[str]] = {}
        for file in files:
            by_root.setdefault(self._projects.root_of(file.rpartition("/")[0]), []).append(file)
        if root is None or root in by_root or not by_root:
            return tuple(by_root.get(root) or (next(iter(by_root.values())) if by_root else ()))
        seen = self._projects.visible(root)
        reached = [file for other, group in by_root.items() for file in group if other in seen or _linked(file, seen)]
        if reached:
            return tuple(reached)
        return tuple(next(iter(by_root.values()))) if explicit and len(by_root) == 1 else ()

    def _learn(self, path: str, code: bytes) -> None:
        root = self._projects.root_of(path.rpartition("/")[0])
        spaces: list[str] = []
        space = ""
        for match in _DECLARATION.finditer(code):
            if match[1]:
                space = text(match[1])
                spaces.append(space)
                self._add_namespace(space)
                continue
            name = text(match[2] or match[3])
            if name not in _NOT_TYPES:
                self._declare(space, name, path)
        for match in _EXTENSION.finditer(code):
            if method := _METHOD.search(code[max(0, match.start() - _REACH) : match.start()]):
                self._declare(space, "." + text(method[1]), path)
        if not path.endswith(".cs"):
            spaces.append(self._page(path, root))
        usings: dict[str, None] = {}
        everywhere = self._global.setdefault(root, {})
        shared = path.endswith(("_Imports.razor", "_ViewImports.cshtml"))
        for match in self._using.finditer(code):
            (everywhere if match[1] or shared else usings)[text(match[3])] = None
        if root is not None:
            everywhere.update(dict.fromkeys(self._projects.at(root).usings))
        around = dict.fromkeys(outer for one in spaces for outer in _outwards(one))
        self._files[path] = _File(tuple(around), tuple(usings))

    def _page(self, path: str, root: str | None) -> str:
        """Declare the class of a Razor page, whose namespace is its folder's, and return that."""
        folder, _, file = path.rpartition("/")
        if root is None:
            return ""
        below = folder[len(root) :].strip("/").replace("/", ".")
        space = f"{self._projects.at(root).namespace}.{below}".strip(".")
        self._add_namespace(space)
        self._declare(space, file.partition(".")[0], path)
        return space

    def _declare(self, space: str, name: str, path: str) -> None:
        files = self._types.setdefault(name, {}).setdefault(space, [])
        if not files or files[-1] != path:
            files.append(path)

    def _add_namespace(self, space: str) -> None:
        self._namespaces.update(_outwards(space))


def _outwards(space: str) -> Iterator[str]:
    """Yield a namespace and those around it, inmost first."""
    for _ in range(20):
        if not space:
            return
        yield space
        space = space.rpartition(".")[0]


def _linked(file: str, seen: frozenset[str]) -> bool:
    """Tell whether a file, or a folder above it, is named as a source of the project."""
    while file:
        if file in seen:
            return True
        file = file.rpartition("/")[0]
    return False
