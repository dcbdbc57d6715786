"""Workflows in which nothing changes but the version of actions that are used.

Such a change is the bulk of what automation does to workflows; it is still other code that runs with their rights.
"""

from __future__ import annotations

import re

from blastgate.model.change import Patch
from blastgate.workflows import is_workflow_path

# docs.github.com, "Workflow syntax": uses: {owner}/{repo}/{path}@{ref}
_USES = re.compile(
    r"(\s{0,80}(?:-\s{1,8})?uses:\s{1,8}[\"']?)([\w.-]{1,100}(?:/[\w.-]{1,100}){1,10})@([\w./-]{1,200})([\"']?)"
    r"\s{0,8}(?:#.{0,200})?"
)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_VERSION = re.compile(r"v?\d{1,6}(?:\.\d{1,6}){0,3}(?:[-+][\w.]{1,40})?")
_GATE = "blastgate"


def only_bumps(path: str, patch: Patch | None) -> bool:
    """Tell whether each changed line of a workflow names the same action at another version, pinned no less.

    A branch is no version; what was a commit stays one; a step that moves may come into another job, with other rights.
    Lines that name this gate are never a mere bump.
    """
    if patch is None or not patch.added or len(patch.added) != len(patch.removed) or not is_workflow_path(path):
        return False
    pairs = zip(patch.removed, patch.added, strict=True)
    return all(before.number == after.number and _is_bump(before.text, after.text) for before, after in pairs)


def names_gate(text: str) -> bool:
    """Tell whether a workflow speaks of this gate."""
    return _GATE in text.lower()


def _is_bump(before: str, after: str) -> bool:
    old, new = _USES.fullmatch(before), _USES.fullmatch(after)
    if old is None or new is None or old.group(1, 2, 4) != new.group(1, 2, 4):
        return False
    was_pinned, is_pinned = (_COMMIT.fullmatch(ref) is not None for ref in (old[3], new[3]))
    if was_pinned and not is_pinned:
        return False
    known = (was_pinned or _VERSION.fullmatch(old[3])) and (is_pinned or _VERSION.fullmatch(new[3]))
    return bool(known) and old[3] != new[3]
