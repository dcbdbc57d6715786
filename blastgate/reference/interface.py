"""What a page of the reference offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Reference(Protocol):
    """A page is one module with these names; the file name, ``-`` for ``_``, is that of the page."""

    TITLE: str
    ABOUT: str  # one sentence for the index

    def parts(self) -> Iterable[str]:
        """Write the parts of the page in Markdown, from the code and the rules that are installed."""
