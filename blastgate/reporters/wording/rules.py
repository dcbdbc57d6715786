"""What a rule is about: for reports that list their rules beside their findings."""

from __future__ import annotations

from blastgate import registry

ROOM = "blastgate.guardrails"
LIMIT = "A size limit of the policy (levels:) lifts the level of a change that does not fit it."
OF_LEVEL = {
    "gate-config": "A change to the policy, its roster, CODEOWNERS or the workflows is always high.",
    "category": "The policy gives the files of a category at least, or at most, this level (categories:).",
    "services": f"Too many services are affected by code. {LIMIT}",
    "runtime-services": f"Too many services may notice at runtime. {LIMIT}",
    "files": f"Too many files change. {LIMIT}",
    "lines": f"Too many lines change, or some could not be counted. {LIMIT}",
    "affected-files": f"Too many source files are reached by imports. {LIMIT}",
    "unreadable": "A changed file could not be read: what is unknown is never low.",
    "shipped": "A file called a test is imported by source that ships: no ceiling of tests holds.",
    "ceiling": "Every file is of a category that holds the level down.",
    "default": "No category knows the file, so it has the policy's default level.",
}


def summary_of(rule: str) -> str:
    """Say in a sentence what a rule is about; a rule of another version is only named."""
    if rule.startswith("level-"):
        return OF_LEVEL.get(rule.removeprefix("level-"), f"The level of the change: {rule}.")
    lines = page_of(rule)
    return " ".join(lines[: lines.index("")] if "" in lines else lines)


def page_of(rule: str) -> tuple[str, ...]:
    """Return the lines of a rule's manual page: of a guardrail its docstring, as ``blastgate explain`` shows it."""
    name = rule.replace("-", "_")
    if name in registry.names(ROOM):
        return tuple((registry.load(ROOM, name).__doc__ or "").strip().split("\n"))
    told = summary_of(rule) if rule.startswith("level-") else f"The guardrail {rule}."
    return told, "", "blastgate explain says how a verdict comes about."
