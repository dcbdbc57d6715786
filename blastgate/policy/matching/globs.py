"""Globs over paths: anchored, ``**`` crosses folders, dotfiles are seen, and time stays linear on hostile paths.

=========== =====================================================================
``*``       any characters but ``/``
``?``       one character but ``/``
``**``      any folders, also none; stands alone between slashes
``[a-z]``   one of these characters (``[!a-z]``: none of them), never ``/``
``{a,b}``   either; may hold slashes and other wildcards
``\\``       takes the next character as it is
``dir/``    everything below ``dir``, as ``dir/**``
=========== =====================================================================

Only the pattern is ever read as a glob. Most patterns are a folder, a name or an ending, and are looked up in a set;
the rest become one regular expression each, whose stars are atomic: none gives back what it took.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from blastgate.policy.matching.glob_syntax import FOLDERS, Piece, Segment, parse

Matcher = Callable[[str], bool]
MaskMatcher = Callable[[str], int]

_SPECIAL = re.compile(r"([\\*?\[\]{}])")


def check_glob(pattern: str) -> str | None:
    """Say what is wrong with a glob, or return None."""
    parsed = parse(pattern)
    return parsed if isinstance(parsed, str) else None


def escape_glob(path: str) -> str:
    """Write a path as the glob that matches it alone."""
    return _SPECIAL.sub(r"\\\1", path)


def compile_globs(patterns: tuple[str, ...]) -> Matcher:
    """Return a test whether a path matches any of some globs; raises ValueError when one of them is wrong."""
    masks = compile_masks((pattern, 1) for pattern in patterns)
    return lambda path: masks(path) != 0


def compile_masks(patterns: Iterable[tuple[str, int]]) -> MaskMatcher:
    """Return a function that ORs the bits of every glob that matches a path; raises ValueError on a wrong glob."""
    table = _Table()
    for pattern, bits in patterns:
        parsed = parse(pattern)
        if isinstance(parsed, str):
            raise ValueError(f"{pattern!r}: {parsed}")
        for segments in parsed:
            table.add(segments, bits)
    return table.look_up


class _Table:
    """Globs by shape, so that a path costs a few dictionary look-ups however many globs there are."""

    def __init__(self) -> None:
        self.exact: dict[str, int] = {}  # a/b.c
        self.names: dict[str, int] = {}  # **/name
        self.folders: dict[str, int] = {}  # **/name/**
        self.tops: dict[str, int] = {}  # a/b/**
        self.endings: dict[str, dict[str, int]] = {}  # **/*_x.ext, by the extension
        # the rest, by the extension it asks for ("" is any), then by a text every match holds
        self.rest: dict[str, dict[str, dict[int, list[tuple[Segment, ...]]]]] = {}
        self.compiled: dict[tuple[str, str, int], Callable[[str], object]] = {}

    def add(self, segments: tuple[Segment, ...], bits: int) -> None:
        """File one glob (without braces) under its shape."""
        kind, text = _shape(segments)
        if kind == "rest":
            by_text = self.rest.setdefault(_extension(_last_text(segments)), {})
            by_text.setdefault(_longest_text(segments), {}).setdefault(bits, []).append(segments)
            return
        table: dict[str, int] = (
            getattr(self, kind) if kind != "endings" else self.endings.setdefault(_extension(text), {})
        )
        table[text] = table.get(text, 0) | bits

    def look_up(self, path: str) -> int:
        """OR the bits of every glob that matches."""
        found = self.exact.get(path, 0)
        name = path[path.rfind("/") + 1 :]
        found |= self.names.get(name, 0)
        found |= self._folders(path)
        extension = _extension(name)
        for key in (extension, "") if extension else ("",):
            for ending, bits in self.endings.get(key, {}).items():
                if bits & ~found and name.endswith(ending):
                    found |= bits
            found = self._rest(path, key, found)
        return found

    def _folders(self, path: str) -> int:
        found, start = 0, 0
        while (end := path.find("/", start)) >= 0:
            if end + 1 < len(path):
                found |= self.folders.get(path[start:end], 0) | self.tops.get(path[:end], 0)
            start = end + 1
        return found

    def _rest(self, path: str, extension: str, found: int) -> int:
        for text, by_bits in self.rest.get(extension, {}).items():
            if text in path:
                for bits in by_bits:
                    if bits & ~found and self._matcher(extension, text, bits)(path):
                        found |= bits
        return found

    def _matcher(self, extension: str, text: str, bits: int) -> Callable[[str], object]:
        """Compile what hangs on a text when a path first holds it: most of a policy's globs never meet one."""
        matcher = self.compiled.get((extension, text, bits))
        if matcher is None:
            globs = self.rest[extension][text][bits]
            matcher = re.compile("|".join(map(_expression, globs)), re.DOTALL).fullmatch
            self.compiled[extension, text, bits] = matcher
        return matcher


