"""What the author can do about an outcome: each way was found by deciding again with one thing changed.

Never among them: hiding how the change was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from blastgate.classify import classify
from blastgate.decide.authors import had_a_hand
from blastgate.decide.case import Measured, case_of
from blastgate.decide.requirements import paths_of
from blastgate.decide.splits import splits
from blastgate.decide.weigh import weigh
from blastgate.guardrails.interface import Case, texts
from blastgate.model.change import Change, FileChange
from blastgate.model.classification import LEVELS, Level
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import OUTCOMES, Outcome, Requirement, Verdict, WayForward
from blastgate.model.wording import count, some
from blastgate.policy.model import Policy
from blastgate.policy.people import People

MOST = 5
MOST_FILES = 3_000  # a larger change is not looked at in parts: each part costs as much as the whole


class Again(NamedTuple):
    """Decides once more: on a part of the files, or as if others had made the change."""

    measured: Measured
    case: Case
    policy: Policy
    people: People
    impact_of: Callable[[Change], Impact]

    def with_files(self, files: tuple[FileChange, ...]) -> Outcome:
        """Decide on these files alone."""
        kept = {file.path for file in files}
        whole = self.measured.change
        part = whole._replace(files=files, patches={p: x for p, x in whole.patches.items() if p in kept})
        impact = self.impact_of(part)
        found = classify(part, impact, self.policy)
        measured = Measured(part, impact, self.measured.attribution, found, self.measured.recent)
        return weigh(case_of(measured, self.policy, self.people), self.policy, self.people).outcome

    def by_group(self, group: str) -> Outcome:
        """Decide as if a member of the group were the author."""
        return weigh(self.case._replace(author_groups=frozenset({group})), self.policy, self.people).outcome


def ways_forward(verdict: Verdict, again: Again) -> tuple[WayForward, ...]:
    """List at most five ways to a milder outcome, the mildest first; none for a change that may go ahead."""
    if verdict.outcome not in ("review", "block"):
        return ()
    now = OUTCOMES.index(verdict.outcome)
    ideas = [*_by_approval(verdict)]
    if len(again.case.change.files) <= MOST_FILES:
        alone = cache(again.with_files)  # several ideas leave the same files
        ideas += [*_by_leaving_out(verdict, again, alone), *splits(again.case, verdict.outcome, alone)]
    ideas += _by_another_author(again)
    milder = {idea.text: idea for idea in ideas if OUTCOMES.index(idea.outcome) < now}
    best = sorted(milder.values(), key=lambda idea: OUTCOMES.index(idea.outcome))
    return tuple(best[:MOST])


def _by_approval(verdict: Verdict) -> Iterator[WayForward]:
    asked = verdict.requirements
    if verdict.outcome == "review" and asked and all(r.candidates for r in asked):
        yield WayForward(f"have it approved by {' and by '.join(map(_approvers, asked))}", "pass")


def _approvers(requirement: Requirement) -> str:
    one = "" if len(requirement.candidates) == 1 else "one of "
    return f"{one}{some(requirement.candidates)} ({requirement.group})"


def _by_leaving_out(
    verdict: Verdict, again: Again, alone: Callable[[tuple[FileChange, ...]], Outcome]
) -> Iterator[WayForward]:
    """Leave out some of the files, unless that leaves out nothing or everything."""
    files = again.case.change.files
    for paths, text in {**_higher_files(again), **_named_files(verdict)}.items():
        kept = tuple(file for file in files if file.path not in paths)
        if 0 < len(kept) < len(files):
            yield WayForward(f"{text}: {some(sorted(paths))}", alone(kept))


def _named_files(verdict: Verdict) -> dict[frozenset[str], str]:
    """What each guardrail names; and what they name together, where there are several."""
    named = {finding.id: frozenset(finding.paths) for finding in verdict.guardrails if finding.paths}
    if len(named) > 1:
        named[" and ".join(sorted(named))] = frozenset().union(*named.values())
    return {paths: f"leave out {count(len(paths), 'file')} named by {name}" for name, paths in named.items()}


def _higher_files(again: Again) -> dict[frozenset[str], str]:
    """What is above medium, and what is above low."""
    found: dict[frozenset[str], str] = {}
    for level in LEVELS[:2][::-1]:
        paths = frozenset(file.path for file in again.case.classification.files if _above(file.level, level))
        own = "its own" if len(paths) == 1 else "their own"
        found.setdefault(paths, f"move {count(len(paths), 'file')} above {level} to a change of {own}")
    return found


def _above(level: Level, limit: Level) -> bool:
    return LEVELS.index(level) > LEVELS.index(limit)


def _by_another_author(again: Again) -> Iterator[WayForward]:
    """A member of a group that a row or a protected path speaks of takes the change over, as its only author."""
    hands = had_a_hand(again.case.change, again.people)
    for group in _groups_spoken_of(again.policy):
        members = again.people.candidates(group, paths_of(again.case)).members
        free = tuple(member for member in members if member.lower() not in hands)
        if free and group not in again.case.author_groups:
            yield WayForward(f"have a {group} take the change over ({some(free)})", again.by_group(group))


def _groups_spoken_of(policy: Policy) -> list[str]:
    rows = {row.author for layer in policy.layers for row in layer.gate}
    settings = [setting for layer in policy.layers for setting in layer.guardrails if setting.id == "protected-paths"]
    return sorted((rows | {group for setting in settings for group in texts(setting, "allow")}) - {"any"})
