"""What stands around the body of a page: its head, its security policy, its footer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256

from blastgate import __version__
from blastgate.model.named import NamedTuple
from blastgate.reporters.escape import for_html
from blastgate.reporters.page.style import BASE


class Page(NamedTuple):
    """A page: its title and who writes it as text, its body as HTML, and what it adds to style and behaviour.

    A page must say everything without its ``script``.
    """

    title: str
    command: str
    body: Iterable[str]
    style: str = ""
    script: str = ""


def shell(page: Page) -> str:
    """Write a page. Its own style and script are allowed by their hashes, and nothing else is (w3.org/TR/CSP3)."""
    return "\n".join([*_head(page), "<body>", *page.body, *_end(page), ""])


def _head(page: Page) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(page)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{for_html(page.title)}</title>"
    yield f"<style>{BASE}{page.style}</style>"
    yield "</head>"


def _end(page: Page) -> Iterator[str]:
    yield f"<footer>blastgate {__version__}, {for_html(page.command)}</footer>"
    if page.script:
        yield f"<script>{page.script}</script>"
    yield "</body>"
    yield "</html>"


def _policy(page: Page) -> str:
    script = f"script-src '{_hash(page.script)}'; " if page.script else ""
    return f"default-src 'none'; style-src '{_hash(BASE + page.style)}'; {script}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
