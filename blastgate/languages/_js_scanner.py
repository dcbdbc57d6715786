"""Finds JavaScript and TypeScript imports: a string literal is one when the code before it says so.

The words ``from``, ``import`` and ``require`` are located first; only the bytes up to the last hit are lexed (comments,
strings, templates, regular expressions), and each string is judged by the code since the string before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.languages._lexing import DOUBLE_QUOTED, LINE_COMMENT, SINGLE_QUOTED, block_comment_end
from blastgate.model.graph import EdgeKind
from blastgate.model.named import NamedTuple

_HITS = (
    re.compile(rb"from\s*+[\"']"),
    re.compile(rb"import\s*+(?:[\"'(]|/[*/])"),
    re.compile(rb"require\s*+[.(]"),
    re.compile(rb"import\.meta\.url"),
)
_STRINGS = DOUBLE_QUOTED + b"|" + SINGLE_QUOTED
_CODE = re.compile(LINE_COMMENT + rb"|/\*|[`/]|" + _STRINGS, re.DOTALL)
_SUBSTITUTION = re.compile(LINE_COMMENT + rb"|/\*|[`/{}]|" + _STRINGS, re.DOTALL)
_TEMPLATE = re.compile(rb"\\.|`|\$\{", re.DOTALL)
_REGEX = re.compile(rb"/(?![*/>])(?:[^/\\\[\n]++|\\[^\n]|\[(?:[^\]\\\n]++|\\[^\n])*+\])++/")
_BEFORE_REGEX = frozenset(b"(,=:[!&|?;+-*%~^{")
_WORD_BEFORE_REGEX = re.compile(rb"(?<![\w$.])(?:return|typeof|case|do|else|in|of|void|delete|throw|new|await)\Z")
_CALL = re.compile(rb"(?<![\w$.])(?:(typeof)\s++)?(import|require(?:\.resolve)?|new\s++URL)\s*+\(\Z")
_WORD = re.compile(rb"(?<![\w$.])(?:import|export)(?![\w$])")
_CLAUSE_BYTES = bytes(range(0x80, 0x100)) + b" \t\r\n\f\v,{}*$_" + bytes(c for c in range(128) if chr(c).isalnum())
_TYPE_WORD = re.compile(rb"\s*+type(?:of)?+(?:\s++(?!from\s*\Z|,)|(?=[{*]))")
_NAMES = re.compile(rb"\{([^{}]*+)\}")
_MEMBER = re.compile(rb"\s*+\)\s*+(?:\[|\.\s*+(?!(?:then|catch|finally)\b)[\w$])")
_META_URL = re.compile(rb"\s*+,\s*+import\.meta\.url")
_TAIL = 80  # bytes of code that can matter before a call's string
_TEXT = -1
_MAX_REGEX = 400  # bytes of a regular expression literal


class Specifier(NamedTuple):
    """One imported name as written, where its string starts, and the kind of edge."""

    name: bytes
    position: int
    kind: EdgeKind


class _Token(NamedTuple):
    """A string or template without substitutions, with the code since the string before it (comments left out)."""

    start: int
    end: int
    code: bytes


def scan(data: bytes) -> Iterator[Specifier]:
    """Yield the import specifiers of a script in file order."""
    last = _last_hit(data)
    if last < 0:
        return
    for token in _tokens(data, last):
        kind = _kind(data, token)
        name = data[token.start + 1 : token.end - 1]
        if kind is not None and name and b"\n" not in name:
            yield Specifier(name, token.start, kind)


def _last_hit(data: bytes) -> int:
    last = -1
    for pattern in _HITS:
        for match in pattern.finditer(data):
            last = max(last, match.end())
    return last


def _kind(data: bytes, token: _Token) -> EdgeKind | None:
    """Judge a string by the code before it: the kind of its import, or None when it is none."""
    code = token.code.rstrip()
    if code.endswith(b"from"):
        return _clause_kind(code[:-4])
    if code.endswith(b"import"):
        return "import" if _WORD.search(code[-7:]) else None
    if not code.endswith(b"("):
        return None
    call = _CALL.search(code[-_TAIL:])
    if call is None:
        return None
    if call[2].startswith(b"new"):
        return "import" if _META_URL.match(data, token.end) else None
    return "type-import" if call[1] or (call[2] == b"import" and _MEMBER.match(data, token.end)) else "import"


def _clause_kind(code: bytes) -> EdgeKind | None:
    """Judge what stands between ``import`` or ``export`` and ``from``."""
    clause = code[len(code.rstrip(_CLAUSE_BYTES)) :]
    words = [word.end() for word in _WORD.finditer(clause)]
    if not words or clause[-1:].isalnum():
        return None
    clause = clause[words[-1] :] + b"from"
    if _TYPE_WORD.match(clause):
        return "type-import"
    names = _NAMES.search(clause)
    if names is None or clause[: names.start()].strip():
        return "import"
    listed = [name.split() for name in names[1].split(b",") if name.strip()]
    inline = all(len(words) in (2, 4) and words[0] == b"type" for words in listed)
    return "type-import" if listed and inline else "import"


def _tokens(data: bytes, last: int) -> Iterator[_Token]:
    """Lex up to the first string at or after ``last``: strings in code, each with the code before it."""
    position = code_start = 0
    code: list[bytes] = []
    templates_close = True
    while code_start <= last and (match := _CODE.search(data, position)):
        start, end, opener = match.start(), match.end(), match[0][:1]
        if opener == b"/":
            end = _skip_slash(data, match)
        elif opener == b"`":
            closed = _template_end(data, start) if templates_close else -1
            templates_close = closed >= 0  # a lone backtick (text in JSX) is plain, and so are those after it
            end = max(closed, start + 1)
        position = end
        if end == start + 1:
            continue
        code.append(data[code_start:start])
        code_start = end
        if opener != b"/":
            if opener != b"`" or b"${" not in data[start:end]:
                yield _Token(start, end, b"".join(code))
            code.clear()


def _skip_slash(data: bytes, match: re.Match[bytes]) -> int:
    """Return the end of a comment or regular expression, or the next byte when the slash divides."""
    start = match.start()
    if match[0] == b"/*":
        return block_comment_end(data, start)
    if match[0] != b"/":
        return match.end()
    before = data[max(0, start - 40) : start].rstrip()
    if not before or before[-1] in _BEFORE_REGEX or _WORD_BEFORE_REGEX.search(before):
        regex = _REGEX.match(data, start, start + _MAX_REGEX)
        return regex.end() if regex else start + 1
    return start + 1


def _template_end(data: bytes, start: int) -> int:
    """Return where a template literal ends, substitutions and templates inside them included; -1 when it is open."""
    depths = [_TEXT]  # one entry per open template (_TEXT) or substitution (its open braces)
    position = start + 1
    while depths:
        match = (_TEMPLATE if depths[-1] == _TEXT else _SUBSTITUTION).search(data, position)
        if match is None:
            return -1
        position = match.end()
        if match[0].startswith(b"/"):
            position = _skip_slash(data, match)
        else:
            _nest(depths, match[0])
    return position


def _nest(depths: list[int], token: bytes) -> None:
    """Open or close a template, a substitution or a brace."""
    if token == b"`" and depths[-1] != _TEXT:
        depths.append(_TEXT)
    elif token == b"`" or (token == b"}" and not depths[-1]):
        depths.pop()
    elif token == b"${":
        depths.append(0)
    elif token in (b"{", b"}"):
        depths[-1] += 1 if token == b"{" else -1
