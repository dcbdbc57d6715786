"""Notice when a change gives a workflow more rights than the base gave it, so that a person looks before it runs.

Found, in workflows and actions: triggers that strangers can pull and that run with the repository's rights
(``pull_request_target``, ``workflow_run``, ``issue_comment``, ``issues``, discussions, ...), ``permissions`` that write
(``write-all``, ``id-token: write``, ``contents: write``, ...), secrets, ``secrets: inherit``, and self-hosted runners.
Only what the base did not have in that file counts: a workflow that keeps its rights may be edited. A renamed file is
compared with what it was; an added one is new altogether. Where the whole file is not at hand (a diff), the added lines
are read alone. ``blastgate audit`` looks at what is already there.

Options: ``only_ai``, default ``false``: look at AI-assisted changes only; ``allow``, globs of files not looked at (a
list); ``then``, default ``review``; ``by``, the groups asked when ``then`` is ``review``. A file that cannot be read,
or not all of it, asks for a review.

Example::

    guardrails:
      new_privileged_workflow: {then: review, by: [senior]}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from blastgate.guardrails.interface import Case, finding, flag, may_be_workflows, texts
from blastgate.model.change import Change, FileChange
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, short, some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

if TYPE_CHECKING:
    from blastgate.guardrails._privileges import Privilege

OPTIONS: dict[str, type] = {"only_ai": bool, "allow": tuple, "by": tuple}
DEFAULT_THEN = "review"
SHOWN = 4


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find the rights that workflows gain."""
    if flag(setting, "only_ai", False) and not case.ai:
        return None
    may_be = may_be_workflows(case.change)
    if not may_be:
        return None
    from blastgate.workflows import is_workflow_path

    allowed = compile_globs(texts(setting, "allow"))
    files = [f for f in may_be if f.status != "deleted" and is_workflow_path(f.path) and not allowed(f.path)]
    gained = [(f.path, gain) for f in files for gain in _gains(f, case.change)]
    if gained:
        listed = "; ".join(f"{short(path)}:{gain.line} {gain.text}" for path, gain in gained[:SHOWN])
        more = f"; and {len(gained) - SHOWN} more" if len(gained) > SHOWN else ""
        text = f"workflows gain {count(len(gained), 'right')}: {listed}{more}"
        return finding(setting, text, [path for path, _ in gained])
    unseen = sorted(file.path for file in files if _is_unseen(file, case.change))
    if not unseen:
        return None
    return finding(setting, f"workflows that could not be read for their rights: {some(unseen)}", unseen, unseen=True)


def _gains(file: FileChange, change: Change) -> Iterator[Privilege]:
    """List what a file may do now and could not before, each once."""
    from blastgate.guardrails._privileges import of_bare_lines

    now, before = _listed(file.new_blob, file.path, change), _had(file, change)
    if now is None or (before is None and file.status != "added"):
        patch = change.patches.get(file.path)
        had = {gain.key for gain in of_bare_lines(patch.removed)} if patch else set()
        now = list(of_bare_lines(patch.added)) if patch else []
    else:
        had = {gain.key for gain in before or ()}
    seen = set(had)
    for gain in now:
        if gain.key not in seen:
            seen.add(gain.key)
            yield gain


def _had(file: FileChange, change: Change) -> list[Privilege] | None:
    """List what a file could do before: what lay where no workflow is could do nothing, and a copy is one more."""
    from blastgate.workflows import is_workflow_path

    was = file.old_path or file.path
    could = is_workflow_path(was) and file.status != "copied"
    return _listed(file.old_blob, was, change) if could else []


def _listed(blob: str, path: str, change: Change) -> list[Privilege] | None:
    from blastgate.guardrails._privileges import privileges
    from blastgate.workflows import read_workflow

    text = change.texts.get(blob)
    return None if text is None else list(privileges(read_workflow(text.encode(), path), text))


def _is_unseen(file: FileChange, change: Change) -> bool:
    from blastgate.workflows import read_workflow

    text = change.texts.get(file.new_blob)
    if text is not None:
        return bool(read_workflow(text.encode(), file.path).unread)
    unchanged = bool(file.old_blob) and file.old_blob == file.new_blob
    return not unchanged and file.path not in change.patches
