"""Boxes to tick, as templates have them below ``## AI usage``: the ticked one says how much of a tool there was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution.grammar import NEGATED
from blastgate.attribution.sentences import first_name
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import UNNAMED

BOX = re.compile(r"^[ \t]{0,8}[-*+] \[[ \t]?[xX✓✔][ \t]?\][ \t]*(?P<label>[^\n]*)$", re.MULTILINE)  # ticked
# What a label says first when it speaks of use. "I reviewed all AI-generated code" and "I read the policy" do not.
USED = re.compile(
    r"(?:light|moderate|heavy|extensive|minor|minimal|partial|partially|significant|substantial|some|most|mostly"
    r"|full|fully|yes)\b"
    r"|(?:an? |generative )?(?:ai|llms?|genai)(?: tools?| assistants?)?"
    r"[ -](?:(?:was|were|has been|have been) used|helped|provided|generated|assisted|wrote|written|created)\b"
    r"|(?:i|we)(?:[’']ve| have)? used\b|used\b"
    r"|this (?:pr|pull request|change|commit|code|contribution) (?:was|is|has been|contains|includes|uses)\b",
    re.IGNORECASE,
)
DEGREE = re.compile(r"[a-z]+\b[*_ ]*(?:[:–—(-]|$)", re.IGNORECASE)


def find_ticked(section: str, tools: Tools) -> list[tuple[str, str]]:
    """Find the ticked boxes that say a tool was used: which tool, or the one without a name, and the box's line."""
    found = []
    for label, line in _ticked(section):
        if USED.match(label) and not _denied(label):
            named = first_name(label, tools)
            if named or DEGREE.match(label):
                found.append((named.name.tool.name if named else UNNAMED, line))
    return found


def denies(section: str) -> bool:
    """Tell whether a ticked box says that no tool was used."""
    return any(_denied(label) for label, _ in _ticked(section))


def without_boxes(section: str) -> str:
    """Leave out the ticked boxes."""
    return BOX.sub("", section)


def _ticked(section: str) -> Iterator[tuple[str, str]]:
    """Yield the label of each ticked box, and its whole line."""
    return ((box["label"].strip(" *_`"), box[0]) for box in BOX.finditer(section))


def _denied(label: str) -> bool:
    return NEGATED.search(re.split(r"[.;(]", label, maxsplit=1)[0]) is not None
