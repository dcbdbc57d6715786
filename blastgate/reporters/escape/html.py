"""Text for HTML and SVG."""

from __future__ import annotations

from html import escape

from blastgate.reporters.escape.terminal import for_terminal


def for_html(text: str) -> str:
    """Escape a stranger's text for a place in HTML or SVG, inside a quoted attribute too."""
    return escape(for_terminal(text), quote=True)
