"""The settings of a policy that hold, each with the places that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.model.wording import count
from blastgate.policy.model import Policy
from blastgate.policy.show.tables import Table

Row = tuple[str, str, str]


def settings_table(policy: Policy) -> Table:
    """Return what the layers together say beside the other tables; empty where no layer speaks of it."""
    rows = (
        *_approvals(policy),
        *_override(policy),
        *_lowering(policy),
        *_obligations(policy),
        *_in_doubt(policy),
    )
    return Table("Settings", ("setting", "from", "holds"), rows)


def _approvals(policy: Policy) -> Iterator[Row]:
    places = ", ".join(str(layer.approvals.location) for layer in policy.layers if layer.approvals)
    if places:
        yield "independence", places, policy.approvals.independence
        yield "unchanged patch", places, "counts" if policy.approvals.unchanged_patch else "is asked again"


def _override(policy: Policy) -> Iterator[Row]:
    places = ", ".join(str(layer.override.location) for layer in policy.layers if layer.override)
    holds = policy.override
    if places:
        yield "override", places, f"{', '.join(holds.by)}, {count(holds.max_days, 'day')}" if holds else "nobody"


def _in_doubt(policy: Policy) -> Iterator[Row]:
    """What holds where something could not be found out; said of a layer as a whole, so without a line."""
    said: dict[str, tuple[str, Sequence[str | None]]] = {
        "unknown attribution": (policy.unknown_attribution, [layer.unknown_attribution for layer in policy.layers]),
        "unlinked authors": (policy.unlinked_authors, [layer.unlinked_authors for layer in policy.layers]),
        "string imports": (
            "count" if policy.graph_rules.string_imports else "ignore",
            [layer.string_imports for layer in policy.layers],
        ),
        "smaller graph": (
            "accept" if policy.accepts_smaller_graph else "unknown",
            [layer.smaller_graph for layer in policy.layers],
        ),
    }
    for name, (holds, words) in said.items():
        places = [layer.source for layer, word in zip(policy.layers, words, strict=True) if word]
        if places:
            yield name, ", ".join(places), holds.replace("_", " ")


def _lowering(policy: Policy) -> Iterator[Row]:
    places = ", ".join(str(layer.lowering.location) for layer in policy.layers if layer.lowering)
    yield from ((kind, places, f"lowered to {level}") for kind, level in policy.lowering.items())


def _obligations(policy: Policy) -> Iterator[Row]:
    for one in policy.obligations:
        who = {"yes": ", AI-assisted", "no": ", not AI-assisted"}.get(one.ai_assisted, "")
        signs = {"label": one.label, "ticked": one.checked, "section": one.section}
        listed = " or ".join(f"{sign} {text!r}" for sign, text in signs.items() if text)
        yield f"obligation {one.name}", str(one.location), f"from {one.at_least} on{who}: {listed}"
