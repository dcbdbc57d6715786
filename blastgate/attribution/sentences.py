"""Disclosure in free words: "Tests written by Claude, reviewed by me", "I used Codex to write this".

A sentence counts when its own grammar says that this change was made with a tool. Naming a tool is not enough: the
subject must be the change itself, or left out, and the sentence must end where a disclosure ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution import grammar
from blastgate.attribution.names import Named, name_at
from blastgate.attribution.text import quote, split_words
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Evidence, EvidenceKind, Role, Strength

PAGES = 20_000  # characters in which a disclosure is looked for, from either end
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•+]|\d+[.)])\s)|\n(?=[A-Z][A-Za-z-]+: )")
Said = tuple[Named, Strength, Role]


def find_disclosures(title: str, body: str, kind: EvidenceKind, date: str, tools: Tools) -> Iterator[Evidence]:
    """Find disclosures in what a person wrote; ``date`` (ISO 8601, empty for now) tells what a given name means."""
    body = body if len(body) <= 2 * PAGES else f"{body[:PAGES]}\n\n{body[-PAGES:]}"
    in_title = ((clause, aside, not aside) for clause, aside in _clauses(title, tools))
    in_body = ((clause, aside, False) for clause, aside in _clauses(body, tools))
    for clause, aside, subject in (*in_title, *in_body):
        for named, strength, role in _said(clause, aside, date, tools):
            if role == "reviewed" or not subject or (grammar.ADDS.match(clause) and _added(clause, tools)):
                yield Evidence(named.name.tool.name, kind, strength, quote(clause), role)


def _clauses(text: str, tools: Tools) -> Iterator[tuple[str, bool]]:
    """Split prose into clauses on one line each, and tell which are asides; only where a word of some name stands."""
    for block in BLOCK.split(text):
        if not _may_name(block, tools):
            continue
        for sentence in filter(lambda said: _may_name(said, tools), grammar.SENTENCE.split(" ".join(block.split()))):
            parts = [part.strip(grammar.LEAD) for part in grammar.ASIDE.split(sentence)]
            said = [part for part in parts if part]
            yield from ((part, number > 0) for number, part in enumerate(said))


def _may_name(text: str, tools: Tools) -> bool:
    return not tools.name_words.isdisjoint(split_words(text.lower()))


def _said(clause: str, aside: bool, date: str, tools: Tools) -> Iterator[Said]:
    for expression, judge in ((grammar.MADE_WITH, _made), (grammar.HELPED_BY, _helped), (grammar.ALL_BY, _all)):
        for found in expression.finditer(clause):
            named = prose_name(clause, found.end(), tools)
            most = judge(clause[: found.start()]) if named and _ends(clause, named.end) else None
            if named and most and not (aside and judge is _made and _of_thing(clause, found.start())):
                yield named, most if most == "weak" else _strength(named, date, tools), "disclosed"
    if named := _used(clause, tools) or _wrote(clause, tools) or _bound(clause, tools) or _added(clause, tools):
        yield named, _strength(named, date, tools), "disclosed"
    vibe = grammar.VIBE_CODED.search(clause)
    if vibe and grammar.speaks_of_change(clause[: vibe.start()]):
        named = name_at("AI", tools)
        if named:
            yield named, "strong", "disclosed"
    for named in _reviewers(clause, tools):
        yield named, "weak", "reviewed"


def _of_thing(clause: str, at: int) -> bool:
    """Tell whether an aside without a subject speaks of the thing before it."""
    return not clause[:at].strip() and grammar.OF_WORK.match(clause) is None


def _made(before: str) -> Strength | None:
    return "strong" if grammar.speaks_of_change(before) else None


def _helped(before: str) -> Strength:
    """Help with something else than this change is told, and weak."""
    *subject, verb = before.split() or [""]
    return (
        "strong"
        if grammar.speaks_of_change(" ".join(subject)) and (not verb or verb.endswith(("ed", "en", "ade", "one")))
        else "weak"
    )


def _all(before: str) -> Strength | None:
    words = before.lower().split()
    return "strong" if grammar.SELF & set(words) and grammar.speaks_of_change(before) else None


def _used(clause: str, tools: Tools) -> Named | None:
    start = grammar.WE_USED.match(clause) or grammar.USED.match(clause)
    named = prose_name(clause, start.end(), tools) if start else None
    return named if named and grammar.TO_WRITE.match(clause, named.end) else None


def _wrote(clause: str, tools: Tools) -> Named | None:
    named = prose_name(clause, 0, tools)
    model = grammar.MODEL.match(clause, named.end) if named else None
    wrote = model and (grammar.WROTE.match(clause, model.end()) or grammar.WAS_USED.match(clause, model.end()))
    return named if wrote else None


def _bound(clause: str, tools: Tools) -> Named | None:
    for found in grammar.IS.finditer(clause):
        named = prose_name(clause, found.end(), tools)
        bound = grammar.BOUND.match(clause, named.end) if named else None
        if bound and grammar.END.match(clause, bound.end()) and found.start():
            return named if grammar.speaks_of_change(clause[: found.start()]) else None
    return None


def _added(clause: str, tools: Tools) -> Named | None:
    """Find who made the tests that a clause adds; one without a verb may say no more than "LLM-generated tests"."""
    adds = grammar.ADDS.match(clause)
    named = prose_name(clause, adds.end() if adds else 0, tools)
    bound = grammar.BOUND.match(clause, named.end) if named else None
    work = grammar.OWN_WORK.match(clause, bound.end()) if bound else None
    return named if work and (adds or work.end() == len(clause)) else None


def _reviewers(clause: str, tools: Tools) -> Iterator[Named]:
    for found in grammar.REVIEWED_BY.finditer(clause):
        named = prose_name(clause, found.end(), tools)
        if named:
            yield named


def prose_name(text: str, at: int, tools: Tools) -> Named | None:
    """Find a name in prose: a word of everyday language counts only as the tool spells itself."""
    named = name_at(text, tools, at, alone=False)
    if named is None or named.name.kind != "word" or named.name.tool.name == "generic-ai":
        return named
    after_article = text[:at].lower().endswith((" a ", " an ", " the "))
    return named if text[at : named.end] == named.name.text and not after_article else None


def first_name(text: str, tools: Tools) -> Named | None:
    """Find the first tool that prose names; the word AI only where no tool is named."""
    names = (prose_name(text, word.start(), tools) for word in re.finditer(r"(?<![\w@./-])\w\w", text))
    found = [named for named in names if named]
    return next((named for named in found if named.name.tool.name != "generic-ai"), found[0] if found else None)


def _strength(named: Named, date: str, tools: Tools) -> Strength:
    """A given name alone means the tool only since the tool is better known than the people of that name."""
    if named.name.kind != "person":
        return "strong"
    since = tools.people_since.get(named.name.tool.name, "~")
    return "strong" if not date or date >= since else "weak"


def _ends(text: str, at: int) -> bool:
    model = grammar.MODEL.match(text, at)
    return grammar.END.match(text, model.end() if model else at) is not None
