"""Make a stranger's text safe in GitHub's Markdown.

A backslash does not stop a mention, because mentions are looked for in the rendered text: a zero-width space does
(as Renovate's ``sanitizeMarkdown`` writes it). Names go into code spans, where nothing is looked for at all.
"""

from __future__ import annotations

import re

from blastgate.reporters.escape.terminal import for_terminal

BREAK = "&#8203;"  # a zero-width space
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[\\`*_\[\]|~$&<>]")
_BLOCK_START = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")
_TALKATIVE = re.compile(r"[@#]|:(?=[\w/+-])|(?<=GH)-|(?<=www)\.", re.IGNORECASE)


def for_markdown(text: str) -> str:
    """Escape prose for a place inside a line: no markup, HTML, link, mention, issue reference or emoji comes of it."""
    safe = for_terminal(text)
    safe = _SPECIAL.sub(lambda hit: _HTML.get(hit[0], f"\\{hit[0]}"), safe)
    safe = _TALKATIVE.sub(lambda hit: f"{hit[0]}{BREAK}", _mask_entities(safe))
    return _BLOCK_START.sub(lambda hit: f"{BREAK}{hit[0]}", safe.replace("\0", "&"))


def code(text: str, cell: bool = False) -> str:
    """Show a name as a code span, whatever it holds; in a table ``cell`` its pipes are escaped too."""
    safe = for_terminal(text).replace("##[", "#\\x23[")  # printed to a job's log, it would be a command
    if not safe.strip(" "):
        safe = safe.replace(" ", "\\x20") or "(empty)"
    longest = max((len(run) for run in re.findall(r"`+", safe)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if safe[0] in "` " or safe[-1] in "` " else ""
    span = f"{fence}{pad}{safe}{pad}{fence}"
    return span.replace("|", "\\x7c" if "\\" in span else "\\|") if cell else span


def _mask_entities(text: str) -> str:
    """Hide the ampersands written above, so that ``&#`` stays what it is."""
    return text.replace("&", "\0")
