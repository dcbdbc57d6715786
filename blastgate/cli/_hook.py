"""``blastgate check --hook``: git is waiting. Nothing is said when all is fine, and little when it is not.

A hook of the pre-commit framework is told what to judge in the environment (https://pre-commit.com/#pre-push), one that
git runs itself on standard input. Only here are these variables read: they never change a plain ``check``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from blastgate import pipeline
from blastgate.cli import options
from blastgate.cli._exit_codes import exit_code
from blastgate.cli.options import Target
from blastgate.errors import UsageError
from blastgate.model.assessment import Assessment
from blastgate.pipeline import Range
from blastgate.sources.changes.pushes import Push, brought_by, parse_pushes, parse_received
from blastgate.sources.git.door import Git

FROM, TO, LOCAL, REMOTE = (f"PRE_COMMIT_{part}" for part in ("FROM_REF", "TO_REF", "LOCAL_BRANCH", "REMOTE_BRANCH"))
BY_THE_FRAMEWORK = "PRE_COMMIT"
STRICTEST_FIRST = (2, 1, 3, 0)
SCREEN = Target("text", None)


def run_hook(given: Mapping[str, Any]) -> int:
    """Judge everything that git is about to do, show what is not fine, and return the strictest exit code."""
    if given["targets"] != (SCREEN,):
        raise UsageError("a hook only prints text", "--format", "leave --format out, or leave --hook out")
    fail_on = given["fail_on"] or "block"
    codes = {0}
    for range_ in ranges(given["hook"], given["repo"], os.environ):
        assessment = pipeline.check(given["repo"], range_, given["policy_file"], given["cached"])
        code = exit_code(assessment, fail_on)
        options.write(_shown(assessment, range_, given, code), SCREEN)
        codes.add(0 if given["exit_zero"] and code != 2 else code)
    return next(code for code in STRICTEST_FIRST if code in codes)


def ranges(hook: str, repo: Path, environment: Mapping[str, str]) -> tuple[Range, ...]:
    """Find what to judge: the index, the range the framework names, or what each pushed or received ref brings."""
    if hook == "pre-receive":
        return _of_pushes(repo, parse_received(sys.stdin.buffer.read()))
    before, after = environment.get(FROM, ""), environment.get(TO, "")
    local, remote = environment.get(LOCAL, ""), environment.get(REMOTE, "")
    if hook == "pre-push" and local and remote:
        return _of_pushes(repo, (Push(local, after or local, remote, before),))
    if before and after:
        return (Range(before, after, hook=True),)
    if hook == "pre-commit":
        return (Range(staged=True, hook=True),)
    if environment.get(BY_THE_FRAMEWORK) or sys.stdin.isatty():
        return (Range(hook=True),)  # run by hand: what the branch changes
    return _of_pushes(repo, parse_pushes(sys.stdin.buffer.read()))


def _of_pushes(repo: Path, pushes: tuple[Push, ...]) -> tuple[Range, ...]:
    if not pushes:
        return ()
    found = brought_by(Git.open(repo, hook=True), pushes)
    return tuple(Range(one.base, one.head, whole=one.base is None, hook=True) for one in found)


def _shown(assessment: Assessment, range_: Range, given: Mapping[str, Any], code: int) -> str:
    look = options.look(given["color"], SCREEN, given["verbose"], given["quiet"])
    if look.verbosity != 0:
        from blastgate.reporters import text

        return text.report(assessment, look)
    from blastgate.reporters.screen.brief import brief

    return brief(assessment, look, _again(assessment, range_) if code else None)


def _again(assessment: Assessment, range_: Range) -> str:
    """Name the command that shows all of it; there is none for a push of everything."""
    if range_.whole:
        return ""
    if not range_.staged:
        change = assessment.change
        return f"blastgate check --base {change.base[:12]} --head {change.head[:12]}"
    plain = assessment.change.described.startswith("index")
    return "blastgate check --staged" if plain else "blastgate check --hook pre-commit -v"
