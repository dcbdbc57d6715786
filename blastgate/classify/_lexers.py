"""Source text as tokens and comments, for the languages whose lexis can be told without a parser.

A lexer that is not sure gives up: a regular expression or a tag that might be something else ends the proof. What it
keeps as a comment never runs; a comment that a tool obeys (``//go:build``, ``# noqa``) is kept as a token.
"""

from __future__ import annotations

import re
import unicodedata

from blastgate.model.named import NamedTuple

MAX_TOKENS = 200_000
_LINE = r"//[^\n]*+"
_BLOCK = r"/\*(?:[^*]++|\*(?!/))*+\*/"
_DOUBLE, _SINGLE = r'"(?:[^"\\\n]++|\\.)*+"', r"'(?:[^'\\\n]++|\\.)*+'"
_REST = r"(?P<newline>\n)|(?P<blank>[ \t\f\r]++)|(?P<word>\d[\w.]*+|\w++)|(?P<bracket>[()\[\]{},;])"
_PREFIX = r"(?:[rRbBuUfFtT]{1,2})?"
_TRIPLE = r'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
_TRIPLE_SINGLE = r"'''(?:[^'\\]++|\\.|'(?!''))*+'''"

# Comments that compilers, linters, test runners and generators read. Wide on purpose: what matches is no mere comment.
_DIRECTIVE = re.compile(
    r"^\W{0,6}(?:!|@|\+build|[\w.-]{1,40}:\S|nolint|noqa|nosec|nosonar|type:|pragma|pylint|eslint|jshint|tslint|ts-|istanbul"
    r"|c8|v8|prettier|biome|noinspection|codeql|lgtm|source(?:mapping)?url|frozen|coding|vim|fmt|yapf|isort|mypy|pyright"
    r"|ruff|flake8|cython|distutils|nuitka|///|export|line\s|output|unordered|code generated|language|region|endregion"
    r"|webpack|turbopack|__[a-z]|cloud-config"
    r"|yaml-language|zizmor|checkov|tfsec|trivy|kics|renovate|dependabot|shellcheck|hadolint|spdx|-\*-|\[\[?|<reference|jsx)"
    r"|-\*-|coding[:=]|\bNOLINT|\b(?:lint|sonar|coverage|snyk|semgrep|bandit|gitleaks|pragma|cspell)\b.{0,3}:",
    re.IGNORECASE,
)


class Lexed(NamedTuple):
    """One text: what runs, its comments, and its lines as laid out, without comments."""

    tokens: tuple[str, ...]
    comments: tuple[str, ...]
    layout: tuple[str, ...]


class _Language(NamedTuple):
    """``newlines`` end statements, so they are tokens; ``script`` is told by what stands before a slash."""

    pattern: re.Pattern[str]
    newlines: bool
    indents: bool = False
    script: bool = False


def lex(extension: str, text: str) -> Lexed | None:
    """Part a text into tokens and comments; None where the language is not known or the lexer is not sure."""
    language = _LANGUAGES.get(extension)
    if language is None or not _is_plain(text) or _gives_up(extension, text):
        return None
    try:
        return _lexed(language, text)
    except _NotSureError:
        return None


_TURNS = dict.fromkeys("([{", 1) | dict.fromkeys(")]}", -1)


class _NotSureError(Exception):
    """What stands here may be two things."""


class _Reading:
    """What was read so far; ``before`` is the last token."""

    def __init__(self, language: _Language) -> None:
        self.language = language
        self.tokens: list[str] = []
        self.comments: list[str] = []
        self.layout = [""]
        self.before = ""
        self.depth = 0

    def take(self, kind: str, text: str) -> None:
        if kind == "comment" and not is_directive(text):
            self.comments.append(text)
            self.layout[-1] += " "
            if "\n" in text:
                self._break()
        elif kind == "newline":
            self._break()
        else:
            self.layout[-1] += text
            if kind != "blank":
                self._token(kind, text)

    def _break(self) -> None:
        self.layout.append("")
        if self.language.newlines and self.depth == 0 and self.before not in ("", "\n"):
            self._push("\n")

    def _token(self, kind: str, text: str) -> None:
        if self.language.indents:
            if self.depth == 0 and self.before in ("", "\n"):
                self._push(f"<{self.layout[-1].removesuffix(text)}>")
            self.depth += _TURNS.get(text, 0) if kind == "bracket" else 0
        self._push(text)

    def _push(self, token: str) -> None:
        if len(self.tokens) >= MAX_TOKENS:
            raise _NotSureError
        self.tokens.append(token)
        self.before = token


def _lexed(language: _Language, text: str) -> Lexed:
    reading = _Reading(language)
    position = 0
    while position < len(text):
        found = language.pattern.match(text, position)
        if found is None:
            raise _NotSureError
        kind, piece = found.lastgroup or "", found[0]
        if piece == "/" and text.startswith("/*", position):
            raise _NotSureError  # a comment that nobody ended, looked for in vain to the end of the text
        if language.script and kind in ("operator", "text"):
            piece = _of_script(reading.before, piece, text[position : position + 400])
        elif kind == "text" and not _adds_up(piece):
            raise _NotSureError
        position += len(piece)
        reading.take(kind, piece)
    lines = (line.rstrip() for line in reading.layout)
    return Lexed(tuple(reading.tokens), tuple(reading.comments), tuple(line for line in lines if line))


