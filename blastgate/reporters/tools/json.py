"""The known AI tools as JSON."""

from __future__ import annotations

from blastgate.attribution.tools import Tools
from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.codec import dumps
from blastgate.reporters.interface import Look
from blastgate.reporters.tools.interface import listed


def report(tools: Tools, _: Look) -> str:
    """Write every tool with its marks counted by kind."""
    return dumps({"schema_version": SCHEMA_VERSION, "tools": listed(tools)})
