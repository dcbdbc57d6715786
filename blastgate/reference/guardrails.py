"""The page of guardrails, from their docstrings and options."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate import registry
from blastgate.policy.layers.guardrail_options import PACKAGE, default_then, options_of
from blastgate.reference._markdown import code, first, prose, table

TITLE = "Guardrails"
ABOUT = "what each finds, its options, and what follows where the policy does not say."
TYPES = {tuple: "list of texts", int: "number", bool: "yes or no", str: "text"}


def parts() -> Iterator[str]:
    """Write a table of all guardrails, then the manual page of each."""
    names = registry.names(PACKAGE)
    yield "Keys below `guardrails:`; each only makes an outcome stricter. `blastgate explain NAME` prints it."
    yield table(("guardrail", "then", "does"), [(_link(name), code(default_then(name)), _does(name)) for name in names])
    for name in names:
        yield f"## {name}"
        yield prose(registry.load(PACKAGE, name).__doc__)
        yield table(("option", "type"), [(code(o), TYPES[kind]) for o, kind in sorted(options_of(name).items())])


def _link(name: str) -> str:
    return f"[`{name}`](#{name})"


def _does(name: str) -> str:
    return first(registry.load(PACKAGE, name).__doc__)
