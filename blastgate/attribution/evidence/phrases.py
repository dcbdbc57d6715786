"""Disclosure in free words: "Tests written by Claude, reviewed by me", a section "AI disclosure", "AI was used for …".

A sentence counts when its own grammar says that this change was made with a tool. Naming a tool is not enough: the
subject must be the change itself, or left out, and the sentence must end where a disclosure ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution.accounts import is_bot
from blastgate.attribution.names import Named, name_at
from blastgate.attribution.text import lowered, quote, visible
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Evidence, EvidenceKind, Role, Strength
from blastgate.model.change import Commit

HINTS = (
    "written", "generated", "created", "assist", "disclos", "vibe", "implemented by", "implemented with", "authored",
    "coded", "drafted", "help", "produced", "developed", "used ", " by ", "usage", "made with", "wrote", "ai use",
    "feedback", "comments", "suggest", "review", "refactored with", "ported", "translated", "built with", "done with",
)  # fmt: skip
SUBJECT = (
    r"(?:(?:this|these|all|the|most|much|some|part|parts|half|entire|whole|entirely|initial|first|of|code|changes?|commits?|prs?|pull"
    r"|request|patch|patches|series|tests?|unit|unittests|unit-tests|e2e|implementation|work|docs?|documentation|draft|here|in|it"
    r"|everything|was|were|is|are|has|have|been|also|mostly|largely|completely|fully|partially|partly|mainly|primarily|originally"
    r"|initially|heavily|and|script|description|body|version|file|files|100%|almost|again|above|below|written|just|feature|fix)[ ]){0,10}?"
)
MADE = (
    r"(?:written|generated|created|(?:vibe[ -]?)?coded|implemented|(?:co-?)?authored|drafted|produced|made|done|built|developed"
    r"|refactored|translated|ported|prepared|assisted|composed|crafted|reworked|rewritten|converted|migrated|paired|pair[ -]programmed)"
)
WITH = (
    r"(?:entirely |mostly |largely |fully |completely |partially |partly |mainly |primarily |almost |jointly |in full |in part )?"
    r"(?:by|with|using|via|through|in collaboration with|together with) "
    r"(?:(?:the |some |a lot of |heavy |much )?(?:help|assistance|aid|support)(?: of| from| by) )?(?:the )?[`*_\[\"]?"
)
BEGIN = r"(?:^|(?<=[.;:!?)] )|(?<=[(]))[-*•+ _]*"
MADE_WITH = re.compile(rf"{BEGIN}{SUBJECT}{MADE} {WITH}", re.IGNORECASE)
ALL_BY = re.compile(rf"{BEGIN}(?:this|these|all|everything)(?: \w+){{0,4}}? by ", re.IGNORECASE)
HELP_OF = re.compile(
    r"\b(?:with|through) (?:the |some |a lot of |heavy )?(?:help|assistance|aid|support) (?:of|from|by) (?:the )?",
    re.IGNORECASE,
)
USED = re.compile(
    rf"{BEGIN}(?:(?:also|then|and|here) )?(?:(?:i|we)(?:'ve| have)? )(?:also |mostly |mainly |heavily )?(?:used|let|had|asked|prompted) ",
    re.IGNORECASE,
)
USED_TO = re.compile(
    r"[^.;]{0,40}?\b(?:to|for) (?:\w+ ){0,3}(?:writ|generat|implement|creat|draft|refactor|help|port|develop|translat|cod|mak|produc|do )\w*",
    re.IGNORECASE,
)
WROTE = re.compile(
    r"(?: \w+)? (?:wrote|generated|implemented|authored|drafted|produced|helped|assisted|did) (?:me |us )?(?:this|all|most of|everything|the (?:code|tests|patch|implementation|changes?)|with (?:this|the)|in (?:writing|implementing)|write|implement)\b",
    re.IGNORECASE,
)
REVIEWED = re.compile(
    r"\b(?:found|flagged|reported|reviewed|suggested|caught|spotted|identified|discovered|noticed|recommended|raised|pointed out) (?:by|in) (?:the )?"
    r"|\b(?:feedback|comments?|reviews?|suggestions?|remarks?|findings?) (?:from|by|of) (?:the )?"
    r"|\b(?:according to|as per|per) ", re.IGNORECASE,
)  # fmt: skip
ENDS = re.compile(
    r"[\s]*(?:$|[.,;:!?()\[\]—–|*_\"'&+/`]|-\s|(?:and|with|using|via|under|but|then|from|on|in|for|to|at|as|after|while|plus|reviewed|v?\d)\b)",
    re.IGNORECASE,
)
VERSION = re.compile(
    r"(?:['’]s)?(?:[ -](?:v?\d[\w.]*|opus|sonnet|haiku|fable|pro|flash|code|cli|agent|max|high|xhigh|medium|preview|mini|thinking|llms?|models?|tools?|assistants?)\b){0,5}[`*_\]\"]{0,2}(?:\(https?://[^\s)]*\))?",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"^[\W_]{0,12}(?:(?:generative|gen|use of) ?-?)?ai[ /-](?:llm )?(?:tools? |tooling |assistance |usage |use )?"
    r"(?P<what>disclosure|disclosures|declaration|statement|attribution|usage|use|assistance|tools|involvement)\W*?(?:[:?]|\n|$)(?P<said>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
NEGATED = re.compile(
    r"\b(?:no|none|not|never|nothing|without|n/?a|nil|false|didn[’']?t|hasn[’']?t|wasn[’']?t|aren[’']?t|human[- ]written|handwritten|by hand)\b",
    re.IGNORECASE,
)
SAYS_USE = re.compile(
    r"\b(?:used|us(?:ing|ed)|written|wrote|generated|assist\w*|help\w*|draft\w*|implement\w*|authored|coded|via|with|by|yes|created|for)\b",
    re.IGNORECASE,
)
VIBE = re.compile(rf"{BEGIN}{SUBJECT}vibe[ -]?coded\b(?! (?:app|project|site|by|with))", re.IGNORECASE)
UNCHECKED = re.compile(r"^[ \t]*[-*+] \[ ?\][^\n]*$", re.MULTILINE)
FIRST_PAGES = 20_000  # characters in which a disclosure is looked for, from either end


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find sentences of a person that disclose a tool, or say that one reviewed; a bot's text is not searched."""
    lower = lowered(commit.message)
    if not any(hint in lower for hint in HINTS) or is_bot(commit.author, commit.subject, tools):
        return ()
    return tuple(find_phrases(visible(commit.message), "phrase", commit.date, tools))


