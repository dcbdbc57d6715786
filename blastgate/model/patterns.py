"""Expressions that are compiled when they are first asked: a command loads hundreds and asks few of them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a compiled expression, and takes over each of its methods that is asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._asked = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(*self._asked), name)  # re keeps what it compiled
        setattr(self, name, found)
        return found


def expression(text: str, flags: int = 0) -> re.Pattern[str]:
    """Declare an expression. Raises re.error where it is first used, if it is none."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
