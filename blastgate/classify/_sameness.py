"""Whether two texts of a file run the same: proven by tokens or by what a data format holds, or not at all."""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from typing import Any

from blastgate.classify._lexers import EXTENSIONS, is_directive, lex
from blastgate.model.change import Line, Patch

YAML = frozenset((".yml", ".yaml"))
DATA = YAML | {".json", ".toml"}
HASHED = YAML | {".py", ".pyi", ".toml"}
MAX_EVENTS = 100_000
_TEMPLATE = re.compile(r"\{[{%#]|<%|\$\{|\$\[\[")  # a template is filled in before comments are left out


def differences(path: str, old: str, new: str) -> frozenset[str] | None:
    """Name what differs between two texts that run the same: ``comment_only``, ``formatting_only``; None: not proven.

    Texts that do not differ at all have no difference.
    """
    extension = extension_of(path)
    if extension in EXTENSIONS:
        return _of_code(extension, old, new)
    if extension not in DATA or not _holds_same(extension, old, new):
        return None
    return _of_data(extension, old, new)


def may_be_same(path: str, patch: Patch) -> bool:
    """Tell quickly by the changed lines whether a proof may succeed: what stands before comments must balance."""
    extension = extension_of(path)
    if extension not in EXTENSIONS and extension not in DATA:
        return False
    starred = extension in EXTENSIONS and extension not in HASHED
    mark = re.compile("#") if extension in HASHED else re.compile(r"//|/\*") if starred else None
    return _bare(patch.removed, mark, starred) == _bare(patch.added, mark, starred)


def _bare(lines: tuple[Line, ...], mark: re.Pattern[str] | None, starred: bool) -> str:
    """Join what stands before comments, without blanks; in a block comment, lines may begin with a star."""
    kept = (line.text for line in lines if not (starred and line.text.lstrip().startswith("*")))
    return "".join("".join((mark.split(text, maxsplit=1)[0] if mark else text).split()) for text in kept)


def extension_of(path: str) -> str:
    """Return the extension of a path in lower case, with its dot."""
    name = path.rpartition("/")[2]
    return name[name.rfind(".") :].lower() if "." in name else ""


def _of_code(extension: str, old: str, new: str) -> frozenset[str] | None:
    before, after = lex(extension, old), lex(extension, new)
    if before is None or after is None or before.tokens != after.tokens:
        return None
    found = set()
    if before.comments != after.comments:
        found.add("comment_only")
    if before.layout != after.layout or not found:
        found.add("formatting_only")
    return frozenset(found) if old != new else frozenset()


def _holds_same(extension: str, old: str, new: str) -> bool:
    try:
        if extension in YAML:
            return _events(old) == _events(new)
        return bool(_json(old) == _json(new) if extension == ".json" else _toml(old) == _toml(new))
    except (ValueError, ArithmeticError, RecursionError):
        return False


def _of_data(extension: str, old: str, new: str) -> frozenset[str] | None:
    """Lines beside comments tell whether the layout changes; a comment that a tool may obey is none."""
    marks = () if extension == ".json" else ("#",)
    before, after = old.splitlines(), new.splitlines()
    changed = set(before) ^ set(after)
    noted = [line for line in changed if any(mark in line for mark in marks)]
    if any(is_directive(line[line.find("#") :]) or _TEMPLATE.search(line) for line in noted):
        return None
    bare_before, bare_after = ([line.partition("#")[0].rstrip() for line in lines] for lines in (before, after))
    kinds = {"comment_only"} if noted else set()
    if list(filter(None, bare_before)) != list(filter(None, bare_after)) or not kinds:
        kinds.add("formatting_only")
    return frozenset(kinds) if old != new else frozenset()


def _json(text: str) -> Any:
    """Read JSON with the order and the repetition of keys, and numbers as they are written."""
    return json.loads(text, object_pairs_hook=tuple, parse_float=_number, parse_int=_number)


def _number(written: str) -> tuple[str]:
    """A number is no text that looks like it."""
    return (written,)


def _toml(text: str) -> str:
    """Write TOML out as Python reads it, in the order of its keys."""
    return repr(tomllib.loads(text, parse_float=Decimal))


def _events(text: str) -> list[tuple[str, ...]]:
    """Read YAML as its parser's events, with tags, anchors and styles: `no` and `"no"` are two things."""
    import yaml

    found: list[tuple[str, ...]] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            found.append(_said(event))
            if len(found) > MAX_EVENTS:
                raise ValueError("too large to compare")
    except yaml.YAMLError as error:
        raise ValueError("not YAML") from error
    return found


def _said(event: Any) -> tuple[str, ...]:
    kind = type(event).__name__
    parts = (getattr(event, name, "") or "" for name in ("anchor", "tag", "value", "implicit"))
    style = "plain" if kind == "ScalarEvent" and event.style is None else ""
    return (kind, *map(str, parts), style)