def find_phrases(text: str, kind: EvidenceKind, date: str, tools: Tools) -> Iterator[Evidence]:
    """Find disclosures in any text of a person; ``date`` (ISO 8601, empty for now) tells what a given name means."""
    text = UNCHECKED.sub(
        "", text[:FIRST_PAGES] if len(text) <= FIRST_PAGES else text[:FIRST_PAGES] + text[-FIRST_PAGES:]
    )
    title, _, body = text.lstrip("\n").partition("\n")
    seen: set[tuple[str, Role]] = set()
    for evidence in (
        *_sections(text, kind, tools),
        *_sentences(body, kind, date, tools),
        *_reviews(title, kind, tools),
    ):
        if (evidence.tool, evidence.role) not in seen:
            seen.add((evidence.tool, evidence.role))
            yield evidence


def _sections(text: str, kind: EvidenceKind, tools: Tools) -> Iterator[Evidence]:
    """Read what stands below or behind a heading like ``AI disclosure``; an empty or denying section is none."""
    for heading in HEADING.finditer(text):
        said = heading["said"].strip(" *_:#") or _paragraph_after(text, heading.end())
        first = re.split(r"(?<=[.!?])\s", said, maxsplit=1)[0]
        if not said or NEGATED.search(first):
            continue
        named = _first_name(said, tools)
        plain = heading["what"].lower() in ("usage", "use", "assistance", "tools", "involvement")
        if (
            named is None
            or (plain and named.name.kind == "sure" and not SAYS_USE.search(said))
            or not SAYS_USE.search(f"{said} for")
        ):
            continue
        if (
            plain
            and not re.search(r"\b(?:i|we|this (?:pr|commit|change|patch)|was|were|used)\b", said, re.IGNORECASE)
            and named.end > 60
        ):
            continue
        yield Evidence(named.name.tool.name, kind, "strong", quote(f"{heading[0]} {said}"), "disclosed")


