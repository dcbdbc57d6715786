"""Notice when a change gives a workflow more rights than the base gave it, so that a person looks before it runs.

Found, in workflows and actions: triggers that strangers can pull and that run with the repository's rights
(``pull_request_target``, ``workflow_run``, ``issue_comment``, ``issues``, discussions, ...), ``permissions`` that write
(``write-all``, ``id-token: write``, ``contents: write``, ...), secrets, ``secrets: inherit``, self-hosted runners, and
jobs whose permissions were stated and are no more (the token then has the repository's default rights). Only what the
base did not have in that file counts: a workflow that keeps its rights may be edited, and one that gives to a job what
the whole workflow had gains nothing. A renamed file is compared with what it was; an added one is new altogether. Where
the whole file is not at hand (a diff), the added lines are read alone. ``blastgate audit`` looks at what is already
there.

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
    from blastgate.guardrails._privileges import is_held, of_bare_lines

    compared = _compared(file, change)
    if compared is None:
        patch = change.patches.get(file.path)
        had = {gain.key for gain in of_bare_lines(patch.removed)} if patch else set()
        now = list(of_bare_lines(patch.added)) if patch else []
    else:
        now, had = compared
    seen = set(had)
    for gain in now:
        if not is_held(gain.key, seen):
            seen.add(gain.key)
            yield gain


def _compared(file: FileChange, change: Change) -> tuple[list[Privilege], set[str]] | None:
    """List what a file may do, and the keys of what it could do before; None where a side is not at hand.

    What lay where no workflow is could do nothing, and a copy is one more.
    """
    from blastgate.guardrails._privileges import held, privileges, unbound
    from blastgate.workflows import is_workflow_path, read_workflow

    was, text = file.old_path or file.path, change.texts.get(file.new_blob)
    could = is_workflow_path(was) and file.status not in ("copied", "added")
    old = change.texts.get(file.old_blob) if could else ""
    if text is None or old is None:
        return None
    now = read_workflow(text.encode(), file.path)
    if not could:
        return list(privileges(now, text)), set()
    before = read_workflow(old.encode(), was)
    had = {right.key for right in privileges(before, old)} | held(before, now.jobs)
    return [*privileges(now, text), *unbound(before, now)], had


def _is_unseen(file: FileChange, change: Change) -> bool:
    from blastgate.workflows import read_workflow

    text = change.texts.get(file.new_blob)
    if text is not None:
        return bool(read_workflow(text.encode(), file.path).unread)
    unchanged = bool(file.old_blob) and file.old_blob == file.new_blob
    return not unchanged and file.path not in change.patches
