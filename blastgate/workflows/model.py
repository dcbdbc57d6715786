"""A workflow, or a composite action, as it is written: frozen, every part with its 1-based line.

Source of the words: docs.github.com, "Workflow syntax for GitHub Actions" and "Metadata syntax for GitHub Actions".
"""

from __future__ import annotations

import re
from typing import Literal

from blastgate.model.named import NamedTuple

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
DIGEST = "@sha256:"


class Text(NamedTuple):
    """A scalar as written: its text, the line where its first line stands, and whether its lines are the file's."""

    text: str
    line: int
    literal: bool = False

    def line_at(self, offset: int) -> int:
        """Return the line of the file where a character of the text stands; of a folded text, where that begins."""
        return self.line + self.text.count("\n", 0, offset) if self.literal else self.line


class Setting(NamedTuple):
    """One entry of ``env``, ``with`` or ``outputs``."""

    name: str
    value: Text


class Unread(NamedTuple):
    """A part that could not be read: where, and why."""

    line: int
    why: str


class Trigger(NamedTuple):
    """An event that starts a workflow, with its filters (``types``, ``paths``, ``branches``, ``workflows``, ...).

    A filter that is not written is not among ``filters``; one that is written and empty has no values.
    """

    event: str
    line: int
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def values(self, name: str) -> tuple[str, ...] | None:
        """Return the values of a filter; None where it is not written."""
        return dict(self.filters).get(name)


class Permissions(NamedTuple):
    """A ``permissions:`` block: ``everything`` is ``read``, ``write`` or empty; scopes are (name, access, line)."""

    line: int
    everything: Literal["", "read", "write"] = ""
    scopes: tuple[tuple[str, str, int], ...] = ()

    def access(self, scope: str) -> str:
        """Return ``write``, ``read`` or ``none``: a scope that a block does not name has none."""
        return self.everything or next((access for name, access, _ in self.scopes if name == scope), "none")

    @property
    def writes(self) -> tuple[str, ...]:
        """Name the scopes that may be written; ``everything`` stands for all of them."""
        own = tuple(name for name, access, _ in self.scopes if access == "write")
        return ("everything",) if self.everything == "write" else own


class Uses(NamedTuple):
    """What a ``uses:`` names: an action or a workflow of a repository, a local one, or an image."""

    written: Text

    @property
    def is_local(self) -> bool:
        """Tell whether it is a path of the workspace."""
        return self.written.text.startswith("./")

    @property
    def is_image(self) -> bool:
        """Tell whether it is a container image."""
        return self.written.text.startswith("docker://")

    @property
    def name(self) -> str:
        """Return it without its ref, in lower case: ``owner/repository/path``."""
        return self.written.text.partition("@")[0].lower()

    @property
    def repository(self) -> str:
        """Return ``owner/repository`` in lower case; empty for a local action or an image."""
        return "" if self.is_local or self.is_image else "/".join(self.name.split("/")[:2])

    @property
    def ref(self) -> str:
        """Return what stands behind the ``@``."""
        return self.written.text.partition("@")[2]

    @property
    def is_pinned(self) -> bool:
        """Tell whether it can't change under us: a full commit id, an image's digest, or a file of this commit."""
        if self.is_image:
            return DIGEST in self.written.text
        return self.is_local or COMMIT.fullmatch(self.ref) is not None


class Step(NamedTuple):
    """One step of a job: what it uses, or runs; ``tolerant`` where the job goes on when it fails."""

    line: int
    name: str = ""
    id: str = ""
    uses: Uses | None = None
    run: Text | None = None
    shell: str = ""
    condition: Text | None = None
    folder: str = ""
    env: tuple[Setting, ...] = ()
    inputs: tuple[Setting, ...] = ()
    tolerant: bool = False

    def input(self, name: str) -> Text | None:
        """Return what an input of the action is given; letter case is ignored, as GitHub does."""
        return next((value for key, value in self.inputs if key.lower() == name.lower()), None)


class Job(NamedTuple):
    """One job: of steps, or (``uses``) of a reusable workflow. ``permissions`` is None where the job says nothing.

    ``runs_on`` holds every label or group that is named; ``secrets`` is ``inherit`` or the names that are passed on.
    """

    id: str
    line: int
    steps: tuple[Step, ...] = ()
    runs_on: tuple[Text, ...] = ()
    permissions: Permissions | None = None
    condition: Text | None = None
    env: tuple[Setting, ...] = ()
    environment: Text | None = None
    uses: Uses | None = None
    inputs: tuple[Setting, ...] = ()
    secrets: tuple[Setting, ...] = ()
    needs: tuple[str, ...] = ()
    tolerant: bool = False
    name: str = ""


class Workflow(NamedTuple):
    """A workflow; or a composite action, whose steps are those of one job ``runs`` and which has no triggers.

    ``unread`` is empty where everything was read; a file that is neither has no jobs and says so there.
    """

    path: str
    kind: Literal["workflow", "action"]
    name: str = ""
    triggers: tuple[Trigger, ...] = ()
    permissions: Permissions | None = None
    env: tuple[Setting, ...] = ()
    jobs: tuple[Job, ...] = ()
    unread: tuple[Unread, ...] = ()
    lines: tuple[str, ...] = ()

    def trigger(self, event: str) -> Trigger | None:
        """Return a trigger by its event."""
        return next((trigger for trigger in self.triggers if trigger.event == event), None)

    def permissions_of(self, job: Job) -> Permissions | None:
        """Return what holds for a job: its own block, else the workflow's; None where the repository's default does."""
        return job.permissions if job.permissions is not None else self.permissions