def _sentences(body: str, kind: EvidenceKind, date: str, tools: Tools) -> Iterator[Evidence]:
    for paragraph in _paragraphs(body):
        yield from _made_with(paragraph, kind, date, tools)
        yield from _used(paragraph, kind, date, tools)
        yield from _reviews(paragraph, kind, tools)
        if found := VIBE.search(paragraph):
            yield Evidence("generic-ai", kind, "strong", quote(paragraph[found.start() :]), "disclosed")


def _made_with(paragraph: str, kind: EvidenceKind, date: str, tools: Tools) -> Iterator[Evidence]:
    for expression, most in ((MADE_WITH, "strong"), (ALL_BY, "strong"), (HELP_OF, "weak")):
        for found in expression.finditer(paragraph):
            named = _named(paragraph, found.end(), tools)
            if named is None or not _ends(paragraph, named.end):
                continue
            strength: Strength = "weak" if most == "weak" else _strength(named, date, tools)
            yield Evidence(named.name.tool.name, kind, strength, quote(paragraph[found.start() :]), "disclosed")


def _used(paragraph: str, kind: EvidenceKind, date: str, tools: Tools) -> Iterator[Evidence]:
    for found in USED.finditer(paragraph):
        named = _named(paragraph, found.end(), tools)
        if named and USED_TO.match(paragraph, named.end):
            yield Evidence(
                named.name.tool.name,
                kind,
                _strength(named, date, tools),
                quote(paragraph[found.start() :]),
                "disclosed",
            )
    start = BEGIN_NAME.match(paragraph)
    named = _named(paragraph, start.end(), tools) if start else None
    if named and WROTE.match(paragraph, named.end):
        yield Evidence(named.name.tool.name, kind, _strength(named, date, tools), quote(paragraph), "disclosed")


BEGIN_NAME = re.compile(r"[-*•+ _]*")


def _reviews(text: str, kind: EvidenceKind, tools: Tools) -> Iterator[Evidence]:
    for found in REVIEWED.finditer(text):
        named = _named(text, found.end(), tools)
        if named and named.name.kind != "person":
            yield Evidence(named.name.tool.name, kind, "weak", quote(text[found.start() :]), "reviewed")


def _named(text: str, at: int, tools: Tools) -> Named | None:
    """Find a name in prose: a word of everyday language must be spelled as the tool spells itself."""
    named = name_at(text, tools, at)
    if named and named.name.kind == "word" and text[at : named.end] != named.name.text:
        return None
    return named


def _strength(named: Named, date: str, tools: Tools) -> Strength:
    """A given name alone means the tool only since the tool is better known than the people of that name."""
    if named.name.kind != "person":
        return "strong"
    since = tools.people_since.get(named.name.tool.name, "9999")
    return "strong" if not date or date >= since else "weak"


def _ends(text: str, at: int) -> bool:
    version = VERSION.match(text, at)
    return ENDS.match(text, version.end() if version else at) is not None


def _first_name(text: str, tools: Tools) -> Named | None:
    names = (name_at(text, tools, word.start()) for word in re.finditer(r"(?<![\w@./-])\w\w", text[:2_000]))
    found = [named for named in names if named]
    return next((named for named in found if named.name.tool.name != "generic-ai"), found[0] if found else None)


def _paragraphs(text: str) -> list[str]:
    """Split prose into paragraphs and list items, each on one line."""
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*•+]|\d+[.)])\s)|\n(?=[A-Z][A-Za-z-]+: )", text)
    return [" ".join(block.split()) for block in blocks if block.strip()]


def _paragraph_after(text: str, at: int) -> str:
    following = re.split(r"\n\s*\n", text[at : at + 3_000].strip("\n"), maxsplit=1)[0]
    return "" if following.lstrip().startswith("#") else " ".join(following.split())
