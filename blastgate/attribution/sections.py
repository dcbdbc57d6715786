"""Sections that ask for disclosure, as project templates have them: ``AI disclosure: …``, ``## AI usage``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution.boxes import denies, find_ticked, without_boxes
from blastgate.attribution.grammar import NEGATED
from blastgate.attribution.sentences import PAGES, first_name
from blastgate.attribution.text import quote
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Evidence, EvidenceKind

HEADING = re.compile(
    r"^[^A-Za-z0-9\n]{0,12}(?:generative |gen[- ]?|use of )?ai(?:[ /-](?:llm|tools?|tooling|assistance|usage|use))?[ -]"
    r"(?P<what>disclosures?|declaration|statement|attribution|usage|use|assistance|tools|involvement)"
    r"(?: (?:in|for) this (?:pr|pull request|change|commit|contribution))?(?: \([^()#\n]{1,60}\))?"
    r"[ *_]{0,4}(?:[:?][ *_]*(?P<said>[^\n]*)|$)",
    re.IGNORECASE | re.MULTILINE,
)
ASKS = ("disclosure", "disclosures", "declaration", "statement", "attribution")  # other headings may be about a product
SAYS = re.compile(
    r"\b(?:i|we|me|my|this (?:pr|commit|change|patch)|(?:was|were) (?:used|written|generated)|reviewed|yes|none of)\b",
    re.IGNORECASE,
)
END = re.compile(r"^(?:#{1,6} |-{3,}[ \t]*$|\*{3,}[ \t]*$)", re.MULTILINE)
LENGTH = 3_000  # characters of a section
NAME_WITHIN = 400  # characters of a section in which a tool is looked for


def find_sections(text: str, kind: EvidenceKind, tools: Tools) -> Iterator[Evidence]:
    """Read what stands behind or below a heading; empty sections, unchecked boxes and denials disclose nothing.

    Where a section has boxes, a ticked one is the answer; where none is, what stands beside them may be.
    """
    text = text if len(text) <= 2 * PAGES else f"{text[:PAGES]}\n\n{text[-PAGES:]}"
    for heading in HEADING.finditer(text):
        said = (heading["said"] or "").strip(" *_#")
        section = "" if said else _section_after(text, heading.end())
        ticked = find_ticked(section, tools)
        for tool, box in ticked:
            yield Evidence(tool, kind, "strong", quote(box), "disclosed")
        if not ticked and not denies(section):
            yield from _prose(heading, said or _first_paragraph(without_boxes(section)), kind, tools)


def _prose(heading: re.Match[str], said: str, kind: EvidenceKind, tools: Tools) -> Iterator[Evidence]:
    named = first_name(said[:NAME_WITHIN], tools)
    sure = heading["what"].lower() in ASKS or SAYS.search(said)
    if named and sure and not NEGATED.search(re.split(r"(?<=[.!?;])\s", said, maxsplit=1)[0]):
        words = heading[0] if heading["said"] else said
        yield Evidence(named.name.tool.name, kind, "strong", quote(words), "disclosed")


def _section_after(text: str, at: int) -> str:
    following = text[at : at + LENGTH]
    end = END.search(following)
    return following[: end.start()] if end else following


def _first_paragraph(section: str) -> str:
    return " ".join(re.split(r"\n\s*\n", section.strip("\n"), maxsplit=1)[0].split())
