"""``.gitattributes`` as git reads it: which of some attributes are set for a path.

Source: gitattributes(5). The last line that matches a path wins, and a file nearer to the path wins over one above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression
from blastgate.policy.matching.globs import MaskMatcher, check_glob, compile_masks, escape_glob

MAX_LINES, MAX_LINE = 5_000, 2_048  # of one file that speak of a wanted attribute; characters, as git has it

_QUOTED = expression(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = expression(r'\\(["\\])')

Marks = Callable[[str], tuple[str, ...]]


class _Line(NamedTuple):
    """One line: its pattern as a glob over whole paths, and whether it sets each attribute that it speaks of."""

    glob: str
    states: dict[str, bool]


class _File(NamedTuple):
    """The lines of one file, compiled; bit ``i`` is line ``i``."""

    lines: tuple[_Line, ...]
    masks: MaskMatcher


def compile_attributes(files: Mapping[str, str], wanted: Iterable[str]) -> Marks:
    """Return the function from a path to the wanted attributes that are set for it.

    ``files`` holds the text of each ``.gitattributes`` by its folder (``""`` is the top).
    """
    names = frozenset(wanted)
    read = {folder: _read(folder, text, names) for folder, text in files.items()}
    compiled = {folder: _File(lines, _compile(lines)) for folder, lines in read.items() if lines}

    def marks(path: str) -> tuple[str, ...]:
        states: dict[str, bool] = {}
        for folder in folders_above(path):
            if file := compiled.get(folder):
                _apply(file, path, states)
        return tuple(sorted(name for name, is_set in states.items() if is_set))

    return marks


def folders_above(path: str) -> tuple[str, ...]:
    """List the folders above a path, the top (``""``) first."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[:end]) for end in range(len(parts) + 1))


def _compile(lines: tuple[_Line, ...]) -> MaskMatcher:
    return compile_masks((line.glob, 1 << i) for i, line in enumerate(lines))


def _apply(file: _File, path: str, states: dict[str, bool]) -> None:
    seen = file.masks(path)
    for i, line in enumerate(file.lines):
        if seen >> i & 1:
            states.update(line.states)


def _read(folder: str, text: str, wanted: frozenset[str]) -> tuple[_Line, ...]:
    macros: dict[str, list[str]] = {}
    lines = []
    for line in text.removeprefix("\ufeff").split("\n"):
        if len(line) > MAX_LINE or not line.strip() or line.lstrip().startswith("#"):
            continue
        pattern, words = _parted(line)
        if pattern.startswith("[attr]"):
            macros[pattern.removeprefix("[attr]")] = words
            continue
        states = {name: is_set for name, is_set in _states(words, macros) if name in wanted}
        glob = _glob(folder, pattern)
        if states and glob and not check_glob(glob):
            lines.append(_Line(glob, states))
    return tuple(lines[:MAX_LINES])


def _parted(line: str) -> tuple[str, list[str]]:
    """Part a line into its pattern, which may be quoted, and its attributes."""
    line = line.strip()
    if quoted := _QUOTED.match(line):
        return _ESCAPED.sub(r"\1", quoted[1]), line[quoted.end() :].split()
    pattern, *words = line.split()
    return pattern, words


def _states(words: list[str], macros: Mapping[str, list[str]]) -> Iterator[tuple[str, bool]]:
    for word in words:
        name, _, value = word.lstrip("-!").partition("=")
        is_set = not word.startswith(("-", "!")) and value.lower() not in ("false", "0", "no")
        yield name, is_set
        if is_set:
            yield from ((inner.lstrip("-!"), not inner.startswith(("-", "!"))) for inner in macros.get(name, ()))


def _glob(folder: str, pattern: str) -> str:
    """Write a pattern as a glob from the top; empty for what git takes no notice of (``!x``, ``folder/``)."""
    if pattern.startswith("!") or pattern.endswith("/"):
        return ""
    anywhere = "/" not in pattern
    parts = ["**" if part == "**" else _part(part) for part in pattern.strip("/").split("/")]
    return "/".join([*([escape_glob(folder)] if folder else []), *(["**"] if anywhere else []), *parts])


def _part(part: str) -> str:
    return re.sub(r"([{}])", r"\\\1", re.sub(r"\*{2,}", "*", part))
