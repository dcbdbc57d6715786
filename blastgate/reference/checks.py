"""The page of what ``audit`` and ``doctor`` look at, from the docstrings of the checks."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate import registry
from blastgate.reference._markdown import code, first, prose, table

TITLE = "Checks of audit and doctor"
ABOUT = "what each looks at, how grave it is, and its remedy."
ROOMS = {"audit": "blastgate.audit", "doctor": "blastgate.doctor"}


def parts() -> Iterator[str]:
    """Write the checks of both commands."""
    for command, room in ROOMS.items():
        checks = {module.__name__.rpartition(".")[2].replace("_", "-"): module for module in registry.discover(room)}
        yield f"## blastgate {command}"
        yield table(("check", "looks at"), [(code(name), first(module.__doc__)) for name, module in checks.items()])
        for name, module in checks.items():
            yield f"### {name}"
            yield prose(module.__doc__)
