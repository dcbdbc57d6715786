"""HTML and templates of Jinja, Django, Twig, Nunjucks, Liquid, Handlebars, EJS, ERB and Thymeleaf: what they take in.

Sees: literal names in ``{% extends %}``, ``{% include %}``, ``{% import %}``, ``{% from %}``, ``{% embed %}``,
``{{> partial}}``, ``<%- include() %>``, ``<%= render %>``, ``th:replace``; ``<script src>`` and ``<link href>`` of the
tree, ``{% static %}``. A plain ``.html`` is read where its path has a word of ``PATH_WORDS``. Names are spelled
``template x``, ``link x``, ``static x``. Does not see: which code renders a template, names put together at run time,
blocks that Go templates define, images and links to pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._code import blank, hidden
from blastgate.languages._html_files import HtmlResolver
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "html"
EXTENSIONS = (
    *(".html", ".htm", ".j2", ".jinja", ".jinja2", ".twig", ".njk", ".liquid"),
    *(".hbs", ".handlebars", ".mustache", ".ejs", ".erb"),
)
PATH_WORDS = (  # of plain .html: the rest are pages that tools have written
    *("template", "templates", "view", "views", "layout", "layouts", "partial", "partials", "include", "includes"),
    *("snippet", "snippets", "theme", "themes", "page", "pages", "index", "src", "app", "web", "public"),
)
VERSION = 1
USED_UNSEEN = True

_TEMPLATE_COMMENTS = (  # (how one opens, the whole of it): apart, since a literal at its head is fast to find
    (b"{#", hidden(rb"\{#(?<!\{\{#)(?:[^#]++|#(?!\}))*+(?:#\})?")),
    (b"{{!--", hidden(rb"\{\{!--(?:[^-]++|-(?!-\}\}))*+(?:--\}\})?")),
)
_PAGE_COMMENTS = ((b"<!--", hidden(rb"<!--(?:[^-]++|-(?!->))*+(?:-->)?")),)
_QUOTED = rb"(?:\"([^\"\n]{1,300}+)\"|'([^'\n]{1,300}+)')"
_STRING = re.compile(_QUOTED)
_TAG = re.compile(rb"\{%[-~+]?\s*+(?:extends|include|import|from|embed|use)\s++([^%\n]{1,1000}+)")
_FIRST = re.compile(rb"\[?\s*+" + _QUOTED)
_NEXT = re.compile(rb"\s*+,\s*+" + _QUOTED)
_TEMPLATES = (  # (bytes that must be there, what names a template)
    (b"{{>", re.compile(rb"\{\{~?>\s*+([\w./@-]++)")),
    (b"{{#>", re.compile(rb"\{\{~?#>\s*+([\w./@-]++)")),
    (b"<%", re.compile(rb"<%[-=_]?\s*+(?:await\s++)?include\(\s*+" + _QUOTED)),
    (
        b"<%",
        re.compile(rb"<%[-=]?\s*+render(?:\s*+\(\s*+|\s++)(?:(?:partial|layout|template)\s*+(?::|=>)\s*+)?" + _QUOTED),
    ),
    (b"{{", re.compile(rb"\{\{-?\s*+include\(\s*+" + _QUOTED)),
    (b"th:", re.compile(rb"th:(?:replace|insert|include)\s*+=\s*+[\"'](?:~\{)?\s*+([\w./-]++)\s*+::")),
)
_LINK = re.compile(rb"<(?:script|link)\b[^<>]{0,500}?\s(?:src|href)\s*+=\s*+" + _QUOTED)
_STATIC = re.compile(rb"\{%\s*+static\s++" + _QUOTED)
_ADDRESS = re.compile(rb"[a-zA-Z][\w+.-]*+:|//|#|\{|<|\$")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the templates, scripts and style sheets that a page takes in."""
    shown = _without(data, _TEMPLATE_COMMENTS)
    found = [*_templates(shown), *_links(_without(shown, _PAGE_COMMENTS))]
    return tuple(Import(intern(text(name)), line) for line, name in sorted(found, key=lambda one: one[0]))


def is_test(path: str) -> bool:
    """Tell pages in test folders by whole tokens."""
    return not {"test", "tests", "__tests__", "testdata", "spec", "__snapshots__"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> HtmlResolver:
    """Index the files of a snapshot by name; templates have no settings that a tree tells."""
    return HtmlResolver(snapshot.entries)


def _without(data: bytes, comments: tuple[tuple[bytes, re.Pattern[bytes]], ...]) -> bytes:
    for opening, pattern in comments:
        if opening in data:
            data = blank(data, pattern)
    return data


def _templates(data: bytes) -> Iterator[tuple[int, bytes]]:
    if b"{%" in data:
        lines = LineCounter(data)
        for tag in _TAG.finditer(data):
            line = lines.at(tag.start())
            yield from ((line, b"template " + name) for name in _listed(tag[1]))
    for needed, pattern in _TEMPLATES:
        if needed in data:
            yield from _named(data, pattern, b"template ")


def _links(data: bytes) -> Iterator[tuple[int, bytes]]:
    yield from (
        (line, name) for line, name in _named(data, _LINK, b"link ") if not _ADDRESS.match(name.removeprefix(b"link "))
    )
    if b"{%" in data:
        yield from _named(data, _STATIC, b"static ")


def _named(data: bytes, pattern: re.Pattern[bytes], prefix: bytes) -> Iterator[tuple[int, bytes]]:
    lines = LineCounter(data)
    for match in pattern.finditer(data):
        yield lines.at(match.start()), prefix + next(group for group in match.groups() if group is not None)


def _listed(arguments: bytes) -> Iterator[bytes]:
    """Yield the first name of a tag, or all in its list; what is no literal names nothing."""
    match = _FIRST.match(arguments)
    while match:
        yield match[1] or match[2]
        match = _NEXT.match(arguments, match.end()) if arguments.startswith(b"[") else None
