"""Modules that the libraries of every command import and almost no command uses: loaded at their first use, if ever."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

# Of click, which takes functions apart, and of urllib.parse, which pathlib imports. Dataclasses of Python 3.12 and 3.13
# use ``inspect``: there it is loaded after all where one is declared.
UNUSED = ("inspect", "ipaddress")


class Later(ModuleType):
    """Stands for a module in those that imported it before it was loaded."""

    def __getattr__(self, name: str) -> Any:
        """Load the module and look there."""
        import importlib

        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def put_off() -> None:
    """Let nobody who imports one of these modules load it by that."""
    for name in UNUSED:
        sys.modules.setdefault(name, Later(name))
