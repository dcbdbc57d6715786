"""The settings of a policy that hold, each with the places that say so."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.policy.model import Policy
from blastgate.policy.show.tables import Table

Row = tuple[str, str, str]


def settings_table(policy: Policy) -> Table:
    """Return what the layers together say of approvals, lowering and obligations; empty where no layer speaks of it."""
    rows = (*_approvals(policy), *_lowering(policy), *_obligations(policy))
    return Table("Settings", ("setting", "from", "holds"), rows)


def _approvals(policy: Policy) -> Iterator[Row]:
    places = ", ".join(str(layer.approvals.location) for layer in policy.layers if layer.approvals)
    if places:
        yield "independence", places, policy.approvals.independence
        yield "unchanged patch", places, "counts" if policy.approvals.unchanged_patch else "is asked again"


def _lowering(policy: Policy) -> Iterator[Row]:
    places = ", ".join(str(layer.lowering.location) for layer in policy.layers if layer.lowering)
    yield from ((kind, places, f"lowered to {level}") for kind, level in policy.lowering.items())


def _obligations(policy: Policy) -> Iterator[Row]:
    for one in policy.obligations:
        who = {"yes": ", AI-assisted", "no": ", not AI-assisted"}.get(one.ai_assisted, "")
        signs = {"label": one.label, "ticked": one.checked, "section": one.section}
        listed = " or ".join(f"{sign} {text!r}" for sign, text in signs.items() if text)
        yield f"obligation {one.name}", str(one.location), f"from {one.at_least} on{who}: {listed}"