def _extension(text: str) -> str:
    """Return what follows the last dot, with the dot; nothing where there is none."""
    at = text.rfind(".")
    return text[at:] if at >= 0 else ""


def _last_text(segments: tuple[Segment, ...]) -> str:
    """Return the text every match ends in."""
    last = segments[-1][-1]
    return last.text if last.kind == "text" else ""


def _shape(segments: tuple[Segment, ...]) -> tuple[str, str]:
    """Name the table a glob belongs in, and the text to look up there."""
    texts = [_plain(segment) for segment in segments]
    known = [text for text in texts if text is not None]
    if len(known) == len(texts):
        return "exact", "/".join(known)
    if segments == (FOLDERS,):
        return "endings", ""
    if segments[-1] == FOLDERS and len(known) == len(texts) - 1:
        return "tops", "/".join(known)
    if segments[0] == FOLDERS and len(segments) == 2:
        return _name_shape(segments[1], texts[1])
    if segments[0] == segments[-1] == FOLDERS and len(segments) == 3 and texts[1] is not None:
        return "folders", texts[1]
    return "rest", ""


def _name_shape(last: Segment, text: str | None) -> tuple[str, str]:
    if text is not None:
        return "names", text
    if last[0].kind == "star" and all(piece.kind == "text" for piece in last[1:]):
        return "endings", "".join(piece.text for piece in last[1:])
    return "rest", ""


def _plain(segment: Segment) -> str | None:
    return segment[0].text if len(segment) == 1 and segment[0].kind == "text" else None


def _longest_text(segments: tuple[Segment, ...]) -> str:
    texts = (piece.text for segment in segments for piece in segment if piece.kind == "text")
    return max(texts, key=len, default="")


def _expression(segments: tuple[Segment, ...]) -> str:
    """Write segments as a regular expression for ``fullmatch``.

    Leftmost is best for everything between two stars (what follows only gets more room), so it may be atomic; only
    the last part looks for its place from the end.
    """
    groups: list[list[str]] = [[]]
    for segment in segments:
        if segment == FOLDERS:
            groups.append([])
        else:
            groups[-1].append(_segment_expression(segment))
    first, *others = ["/".join(group) for group in groups]
    if not others:
        return first
    head = f"{first}/" if first else ""
    middle = "".join(rf"(?>(?:[^/]*/)*?{group}/)" for group in others[:-1])
    last = rf"(?:[^/]*/)*{others[-1]}" if others[-1] else ".+"
    return head + middle + last


def _segment_expression(segment: Segment) -> str:
    chunks: list[str] = [""]
    for piece in segment:
        if piece.kind == "star":
            chunks.append("")
        else:
            chunks[-1] += _piece_expression(piece)
    first, *others = chunks
    if not others:
        return first
    middle = "".join(f"(?>[^/]*?{chunk})" for chunk in others[:-1])
    return f"{first}{middle}(?>{_last_chunk(first + middle, others[-1])})"


def _last_chunk(before: str, chunk: str) -> str:
    if not chunk:
        return "[^/]*" if before else "[^/]+"
    return f"[^/]*{chunk}(?![^/])"


def _piece_expression(piece: Piece) -> str:
    if piece.kind == "one":
        return "[^/]"
    return piece.text if piece.kind == "class" else re.escape(piece.text)
