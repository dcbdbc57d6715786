"""The errors a user can meet: one root, each naming the thing, the place and the remedy.

::

    BlastgateError                 could not decide; exit code 2, never green
    ├── UsageError                 the command line does not add up
    ├── SourceError                git, a diff or a saved record could not be read
    │   └── GitHubError            GitHub refused, failed or answered what it should not (sources/github/failures.py)
    └── PolicyError                the policy has problems; carries all of them
"""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.model.named import NamedTuple


class BlastgateError(Exception):
    """Say what could not be done, where, and what mends it.

    ``message`` is one sentence, ``where`` a file, ref or option, ``hint`` a command or an edit.
    """

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint


class UsageError(BlastgateError):
    """The command line does not add up."""


class SourceError(BlastgateError):
    """A repository, a diff or a saved record could not be read."""


class Problem(NamedTuple):
    """One mistake in a file: place (1-based line and column), message, the line's text and the nearest valid name."""

    file: str
    line: int
    column: int
    message: str
    text: str = ""
    hint: str = ""


class PolicyError(BlastgateError):
    """The policy cannot be judged by; ``problems`` holds every mistake found, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(f"the policy has {count} problem{'s' if count != 1 else ''}", where=problems[0].file)
        self.problems = tuple(problems)
