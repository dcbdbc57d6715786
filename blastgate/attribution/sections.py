"""Sections that ask for disclosure, as project templates have them: ``AI disclosure: …``, ``## AI usage``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution.grammar import NEGATED
from blastgate.attribution.names import Named
from blastgate.attribution.sentences import PAGES, prose_name
from blastgate.attribution.text import quote
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Evidence, EvidenceKind

HEADING = re.compile(
    r"^[^A-Za-z0-9\n]{0,12}(?:generative |gen[- ]?|use of )?ai(?:[ /-](?:llm|tools?|tooling|assistance|usage|use))?[ -]"
    r"(?P<what>disclosures?|declaration|statement|attribution|usage|use|assistance|tools|involvement)"
    r"[ *_]{0,4}(?:[:?][ *_]*(?P<said>[^\n]*)|$)",
    re.IGNORECASE | re.MULTILINE,
)
ASKS = ("disclosure", "disclosures", "declaration", "statement", "attribution")  # other headings may be about a product
SAYS = re.compile(
    r"\b(?:i|we|me|my|this (?:pr|commit|change|patch)|(?:was|were) (?:used|written|generated)|reviewed|yes|none of)\b",
    re.IGNORECASE,
)
UNCHECKED = re.compile(r"^[ \t]*[-*+] \[ ?\][^\n]*$", re.MULTILINE)
NAME_WITHIN = 400  # characters of a section in which a tool is looked for


def find_sections(text: str, kind: EvidenceKind, tools: Tools) -> Iterator[Evidence]:
    """Read what stands behind or below a heading; empty sections, unchecked boxes and denials disclose nothing."""
    text = UNCHECKED.sub("", text if len(text) <= 2 * PAGES else f"{text[:PAGES]}\n\n{text[-PAGES:]}")
    for heading in HEADING.finditer(text):
        said = (heading["said"] or "").strip(" *_#") or _paragraph_after(text, heading.end())
        named = _first_name(said[:NAME_WITHIN], tools)
        sure = heading["what"].lower() in ASKS or SAYS.search(said)
        if named and sure and not NEGATED.search(re.split(r"(?<=[.!?;])\s", said, maxsplit=1)[0]):
            yield Evidence(
                named.name.tool.name,
                kind,
                "strong",
                quote(heading[0] if heading["said"] else f"{heading[0].strip()} {said}"),
                "disclosed",
            )


def _first_name(text: str, tools: Tools) -> Named | None:
    """Find the first tool that is named; the word AI only where no tool is."""
    names = (prose_name(text, word.start(), tools) for word in re.finditer(r"(?<![\w@./-])\w\w", text))
    found = [named for named in names if named]
    return next((named for named in found if named.name.tool.name != "generic-ai"), found[0] if found else None)


def _paragraph_after(text: str, at: int) -> str:
    following = re.split(r"\n\s*\n", text[at : at + 3_000].strip("\n"), maxsplit=1)[0]
    return "" if following.lstrip().startswith("#") else " ".join(following.split())
