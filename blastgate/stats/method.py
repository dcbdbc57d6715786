"""How the figures came about, in the words that every report of them carries."""

from __future__ import annotations

from blastgate.model.stats import GroupKind, PeriodKind

DISCLOSED = (
    "The share is disclosed: commits that bear evidence of an AI tool (an account, a trailer, a footer, a session, a "
    "note, plain words) among all commits of people and agents. It is a lower bound: what left no mark is not seen."
)
APART = (
    "Merge commits and automation that is not AI are counted apart and are in no share; test merges of pull requests "
    "are left out. Commits with weak signs only are unknown, and count as not disclosed."
)
PERIODS: dict[PeriodKind, str] = {
    "week": "Weeks begin on Monday, in UTC, by the date a commit was committed. Rolling shares are of 4 weeks.",
    "month": "Months are in UTC, by the date a commit was committed. Rolling shares are of 3 months.",
}
GROUPS: dict[GroupKind, str] = {
    "tool": "A tool's share is of all commits; a commit that shows several tools counts for each, so shares overlap.",
    "component": "Components are those of the head; a commit counts for each one it touches. A rename touches both.",
    "directory": "A commit counts for each directory it touches. A rename touches both.",
    "level": (
        "A commit has the highest level that the path categories of the policy in force today give its files: without "
        "size limits, changed lines or the dependency graph, so blastgate check may say a higher one."
    ),
}
LINES = (
    "Lines are those that the same commits add, with renames followed. A range means that a git note, or an "
    "accepted suggestion, tells how few lines, or not how many, are the tool's."
)
SURVIVING = (
    "Surviving lines are the lines of text files at the head, by the commit that git blame names; the dates asked for "
    "do not limit them. A line that somebody moved or reformatted is that commit's."
)
PEOPLE = "Nobody is counted by name: these figures say how work is made, not who made it."


def method(by: PeriodKind, group: GroupKind | None, lines: bool, surviving: bool) -> tuple[str, ...]:
    """Say how the figures of a report were found."""
    asked = (GROUPS[group] if group else "", LINES if lines else "", SURVIVING if surviving else "")
    return tuple(text for text in (DISCLOSED, APART, PERIODS[by], *asked, PEOPLE) if text)
