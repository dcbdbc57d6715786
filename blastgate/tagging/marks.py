"""What a message already says of the agent that is about to be named: nothing, its marks, or that there was none."""

from __future__ import annotations

import re

from blastgate import registry
from blastgate.tagging.agents import NO_AGENT_KNOWN, Agent

# Words of the file format, of addresses and of links: they stand in every tool's file and prove no tool.
COMMON = frozenset(
    """
    agent ai and bot by code com generated github homepage http https id identities links name names noreply people
    sessions sites source title trailers users with words
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"[a-z0-9]{2,}")
_NO_MARKS = re.compile(
    r"^(?:acts|agent|branches|homepage|labels|likely_environment|environment|model_environment|note_agents|people_since"
    r"|source|title):.*$",
    re.MULTILINE,
)


def is_marked(text: str, agent: Agent, trailer: str) -> bool:
    """Tell whether a message already shows the agent: by this very line, or any mark that attribution would see.

    Of an agent without a name, the mark of any tool is one. A sentence in free words is not a tag.
    """
    if any(line.strip().lower() == trailer.lower() for line in text.splitlines()):
        return True
    return may_bear(text, agent.tool) and _bears(text, agent)


def may_bear(text: str, tool: str) -> bool:
    """Tell whether any word of a tool's marks stands in a message: where none does, the tables need not be read."""
    lower = text.lower()
    return tool == NO_AGENT_KNOWN or any(word in lower for word in words_of(tool))


def words_of(tool: str) -> frozenset[str]:
    """List the words of all marks of a tool, in lower case, each mark having at least one of them."""
    path = registry.rules_dir() / "ai_tools" / f"{tool}.yml"
    head = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
    return frozenset(_WORD.findall(_NO_MARKS.sub("", head).lower())) - COMMON


def _bears(text: str, agent: Agent) -> bool:
    from blastgate.attribution.evidence import footers, sessions, trailers
    from blastgate.attribution.tools import load_tools
    from blastgate.model.change import Commit, Identity

    nobody = Identity("", "")
    commit, tools = Commit("", (), nobody, nobody, "", text), load_tools()
    evidence = [found for kind in (trailers, sessions, footers) for found in kind.find(commit, tools)]
    made = [found for found in evidence if found.role != "reviewed"]
    return any(agent.tool in (found.tool, NO_AGENT_KNOWN) for found in made)
