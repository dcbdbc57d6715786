"""PHP: ``use``, names of the own namespace, full names, and files taken in by ``require`` or ``include``.

Sees: ``use A\\B\\{C, D as E}``, ``use function``, words that name a class of the own namespace (spelled
``uses A\\Word``) or of one that is used (``use A\\B; B\\C``), ``\\A\\B``, literal paths after ``__DIR__`` or
``dirname``. Classes are found by PSR-4 and PSR-0 of every composer.json. Does not see: class maps, names put together
at run time, templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._code import blank, first_lines, hidden
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages._php_classes import PhpResolver
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "php"
EXTENSIONS = (".php", ".phtml", ".inc")
VERSION = 1

_STRINGS = rb'"(?:[^"\\]++|\\.)*+"?|\'(?:[^\'\\]++|\\.)*+\'?'
_HEREDOC = rb"<<<[ \t]*+[\"']?(\w++)[\"']?\r?\n(?:.*?\n[ \t]*+\1\b|.*)"
_TO_LINE_END = rb"[^\n?]*+(?:\?(?!>)[^\n?]*+)*+"
_COMMENTS = rb"//" + _TO_LINE_END + rb"|\#(?!\[)" + _TO_LINE_END + rb"|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
_MARKUP = rb"\?>[^<]*+(?:<(?!\?)[^<]*+)*+"
_HIDDEN = hidden(_HEREDOC + rb"|" + _STRINGS + rb"|" + _COMMENTS + rb"|" + _MARKUP)
_NAMESPACE = re.compile(rb"namespace[ \t]++([\w\\]++)\s*+[;{]")
_USE = re.compile(
    rb"^[ \t]*+use\s++(?:function\s++|const\s++)?+([\w\\]++[^;(){=]{0,2000}+(?:\{[^{};()]{0,20000}+\})?+)\s*+;",
    re.MULTILINE,
)
_GROUP = re.compile(r"^([\w\\]+)\s*\{([^{}]*)\}")
_WORD = re.compile(rb"\n|(?:::|->|\$)?\\?[A-Za-z_][\w\\]*+")
_DECLARED = re.compile(rb"(?:class|interface|trait|enum)[ \t]++([A-Za-z_]\w*+)")
_TAKEN = re.compile(
    rb"(?:require|include)(?:_once)?[ \t(]++(?:(__DIR__|dirname\(__FILE__\))[ \t]*+\.[ \t]*+)?+[\"']([^\"'\n$]++)[\"']"
)
_REACH = 300  # bytes: how far before a word its line is looked at
_WORDS_OF_PHP = frozenset({"self", "static", "parent", "true", "false", "null", "array", "string", "int"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the names a PHP file uses, and the files it takes in."""
    start = max(data.find(b"<?"), 0)
    code = b"\n" * data.count(b"\n", 0, start) + blank(data[start:], _HIDDEN)
    found = _NAMESPACE.search(code)
    namespace = text(found[1]) if found else ""
    declared = _DECLARED.search(code)
    head = code[: declared.start()] if declared else code  # a class body's ``use`` takes in traits
    imports, bound = _uses(head)
    body = blank(blank(head, _USE), _NAMESPACE) + code[len(head) :]
    imports += _words(body, namespace, bound)
    return tuple(sorted([*imports, *_files(data)], key=lambda one: one.line))


def is_test(path: str) -> bool:
    """Tell PHPUnit's and Pest's folders and classes (``CartTest.php``) by whole tokens."""
    *folders, file = path.split("/")
    if not {"test", "tests", "Test", "Tests"}.isdisjoint(folders):
        return True
    stem = file.partition(".")[0]
    return stem.endswith(("Test", "Cest")) and stem not in ("Test", "Cest")


def resolver(snapshot: Snapshot) -> PhpResolver:
    """Read every composer.json of a snapshot and index its files."""
    return PhpResolver(snapshot)


def _uses(code: bytes) -> tuple[list[Import], dict[str, str]]:
    """Return the names used, and what each first word in code then means."""
    lines = LineCounter(code)
    imports: list[Import] = []
    bound: dict[str, str] = {}
    for match in _USE.finditer(code):
        line = lines.at(match.start(1))
        for full, alias in _spelled(text(match[1])):
            imports.append(Import(intern(full), line))
            bound[alias] = full
    return imports, bound


def _spelled(written: str) -> Iterator[tuple[str, str]]:
    group = _GROUP.match(written)
    prefix, listed = (group[1], group[2]) if group else ("", written)
    for item in listed.split(","):
        name, _, alias = item.strip().removeprefix("function ").removeprefix("const ").partition(" as ")
        full = (prefix + name.strip()).strip("\\")
        if full and full.replace("\\", "").replace("_", "").isalnum():
            yield full, alias.strip() or full.rpartition("\\")[2]


def _words(code: bytes, namespace: str, bound: dict[str, str]) -> list[Import]:
    """List the classes that words in code may mean: in full, through a name that is used, or of the own namespace."""
    seen = {text(name) for name in _DECLARED.findall(code)} | _WORDS_OF_PHP
    found = []
    for word, line in first_lines(code, _WORD):
        name = text(word)
        if name.startswith(("$", "->", "::")) or name in seen or not name.rpartition("\\")[2][:1].isupper():
            continue
        seen.add(name)
        first, inside, rest = name.partition("\\")
        if name.startswith("\\"):
            full = name[1:]
        elif first in bound:
            full = f"{bound[first]}\\{rest}" if inside else ""
        else:
            full = f"{namespace}\\{name}".lstrip("\\")
        if full:
            found.append(Import(intern("uses " + full), line))
    return found


def _files(data: bytes) -> Iterator[Import]:
    lines = LineCounter(data)
    for match in _TAKEN.finditer(data):
        floor = max(0, match.start() - _REACH)
        start = max(data.rfind(b"\n", floor, match.start()) + 1, floor)
        if not data[start : match.start()].lstrip().startswith((b"//", b"#", b"*", b"/*")):
            yield Import(intern("require " + text(match[2]).lstrip("/" if match[1] else "")), lines.at(match.start()))
