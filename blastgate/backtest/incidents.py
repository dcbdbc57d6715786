"""Which changes went wrong, as far as a history tells: reverted, named by ``Fixes:``, or hotfixes; or listed by hand.

Conventions: git-revert(1) writes "This reverts commit ID."; GitHub's button writes "Reverts owner/repo#N" and a subject
``Revert "..."``; "Fixes: ID" is of the Linux kernel (docs.kernel.org, "Submitting patches"); a squash ends in "(#N)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from blastgate.backtest.merged import Merged
from blastgate.errors import UsageError
from blastgate.model.backtest import IncidentKind, ToldOverride
from blastgate.model.named import NamedTuple
from blastgate.stats.overrides import LOOKED_AT, told_override

_BY_ID = re.compile(r"This reverts commit ([0-9a-f]{7,64})")
_BY_NUMBER = re.compile(r"^Reverts [\w.-]{0,100}/?[\w.-]{0,100}#(\d{1,9})\s*$", re.MULTILINE)
_BY_SUBJECT = re.compile(r'^Revert "(.{1,300})"(?: \(#\d{1,9}\))?$')
_FIXES = re.compile(r"^Fixes: ([0-9a-f]{7,64})\b", re.MULTILINE)
_HOTFIX = re.compile(r"^(?:hot-?fix\b|merge .{0,200}\bhot-?fix)", re.IGNORECASE)
_NUMBER = re.compile(r"\(#(\d{1,9})\)$|^Merge pull request #(\d{1,9}) ")
_ID = re.compile(r"[0-9a-f]{7,64}")


class Marked(NamedTuple):
    """Why a change counts as an incident."""

    kind: IncidentKind
    why: str


def find_incidents(changes: Sequence[Merged]) -> dict[str, Marked]:
    """Find by convention which of these changes (newest first) went wrong, by the id of the commit that landed."""
    known, found = _Names(changes), dict[str, Marked]()
    for change in changes:
        for marked, kind, why in _told(change, known):
            if marked != change.sha:
                found.setdefault(marked, Marked(kind, why))
        if _HOTFIX.search(change.landed.subject[:LOOKED_AT]):
            found.setdefault(change.sha, Marked("hotfix", "its subject says so"))
    return found


def listed_incidents(text: str, changes: Sequence[Merged], where: str) -> tuple[dict[str, Marked], int]:
    """Read a list of commit ids, one a line, ``#`` begins a comment: the changes it names, and how many ids name none.

    Raises UsageError for a line that is no id.
    """
    known, found, elsewhere = _Names(changes), dict[str, Marked](), 0
    for number, line in enumerate(text.splitlines(), 1):
        word = line.partition("#")[0].strip().lower()
        if word and not _ID.fullmatch(word):
            raise UsageError(f"{word[:60]!r} is no commit id", f"{where}:{number}", "write 7 to 64 hexadecimal digits")
        if word and (sha := known.by_id(word)):
            found[sha] = Marked("listed", f"{where}:{number}")
        elif word:
            elsewhere += 1
    return found, elsewhere


def told_overrides(changes: Sequence[Merged]) -> tuple[ToldOverride, ...]:
    """List the changes whose message bears the line ``Blastgate-Override:``, which whoever merges may put there."""
    found = ((change, told_override(change.landed.message)) for change in changes)
    return tuple(ToldOverride(c.sha, c.landed.subject, said) for c, said in found if said)


class _Names:
    """The changes by every name that a message may give them."""

    def __init__(self, changes: Sequence[Merged]) -> None:
        self._ids = {sha: change.sha for change in changes for sha in (*(c.sha for c in change.commits), change.sha)}
        self._sorted = sorted(self._ids)
        self.numbers = {number: change.sha for change in changes if (number := _number(change.landed.subject))}
        self.subjects: Mapping[str, str] = {change.landed.subject: change.sha for change in changes}

    def by_id(self, start: str) -> str:
        """Find the change that holds the commit with this id or beginning of one; empty where there is none."""
        from bisect import bisect_left

        at = bisect_left(self._sorted, start)
        return self._ids[self._sorted[at]] if at < len(self._sorted) and self._sorted[at].startswith(start) else ""


def _number(subject: str) -> str:
    found = _NUMBER.search(subject[:LOOKED_AT])
    return (found[1] or found[2]) if found else ""


def _told(change: Merged, known: _Names) -> Iterator[tuple[str, IncidentKind, str]]:
    """What the messages of a change say of others; a branch that reverts its own commit says nothing."""
    own = {commit.sha for commit in change.commits}
    for message in _messages(change):
        subject = message.split("\n", 1)[0].strip()
        by = f"by {change.sha[:12]}"
        ids = [known.by_id(i) for i in _BY_ID.findall(message) if not any(sha.startswith(i) for sha in own)]
        numbers = [known.numbers.get(number, "") for number in _BY_NUMBER.findall(message)]
        titled = _BY_SUBJECT.match(subject)
        titles = [known.subjects.get(titled[1], "")] if titled else []
        yield from ((sha, "reverted", by) for sha in (*ids, *numbers, *titles) if sha)
        yield from ((sha, "fixed", by) for i in _FIXES.findall(message) if (sha := known.by_id(i)))


def _messages(change: Merged) -> Iterable[str]:
    messages = [change.landed.message, *(commit.message for commit in change.commits)]
    return dict.fromkeys(message[:LOOKED_AT].lstrip("\n") for message in messages)
