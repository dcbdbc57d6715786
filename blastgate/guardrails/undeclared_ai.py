"""Ask every commit to say whether AI had a part in it: which tool, or that there was none.

A commit declares itself by a trailer that names a tool (``Assisted-by:``, ``Generated-by:``, ``Co-authored-by:``), by
``AI-assisted: yes`` or ``AI-assisted: no``, or by any other mark that attribution counts as evidence. The text of the
pull request declares for all of its commits, by the same words on a line of their own. Merges and known automation owe
no declaration. What is staged, or a diff, has no commit yet and owes none; a commit that could not be read asks for a
review. ``blastgate tag`` writes the trailer by itself where it sees an agent.

A declaration is what its author says. It is not proof, and this guardrail does not look for lies.

Options: ``then``, default ``review``; ``by``, the groups asked when ``then`` is ``review``.

Example::

    guardrails:
      undeclared_ai: {then: review}
"""

from __future__ import annotations

from blastgate.attribution.attribute import is_synthetic_merge
from blastgate.attribution.declaration import denial
from blastgate.guardrails.interface import Case, finding
from blastgate.model.change import Commit
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, some
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"by": tuple}
DEFAULT_THEN = "review"

TRAILERS = '"Assisted-by: TOOL:MODEL" or "AI-assisted: no"'
AMEND = 'git commit --amend --no-edit --trailer "AI-assisted: no"'


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find the commits that say neither which AI tool had a part in them, nor that none had."""
    states = {commit.sha: commit.state for commit in case.attribution.commits}
    if case.attribution.state == "ai" and "ai" not in states.values():
        return None  # what surrounds the commits declares it for all of them
    if case.denied:
        return None
    silent = [c for c in case.change.commits if states.get(c.sha) not in ("ai", "bot") and _is_silent(c)]
    if silent:
        return finding(setting, _say(silent, case), ())
    if case.change.head and not case.change.commits_known:
        return finding(setting, "not all commits could be read for a declaration of AI use", (), unseen=True)
    return None


def _is_silent(commit: Commit) -> bool:
    return len(commit.parents) < 2 and not is_synthetic_merge(commit) and not denial(commit.message)


def _say(silent: list[Commit], case: Case) -> str:
    """Name the commits and the commands that mend them."""
    named = some([f"{commit.sha[:10]} {commit.subject!r}" for commit in silent])
    first = f'git rebase -i {case.change.merge_base[:10]}, mark it "edit", and at each stop '
    how = AMEND if [commit.sha for commit in silent] == [case.change.head] else f"{first}{AMEND}"
    return f"{count(len(silent), 'commit')} without a declaration of AI use: {named}; add {TRAILERS}: {how}"
