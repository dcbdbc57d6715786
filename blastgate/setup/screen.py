"""What ``blastgate init`` prints: what was found, the table, what it would have meant, what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from blastgate.model.wording import count
from blastgate.policy.model import Policy
from blastgate.policy.show.page import policy_tables
from blastgate.policy.show.tables import draw_table
from blastgate.reporters.escape import for_terminal
from blastgate.setup.found import Found
from blastgate.setup.replay import Replay

SHOWN = 4  # tools and categories named on one line
TABLES = ("Levels", "Gate")


def draw_found(found: Found) -> str:
    """Draw what was found, one line each."""
    if not found.head:
        return "Found  nothing is committed here yet\n"
    kinds = Counter(component.kind for component in found.components)
    components = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items(), key=lambda k: (-k[1], k[0])))
    tools = [f"{name} in {times:,}" for name, times in found.tools]
    delicate = [f"{one.category} {one.files:,}" for one in found.delicate]
    rows = {
        "components": f"{len(found.components):,}{f': {components}' if components else ''}",
        "owners": found.owners_file or "there is no CODEOWNERS",
        "AI tools": f"{_some(tools) or 'no marks'}  (last {count(found.commits, 'commit')})",
        "delicate": f"{_some(delicate)} files" if delicate else "no path that the shipped categories call high",
    }
    return f"Found at {found.head}\n" + _rows(rows)


def draw_policy(policy: Policy, width: int) -> str:
    """Draw the limits and the gate table of a policy."""
    tables = [table for table in policy_tables(policy) if table.title.startswith(TABLES)]
    return "\n\n".join(_escaped(draw_table(table, width)) for table in tables) + "\n"


def draw_replay(replay: Replay) -> str:
    """Draw what the last changes would have got; nothing where there were none."""
    if not replay.judged + replay.unjudged:
        return ""
    rows = {"level": _spread(replay.levels), "outcome": _spread((o.upper(), n) for o, n in replay.outcomes)}
    rows["AI-assisted"] = f"{replay.with_ai} of {replay.judged}"
    if replay.unjudged:
        rows["not judged"] = f"{replay.unjudged} (their history or files are not all here)"
    title = f"What the last {count(replay.judged, 'change')} of {for_terminal(replay.branch)} would have got"
    return f"{title}\n{_rows(rows)}"


def draw_done(written: Sequence[str], kept: Sequence[str], steps: Iterable[str]) -> str:
    """Draw which files were written, which were fine as they are, and what a person does next."""
    lines = [f"  {for_terminal(path)}" for path in written]
    lines += [f"  {for_terminal(path)}  (already there, left as it is)" for path in kept]
    left = [f"  {step}" for step in steps]
    return "\n".join(["Wrote" if written else "Wrote nothing", *lines, *(["Next"] if left else []), *left]) + "\n"


def next_steps(policy: bool, framework: bool, workflows: bool) -> Iterator[str]:
    """List what is left to a person: after a policy was written, hooks of the framework, workflows."""
    if policy:
        yield "name your seniors in .blastgate.yml, under people"
        yield "blastgate policy lint --policy .blastgate.yml"
    if framework:
        yield "pre-commit install -t pre-commit -t pre-push -t prepare-commit-msg -t commit-msg"
    if workflows:
        yield "put the action's repository and commit into .github/workflows/blastgate*.yml, for OWNER and COMMIT"
        yield "commit the workflows, and make the status blastgate required"
    if policy:
        yield "commit .blastgate.yml to the default branch: from then on it counts"


def _rows(rows: dict[str, str]) -> str:
    width = max(map(len, rows))
    return "".join(f"  {name:{width}}  {for_terminal(text)}\n" for name, text in rows.items())


def _spread(pairs: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{name} {number}" for name, number in pairs)


def _some(items: Sequence[str]) -> str:
    more = len(items) - SHOWN
    return ", ".join(items[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _escaped(text: str) -> str:
    return "\n".join(for_terminal(line) for line in text.split("\n"))
