"""One self-contained HTML page: shared by every reporter that writes one. Nothing is loaded from anywhere."""

from blastgate.reporters.page.shell import Page, shell
from blastgate.reporters.page.table import Cell, table, words

__all__ = ["Cell", "Page", "shell", "table", "words"]
