"""A stranger's text is put into a script before the script is read: a title becomes a command.

``${{ ... }}`` is filled in before the shell (or ``actions/github-script``) sees the script. A title, a body, a branch,
a commit message or a name of a file is written by whoever opens the pull request, and may hold ``"; curl ... | sh; "``.

The same text in an environment variable is data: ``env: {TITLE: ${{ ... }}}`` and ``"$TITLE"`` in the script is safe
and is not reported; ``eval`` and ``sh -c`` on it are reported, and without quotes the shell splits it into further
arguments, which is reported as low. So is an input that is put into a script (of a composite action, a reusable
workflow, or one that members start by hand), and the name of a branch or tag that is pushed.

High where the workflow has the repository's rights, else medium; low on events that only members cause.
Remedy: pass it by ``env:`` and quote the variable.
Source: GitHub Security Lab, "Untrusted input"; docs.github.com, "Secure use reference", script injections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from blastgate.audit._untrusted import Taint
from blastgate.audit.interface import PRIVILEGED, UNPRIVILEGED, Audited
from blastgate.model.audit import ChainStep, Cleared, Finding, Severity
from blastgate.model.named import NamedTuple
from blastgate.workflows import Job, Step
from blastgate.workflows.expressions import find_expressions, reads_of
from blastgate.workflows.model import Text

ID = "untrusted-expression"
REMEDY = 'pass it by `env:` and write "$NAME", in quotes, in the script'
# Actions whose input is code: their own manuals.
CODE_INPUTS = {
    "8398a7/action-slack": "custom_payload",
    "actions/github-script": "script",
    "azure/cli": "inlineScript",
    "azure/powershell": "inlineScript",
    "appleboy/ssh-action": "script",
    "mikefarah/yq": "cmd",
    "nick-fields/retry": "command",
}
EVAL = re.compile(r"\beval\b|\b(?:ba|z|da)?sh\s{1,9}-\w{0,5}c\b")
INPUT = re.compile(
    r"(?:github\.event\.)?inputs\.[\w-]{1,100}|github\.ref_name|github\.event\.release\.(?:tag_name|name|body)"
)
BY_MEMBERS = ("workflow_call", "workflow_dispatch", "push", "create", "delete", "release")


class _Hit(NamedTuple):
    """A place where a script takes somebody's text: line, words, how grave, and where the text comes from."""

    line: int
    text: str
    severity: Severity
    chain: tuple[ChainStep, ...] = ()


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Look at every script of every step."""
    top = _severity(audited)
    for job in audited.workflow.jobs:
        taint = Taint(audited.workflow, job)
        for step in job.steps:
            for script in _scripts(step):
                for hit in _hits(script, step, taint, top):
                    yield Finding(ID, hit.severity, audited.workflow.path, hit.line, hit.text, REMEDY, hit.chain)
    yield from _inputs(audited)


def _severity(audited: Audited) -> Severity:
    if audited.starts(PRIVILEGED):
        return "high"
    return "medium" if audited.starts(UNPRIVILEGED) or audited.workflow.kind == "action" else "low"


def _scripts(step: Step) -> Iterator[Text]:
    if step.run is not None:
        yield step.run
    if step.uses is not None and (given := step.input(CODE_INPUTS.get(step.uses.repository, "-"))) is not None:
        yield given


def _hits(script: Text, step: Step, taint: Taint, top: Severity) -> Iterator[_Hit]:
    variables = taint.environment(step)
    for tainted in taint.expressions(script.text, variables):
        line = script.line_at(tainted.start)
        yield _Hit(line, f"{tainted.source} is put into the script as code", top)
    if step.run is not None and variables:
        yield from _in_shell(script, variables, top)


def _in_shell(script: Text, variables: Mapping[str, str], top: Severity) -> Iterator[_Hit]:
    """Find variables that the shell runs as code, or splits into words."""
    names = "|".join(re.escape(name) for name in variables)
    use = re.compile(rf"\$(?:({names})\b|\{{({names})\}})")
    told: set[str] = set()
    for found in use.finditer(script.text):
        name = found[1] or found[2]
        start = script.text.rfind("\n", 0, found.start()) + 1
        line = script.text[start : script.text.find("\n", found.start()) + 1 or None][:2_000]
        at = script.line_at(found.start())
        if EVAL.search(line[: max(0, found.start() - start)]):
            yield _Hit(at, f"{variables[name]} is run by the shell (${name} after eval or -c)", top)
        elif name not in told and _is_bare(line, found.start() - start):
            told.add(name)
            yield _Hit(at, f"{variables[name]} is split into words: ${name} has no quotes", "low")


def _is_bare(line: str, at: int) -> bool:
    """Tell whether a variable stands outside of quotes where the shell would split it."""
    before = line[:at]
    if before.lstrip().startswith("#") or "[[" in before or re.search(r"\bcase\s{1,9}$|[\w}]=$|<<<\s{0,5}$", before):
        return False
    quote = ""
    for number, character in enumerate(before):
        if character in "\"'" and (not number or before[number - 1] != "\\") and quote in ("", character):
            quote = "" if quote else character
    return not quote


def _inputs(audited: Audited) -> Iterator[Finding]:
    """Find inputs and names that a script takes as code: members decide what they hold, and may pass on anything."""
    workflow = audited.workflow
    if workflow.kind == "action" or any(workflow.trigger(event) for event in BY_MEMBERS):
        for job in workflow.jobs:
            yield from _inputs_of(audited, job)


def _inputs_of(audited: Audited, job: Job) -> Iterator[Finding]:
    scripts = [script for step in job.steps for script in _scripts(step)]
    for script in scripts:
        for expression in find_expressions(script.text):
            named = next((read for read in reads_of(expression.body) if INPUT.fullmatch(read)), "")
            if named:
                text = f"{named} is put into the script as code: whoever starts or calls this decides what it holds"
                line = script.line_at(expression.start)
                yield Finding(ID, "low", audited.workflow.path, line, text, REMEDY)
