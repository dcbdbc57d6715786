"""The layers of a policy as they are found: packs, files, floors of other repositories; each below who extends it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from blastgate.errors import Problem
from blastgate.policy.layers.build import build_layer
from blastgate.policy.layers.pins import EXAMPLE, Pin, is_file_name, is_pin, read_pin
from blastgate.policy.layers.shipped import category_bytes, pack_bytes, shipped_categories, shipped_pack, shipped_packs
from blastgate.policy.model import Layer
from blastgate.policy.reading.lookup import select
from blastgate.policy.reading.meaning import check_meaning
from blastgate.policy.reading.meaning_categories import Known
from blastgate.policy.reading.nearest import did_you_mean
from blastgate.policy.reading.positions import Document, Node, read_document

MAX_LAYERS, MAX_EXTENDS_DEPTH = 16, 5
BUILT_IN_PACK = "recommended"
DEFAULT_GROUPS = frozenset({"senior", "owners"})
FETCH = "blastgate policy fetch"
COMMITTED = "a path from the top of the repository, committed where the policy is"

Read = Callable[[str], bytes | None]


class Stack:
    """The layers found so far, the mistakes, and the bytes that the digest covers."""

    def __init__(self, source: str, read: Read) -> None:
        self.prefix = source[: source.rindex(":") + 1] if ":" in source else ""
        self.read = read
        self.layers: list[Layer] = []
        self.problems: list[Problem] = []
        self.parts: list[tuple[str, bytes]] = []
        self.files: list[str] = []
        self.own_paths: list[str] = []
        self.pin: Pin | None = None  # the file of another repository that is being read
        self.open: list[str] = []
        self.done: set[str] = set()
        self.known = Known(shipped=shipped_categories())

    def digest(self) -> str:
        """Compute the SHA-256 of all bytes that took part, each with its name and length."""
        total = hashlib.sha256()
        for name, data in self.parts:
            total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        return total.hexdigest()

    def add_pack(self, name: str, depth: int) -> None:
        """Add a shipped pack, below it what it extends."""
        document = shipped_pack(name)
        assert document.root is not None
        self.files.append(document.file)
        self._extend(document, document.root, depth)
        self._push(document.root, document.file, name, pack_bytes(name))

    def add_file(self, data: bytes, file: str, depth: int) -> None:
        """Add a policy file, below it what it extends; note every mistake in it."""
        self.files.append(file)
        path = file if self.pin else file.removeprefix(self.prefix)
        if self.pin is None:
            self.own_paths.append(path)
        document, problems = read_document(data, file)
        root = document.root
        if root is None or not isinstance(root.value, dict):
            self.problems += problems or (_not_a_policy(document),)
            return
        self._extend(document, root, depth)
        mistakes = [*problems, *_shape_mistakes(document, root), *check_meaning(document, root, self.known)]
        self.problems += _once_per_place(mistakes)
        if not self.problems:
            self._push(root, file, path, data)
            if depth == 0 and not any(layer.gate for layer in self.layers):
                hint = f"add extends: [{BUILT_IN_PACK}], or a gate of your own"
                self.problems.append(document.problem(root, "no layer of this policy has a `gate` table", hint))
        else:
            self._learn(root)

    def _push(self, root: Node, file: str, name: str, data: bytes) -> None:
        layer = build_layer(root, file, name, len(self.layers))
        parts = [(file, data), *_category_parts(root)]
        self.parts += parts
        self.layers.append(layer._replace(digest=hashlib.sha256(b"\0".join(part for _, part in parts)).hexdigest()))
        self._learn(root)

    def _learn(self, root: Node) -> None:
        people, categories = root.get("people"), root.get("categories")
        groups = frozenset(people.entries()) - {"emails"} if people else frozenset()
        names = frozenset(categories.entries()) if categories else frozenset()
        self.known = self.known._replace(groups=self.known.groups | groups, categories=self.known.categories | names)

    def _extend(self, document: Document, root: Node, depth: int) -> None:
        listed = root.get("extends")
        for item in listed.items() if listed else ():
            if isinstance(item.value, str) and (name := self._meant(item.value)) not in self.done:
                self._extend_one(document, item, name, depth)

    def _meant(self, name: str) -> str:
        """A file that a floor extends is one beside it, at the same commit of the same repository."""
        inner = self.pin is not None and name not in shipped_packs() and is_file_name(name)
        return self.pin.beside(name).written if inner and self.pin else name

    def _extend_one(self, document: Document, item: Node, name: str, depth: int) -> None:
        if wrong := self._refusal(name, depth):
            self.problems.append(document.problem(item, *wrong))
            self._assume_defaults()
            return
        self.open.append(name)
        if name in shipped_packs():
            self.add_pack(name, depth + 1)
        else:
            self._add_read(document, item, name, depth)
        self.open.pop()
        self.done.add(name)

    def _add_read(self, document: Document, item: Node, name: str, depth: int) -> None:
        pin = read_pin(name) if is_pin(name) else None
        data = self.read(name)
        if data is None:
            there, hint = ("here", FETCH) if pin else ("there", COMMITTED)
            self.problems.append(document.problem(item, f"{name!r} is not {there}", hint))
            self._assume_defaults()
            return
        outer, self.pin = self.pin, pin if isinstance(pin, Pin) else self.pin
        self.add_file(data, self.pin.short if self.pin else self.prefix + name, depth + 1)
        self.pin = outer

    def _assume_defaults(self) -> None:
        """A layer that could not be read may have named the usual groups: do not blame the rest for it."""
        groups = self.known.groups | DEFAULT_GROUPS
        self.known = self.known._replace(groups=groups, categories=self.known.categories | self.known.shipped)

    def _refusal(self, name: str, depth: int) -> tuple[str, str] | None:
        if name in self.open or self.prefix + name == self.files[0]:
            return f"{name!r} extends itself: {' -> '.join([*self.open, name])}", "leave one of them out"
        if depth >= MAX_EXTENDS_DEPTH or len(self.files) >= MAX_LAYERS:
            return f"more than {MAX_EXTENDS_DEPTH} levels or {MAX_LAYERS} files of `extends`", "join some of them"
        return None if name in shipped_packs() else _no_layer(name)


def _no_layer(name: str) -> tuple[str, str] | None:
    """Say why a name is neither a file of this repository nor one of another; None where it is one."""
    if is_pin(name):
        pin = read_pin(name)
        return (pin, f"as in {EXAMPLE}") if isinstance(pin, str) else None
    if not name.endswith((".yml", ".yaml")):
        return f"no pack is called {name[:60]!r}", did_you_mean(name, shipped_packs())
    if not is_file_name(name):
        return "a file is named by its path from the top of the repository", "no leading /, no `..`"
    return None


def _not_a_policy(document: Document) -> Problem:
    if document.root is None:
        return document.problem_at(1, 1, "the file is empty", "begin it with version: 1")
    return document.problem(document.root, "a policy is a mapping of keys", "begin the file with version: 1")


def _shape_mistakes(document: Document, root: Node) -> tuple[Problem, ...]:
    from blastgate.policy.reading.shape_errors import check_shape

    return check_shape(document, root)


def _once_per_place(problems: list[Problem]) -> Iterator[Problem]:
    """Keep the first mistake at each place: shape comes before meaning."""
    seen: set[tuple[int, int]] = set()
    for problem in problems:
        if (problem.line, problem.column) not in seen:
            seen.add((problem.line, problem.column))
            yield problem


def _category_parts(root: Node) -> list[tuple[str, bytes]]:
    """The shipped category files that a layer names."""
    uses = (node.value for _, _, node in select(root, "categories", "*", "use"))
    names = shipped_categories().intersection((*uses, *(name for name, _, _ in select(root, "categories", "*"))))
    return [(f"rules/categories/{name}.yml", category_bytes(name)) for name in sorted(names)]
