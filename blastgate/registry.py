"""Find plug-ins and shipped data: one file is one language, manifest kind, guardrail, format, command or tool."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from types import ModuleType

NOT_PLUGINS = {"interface"}


@cache
def names(package: str) -> tuple[str, ...]:
    """List the plug-ins of a package by module name, sorted, without importing them."""
    files = Path(importlib.import_module(package).__path__[0]).iterdir()
    found = (file.stem for file in files if file.suffix == ".py" and not file.name.startswith("_"))
    return tuple(sorted(name for name in found if name not in NOT_PLUGINS))


def load(package: str, name: str) -> ModuleType:
    """Import one plug-in; only names from :func:`names` are ever loaded."""
    if name not in names(package):
        raise LookupError(f"{package} has no plug-in {name!r}")
    return importlib.import_module(f"{package}.{name}")


@cache
def discover(package: str) -> tuple[ModuleType, ...]:
    """Import every plug-in of a package, in name order."""
    return tuple(load(package, name) for name in names(package))


@cache
def texts(package: str, name: str, constant: str) -> tuple[str, ...]:
    """Read a constant of a plug-in that is a tuple of plain texts, without importing it where its file shows it."""
    folder = Path(importlib.import_module(package).__path__[0])
    try:
        source = (folder / f"{name}.py").read_text(encoding="utf-8")
    except OSError:
        source = ""
    written = re.search(rf"^{constant} = (\(.*?\)\n)(?=\S|\n|\Z)", source, re.DOTALL | re.MULTILINE)
    found = tuple(re.findall(r'"([^"\\\n]+)"', written[1])) if written else ()
    return found or tuple(getattr(load(package, name), constant))


@cache
def rules_dir() -> Path:
    """Find the shipped ``rules/`` folder: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "rules", here.parent / "rules"):
        if (folder / "policies").is_dir():
            return folder
    raise LookupError("rules/ is missing from this installation of blastgate: install it again")


def rule_files(kind: str) -> tuple[Path, ...]:
    """List the shipped data files of a kind (``policies``, ``categories``, ``ai_tools``), in name order."""
    return tuple(sorted((rules_dir() / kind).glob("*.yml")))