def is_directive(comment: str) -> bool:
    """Tell whether a tool may obey a comment; of a longer one, any of its lines counts."""
    return any(_DIRECTIVE.search(line.strip().lstrip("/*#").strip()) for line in comment.split("\n"))


def _is_plain(text: str) -> bool:
    """No character that ends a line for some compilers only, or that is not seen."""
    if "\r" in text.replace("\r\n", ""):
        return False
    odd = {c for c in set(text) if not (" " <= c <= "~") and c not in "\n\t\r\f"}
    return not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs", "Cn") for c in odd)


def _gives_up(extension: str, text: str) -> bool:
    if extension == ".java":
        return "\\u" in text  # an escape may end a comment
    if extension == ".go":
        return '"C"' in text or "`C`" in text  # the comment above such an import is C
    if extension in (".py", ".pyi"):
        return _is_more_than_python(text)
    return "<!--" in text or "-->" in text  # these begin a comment in a script, and none in a module


def _is_more_than_python(text: str) -> bool:
    """Another encoding may read a comment as lines of code; a script's metadata (PEP 723) is written as comments."""
    cookie = _COOKIE.match(text)
    return (cookie is not None and cookie[1].lower() not in ("utf-8", "utf8")) or "# /// " in text


_COOKIE = re.compile(
    r"(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)"
)  # PEP 263: on one of the first two lines
_FIELD = re.compile(r"\{(?:[^{}\"'#\\]|'[^'{}\\]*'|\"[^\"{}\\]*\")*+\}")
_PLAIN_FIELD = re.compile(r"\$\{[^{}\"'`/\\]*+\}")


def _adds_up(token: str) -> bool:
    """A formatted string may hold quotes of its own kind (Python 3.12): then its fields do not end here."""
    head = token[: min(token.find(quote) for quote in "\"'`" if quote in token)].lower()
    if "f" not in head and "t" not in head:
        return True
    inner = _FIELD.sub("", _FIELD.sub("", token.replace("{{", ""))).replace("}}", "")
    return "{" not in inner and "}" not in inner


_OPENS = frozenset("(,=:[!&|?{;+-*%~^<>\n") | {""}
# After these both a value and (as the name of a member) an operator may stand: nobody is sure of a slash or a tag.
_WORDS = frozenset(
    (
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "throw",
        "new",
        "do",
        "else",
        "await",
        "yield",
        "default",
        "extends",
        "instanceof",
        "break",
        "continue",
        "debugger",
        "as",
        "satisfies",
        "from",
    )
)
_UNSURE = ("++", "--", "<", ">", ")", "}", "!", "\n")  # before a slash; `!` may assert, a line may go on
_TAGGED = _WORDS | {")", "}"}
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]++|\\[^\n]|\[(?:[^\]\\\n]++|\\[^\n])*+\])++/\w*+")
_TEMPLATE = r"`(?:[^`\\]++|\\.)*+`"


def _of_script(before: str, piece: str, ahead: str) -> str:
    """Division or regular expression, comparison or tag: told by what stands before; else nobody is sure."""
    begins = before[-1:] in _OPENS
    after = ahead[len(piece) : len(piece) + 1]
    if piece.startswith("`"):
        if "${" in _PLAIN_FIELD.sub("", piece):
            raise _NotSureError
    elif piece == "/":
        if before in _WORDS or before.endswith(_UNSURE) or after == ">":
            raise _NotSureError
        if begins:
            found = _REGEX.match(ahead)
            if found is None:
                raise _NotSureError
            return found[0]
    elif piece.endswith("<") and (after.isalpha() or after == ">") and (len(piece) > 1 or begins or before in _TAGGED):
        raise _NotSureError
    return piece


def _language(comment: str, text: str, **given: bool) -> _Language:
    operators = r"(?P<operator>[^\w\s()\[\]{},;\"'`#/]++|[#/\\])"
    return _Language(re.compile(f"(?P<comment>{comment})|(?P<text>{text})|{_REST}|{operators}", re.DOTALL), **given)


_C_COMMENT = f"{_LINE}|{_BLOCK}"
_PYTHON = _language(
    r"#[^\n]*+", f"{_PREFIX}(?:{_TRIPLE}|{_TRIPLE_SINGLE}|{_DOUBLE}|{_SINGLE})", newlines=True, indents=True
)
_GO = _language(_C_COMMENT, f"{_DOUBLE}|{_SINGLE}|`[^`]*+`", newlines=True)
_JAVA = _language(_C_COMMENT, f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}", newlines=False)
_SCRIPT = _language(_C_COMMENT, f"{_DOUBLE}|{_SINGLE}|{_TEMPLATE}", newlines=True, script=True)
_LANGUAGES = {
    ".py": _PYTHON,
    ".pyi": _PYTHON,
    ".go": _GO,
    ".java": _JAVA,
    **dict.fromkeys((".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"), _SCRIPT),
}
EXTENSIONS = frozenset(_LANGUAGES)
