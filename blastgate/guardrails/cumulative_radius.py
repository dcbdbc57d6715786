"""Notice many small AI-assisted changes to one component: each passes alone, together they are a large one.

Counted, for each component that an AI-assisted change touches: the commits of the base in the last ``days`` that bear
evidence of AI and touch it, and this change. Merges are left out, and so is automation. The days run back from the
newest commit of the base, so no date in the change bears on it; the newest 500 commits are looked at. A history that
could not be read asks for a review. Nothing of the history is read unless a policy sets this guardrail.

Options: ``days``, the window, default 14; ``max_changes``, the most AI-assisted changes to one component in it, default
10; ``max_lines``, the most lines that they add together, unlimited when not set (a commit counts with all its lines in
each component it touches); ``then``, default ``review``; ``by``, the groups asked when ``then`` is ``review``.

Example::

    guardrails:
      cumulative_radius: {days: 7, max_changes: 15, max_lines: 2000, then: review, by: [senior]}
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.guardrails.interface import DAYS, Case, RecentWork, finding, number
from blastgate.model.change import Change
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, some
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"days": int, "max_changes": int, "max_lines": int, "by": tuple}
DEFAULT_THEN = "review"
MAX_CHANGES = 10
SHOWN_COMMITS = 3


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Add this change to the AI-assisted ones that its components saw of late."""
    if not case.ai:
        return None
    days = number(setting, "days") or DAYS
    if case.recent is None:
        text = f"what AI changed in the last {count(days, 'day')} could not be read"
        return finding(setting, text, (), unseen=True)
    recent = [work for work in case.recent if work.days_ago <= days]
    said = [text for name in case.impact.touched for text in _too_much(name, recent, case.change, setting)]
    return finding(setting, f"in {count(days, 'day')}: {'; '.join(said)}", ()) if said else None


def _too_much(name: str, recent: list[RecentWork], change: Change, setting: GuardrailSetting) -> Iterator[str]:
    works = [work for work in recent if name in work.components]
    most, lines = number(setting, "max_changes"), number(setting, "max_lines")
    listed = some([f"{work.sha[:10]} {work.subject!r}" for work in works], SHOWN_COMMITS)
    limit = MAX_CHANGES if most is None else most
    if len(works) + 1 > limit:
        yield f"{count(len(works) + 1, 'AI-assisted change')} to {name}, at most {limit} are allowed ({listed})"
    if lines is None:
        return
    own = [file.additions for file in change.files]
    total = None if None in own else sum(n for n in own if n is not None) + sum(work.additions for work in works)
    if total is None or total > lines:
        added = "lines that could not be counted" if total is None else count(total, "added line")
        yield f"{added} in AI-assisted changes to {name}, at most {lines} are allowed"
