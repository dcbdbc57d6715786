"""Globs of the policy in the dialects of the agents. None where a dialect would say more than the glob does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from blastgate.policy.matching.glob_syntax import FOLDERS, Piece, Segment, parse

Row = tuple[Segment, ...]
Dialect = Callable[[Row], str | None]
ANYWHERE = '([^"]*/|)'  # any folders, also none, in an expression
_GITIGNORE_SPECIAL = re.compile(r"([\\*?\[])")
_PLAIN_SPECIAL = re.compile(r"[\\*?\[\]{}!()]")


def rows(glob: str) -> tuple[Row, ...]:
    """Read a glob of a loaded policy: its alternatives, each a row of segments."""
    parsed = parse(glob)
    return () if isinstance(parsed, str) else parsed


def written(globs: Iterable[str], dialect: Dialect) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write globs in a dialect; return the patterns, and the globs that have none."""
    patterns: dict[str, None] = {}
    lost: dict[str, None] = {}
    for glob in globs:
        found = [dialect(row) for row in rows(glob)]
        if None in found:
            lost[glob] = None
        else:
            patterns |= dict.fromkeys(pattern for pattern in found if pattern is not None)
    return tuple(patterns), tuple(lost)


def gitignore(row: Row) -> str:
    """Write a row as a pattern of gitignore, anchored at the top (git-scm.com/docs/gitignore): nothing is lost."""
    return "/" + "/".join("**" if segment == FOLDERS else "".join(map(_ignored, segment)) for segment in row)


def plain(row: Row) -> str | None:
    """Write a row with ``**``, ``*`` and ``?`` alone; None where it has a class, or a name with a special character."""
    parts = ["**" if segment == FOLDERS else _joined(segment) for segment in row]
    return None if None in parts else "/".join(part or "" for part in parts)


def wider(row: Row) -> str:
    """Write a row with ``**``, ``*`` and ``?`` alone, as much as it says or more: for what is refused."""
    return "/".join("**" if segment == FOLDERS else "".join(map(_wide, segment)) for segment in row)


def place(row: Row) -> str | None:
    """Write a row as the folder or file that it is, and None where it is a pattern."""
    kept = row[:-1] if row[-1] == FOLDERS else row
    if not kept or not all(len(segment) == 1 and segment[0].kind == "text" for segment in kept):
        return None
    return "/".join(segment[0].text for segment in kept)


def expression(row: Row) -> str:
    """Write a row as a regular expression of JavaScript and POSIX alike, that begins and ends in a path."""
    text = ""
    for index, segment in enumerate(row):
        last = index == len(row) - 1
        if segment == FOLDERS:
            text += "" if last else ANYWHERE
        else:
            text += "".join(map(_expressed, segment)) + ("" if last else "/")
    return text


def _ignored(piece: Piece) -> str:
    if piece.kind == "text":
        return _GITIGNORE_SPECIAL.sub(r"\\\1", piece.text)
    if piece.kind == "class":
        negated = piece.text.startswith("[^/")
        return f"[!{piece.text[3:]}" if negated else piece.text.removeprefix("(?!/)")
    return "*" if piece.kind == "star" else "?"


def _joined(segment: Segment) -> str | None:
    if any(p.kind == "class" or (p.kind == "text" and _PLAIN_SPECIAL.search(p.text)) for p in segment):
        return None
    return "".join(map(_wide, segment))


def _wide(piece: Piece) -> str:
    if piece.kind == "text":
        return _PLAIN_SPECIAL.sub("?", piece.text)
    return "*" if piece.kind == "star" else "?"


def _expressed(piece: Piece) -> str:
    if piece.kind == "text":
        return re.sub(r"([.\\*+?^$()\[\]{}|])", r"\\\1", piece.text)
    return '[^"/]*' if piece.kind == "star" else '[^"/]'
