"""What a guardrail file offers. Its docstring is its manual page, shown by ``blastgate explain``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from blastgate.model.attribution import Attribution
from blastgate.model.change import SUBMODULE, Change, FileChange
from blastgate.model.classification import Classification
from blastgate.model.impact import Impact
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import GuardrailFinding, Outcome
from blastgate.policy.model import GuardrailSetting

DAYS = 14  # how far a guardrail looks back at the base, where the policy does not say


class RecentWork(NamedTuple):
    """An AI-assisted commit that the base has had for some days: the components it touches, the lines it adds."""

    sha: str
    subject: str
    components: frozenset[str]
    additions: int
    days_ago: float


class Case(NamedTuple):
    """All that a guardrail may look at. ``ai`` is the answer the gate uses: unknown already counted as the policy says.

    ``author_groups`` are the groups to which every author of the change belongs; ``recent`` is what AI did to the base
    of late, None where nobody asked or it could not be read. ``denied``: the text of the pull request says that no AI
    was used.
    """

    change: Change
    impact: Impact
    attribution: Attribution
    classification: Classification
    ai: bool
    author_groups: frozenset[str]
    recent: tuple[RecentWork, ...] | None = None
    denied: bool = False


class Guardrail(Protocol):
    """A guardrail is one module with these names; the file name is the policy key, ``-`` for ``_`` makes the id."""

    OPTIONS: Mapping[
        str, type
    ]  # option -> list of str (``tuple``), ``int``, ``bool`` or ``str``; ``then`` is always there
    DEFAULT_THEN: str

    def look(self, case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
        """Return what is wrong with the change, or None. Never reads outside the case."""


def texts(setting: GuardrailSetting, option: str) -> tuple[str, ...]:
    """Read a list option; empty when it is not set."""
    value = setting.options.get(option, ())
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def number(setting: GuardrailSetting, option: str) -> int | None:
    """Read a number option; None when it is not set."""
    value = setting.options.get(option)
    return value if isinstance(value, int) else None


def flag(setting: GuardrailSetting, option: str, default: bool) -> bool:
    """Read a yes-or-no option."""
    value = setting.options.get(option)
    return value if isinstance(value, bool) else default


def finding(setting: GuardrailSetting, text: str, paths: Iterable[str], unseen: bool = False) -> GuardrailFinding:
    """Say what a guardrail found; what it could not look at (``unseen``) asks for a person, and blocks nothing."""
    outcome: Outcome = "review" if unseen and setting.then == "block" else setting.then
    return GuardrailFinding(setting.id, outcome, text, tuple(sorted(set(paths))), str(setting.location))


def may_be_workflows(change: Change) -> tuple[FileChange, ...]:
    """List the files that may be workflows or actions by either path: their reader is loaded for these alone."""
    marks = (".github/workflows/", "action.yml", "action.yaml")
    return tuple(f for f in change.files if any(mark in path for path in f.paths for mark in marks))


def unseen_files(change: Change) -> tuple[FileChange, ...]:
    """List the files that gain or lose lines nobody could read: source that is binary, and what has no patch."""
    return tuple(f for f in change.files if f.is_veiled or (f.path not in change.patches and _has_lines(f)))


def _has_lines(file: FileChange) -> bool:
    if file.binary or file.status == "submodule" or SUBMODULE in (file.old_mode, file.new_mode):
        return False
    return file.additions is None or file.deletions is None or file.additions + file.deletions > 0
