"""Disclosure in free words: a sentence that says so, or a section that a project's template asks for."""

from __future__ import annotations

from blastgate.attribution.accounts import is_bot
from blastgate.attribution.text import visible, words
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import Evidence
from blastgate.model.change import Commit


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find what a person says of tools; a bot's text is not searched, for it repeats what others said.

    The grammar is loaded only for a message that has a word of some tool's name.
    """
    if tools.name_words.isdisjoint(words(commit.message)) or is_bot(commit.author, commit, tools):
        return ()
    from blastgate.attribution.sections import find_sections
    from blastgate.attribution.sentences import find_disclosures

    text = visible(commit.message)
    title, _, body = text.strip("\n").partition("\n")
    sections = find_sections(body, "phrase", tools)
    return (*sections, *find_disclosures(title, body, "phrase", commit.date, tools))
