"""The three streams, where whoever called closed one or made stdout write through: written whole, or an error."""

from __future__ import annotations

import io
import os
import sys

NAMES = ("stdin", "stdout", "stderr")


def make_whole() -> None:
    """Open what is closed, so that no other file takes its number, and give stdout a buffer.

    Without one (``PYTHONUNBUFFERED``) half of a report may be written, and nobody told.

    A closed stdin is empty and a closed stderr takes all; a closed stdout takes nothing: who cannot be told the verdict
    gets an error.
    """
    for name in NAMES:
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(opened, mode, encoding="utf-8", errors="backslashreplace"))
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.FileIO):
        encoding, errors = sys.stdout.encoding, sys.stdout.errors
        sys.stdout = os.fdopen(raw.fileno(), "w", encoding=encoding, errors=errors, closefd=False)


def let_go() -> None:
    """Drop what stdout holds and cannot write: the end of the process would try again, and change its code."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
