"""What a stranger writes: the contexts that carry it, and where it flows through ``env`` and step outputs.

Source: GitHub Security Lab, "Keeping your GitHub Actions and workflows secure Part 2: Untrusted input".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from blastgate.model.named import NamedTuple
from blastgate.workflows import Job, Step, Workflow
from blastgate.workflows.expressions import find_expressions, reads_of

PEOPLE = r"(?:message|(?:author|committer)\.(?:email|name|username))"
STRANGER = re.compile(
    r"github\.head_ref"
    r"|github(?:\.event)?"
    r"|github\.event\.(?:issue|pull_request|discussion|comment|review|head_commit|workflow_run)"
    r"|github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)"
    r"|github\.event\.(?:comment|review|review_comment)\.body"
    r"|github\.event\.pull_request\.head\.(?:ref|label)"
    r"|github\.event\.pull_request\.head\.repo\.(?:default_branch|description|homepage)"
    rf"|github\.event\.(?:commits\.[*\d]+|head_commit)\.{PEOPLE}"
    rf"|github\.event\.workflow_run\.(?:head_branch|display_title|head_commit\.{PEOPLE})"
    r"|github\.event\.workflow_run\.head_repository\.(?:description|homepage|default_branch)"
    r"|github\.event\.workflow_run\.pull_requests\.[*\d]+\.head\.ref"
    r"|github\.event\.pages\.[*\d]+\.page_name"
)
WHOLE = re.compile(r"github(?:\.event(?:\.\w+)?)?")  # a whole object: only its JSON carries the text
# Actions that hand on names of files or branches of a pull request: their own manuals.
TELLING = (
    "tj-actions/changed-files",
    "jitterbit/get-changed-files",
    "xt0rted/pull-request-comment-branch",
    "dorny/paths-filter",
    "ahmadnassri/action-changed-files",
    "trilom/file-changes-action",
)
_ENDING = {"dorny/paths-filter": "_files"}  # its other outputs are true or false
WRITES_OUTPUT = re.compile(r"([A-Za-z_][\w-]{0,99})=[^\n]{0,500}?GITHUB_OUTPUT")
MOST_OUTPUTS = 200


class Tainted(NamedTuple):
    """A stranger's text at some place of a script: its offset, and what carries it there."""

    start: int
    source: str


class Taint:
    """What a stranger writes as a step sees it: contexts, environment variables, outputs of earlier steps."""

    def __init__(self, workflow: Workflow, job: Job) -> None:
        self._outer = (*workflow.env, *job.env)
        self._outputs: dict[str, str] = {}
        for step in job.steps:
            if step.id and len(self._outputs) < MOST_OUTPUTS:
                self._outputs.update(self._told_by(step))

    def environment(self, step: Step) -> dict[str, str]:
        """Map the names of the variables that hold a stranger's text to what it is."""
        found: dict[str, str] = {}
        for setting in (*self._outer, *step.env):
            source = next((t.source for t in self.expressions(setting.value.text, found)), "")
            found.pop(setting.name, None)
            if source:
                found[setting.name] = source
        return found

    def expressions(self, text: str, variables: Mapping[str, str]) -> Iterator[Tainted]:
        """Find the expressions of a text that put a stranger's words there."""
        for expression in find_expressions(text):
            if source := self._source(expression.body, variables):
                yield Tainted(expression.start, source)

    def _source(self, body: str, variables: Mapping[str, str]) -> str:
        if _only_asks(body):
            return ""
        reads = reads_of(body)
        for read in reads:
            if STRANGER.fullmatch(read) and (not WHOLE.fullmatch(read) or "tojson" in reads):
                return read
            if read.startswith("env.") and (via := _variable(read[4:], variables)):
                return f"{via} (by env.{read[4:]})"
            if told := self._outputs.get(read) or self._told_for(read):
                return f"{told} (by {read})"
        return ""

    def _told_for(self, read: str) -> str:
        """Look an output up among those of which an action writes many."""
        step, _, name = read.rpartition(".")
        ending = "_files" if name.endswith("_files") else ""
        return self._outputs.get(f"{step}.*") or self._outputs.get(f"{step}.*{ending}", "")

    def _told_by(self, step: Step) -> Iterator[tuple[str, str]]:
        prefix = f"steps.{step.id.lower()}.outputs"
        if step.uses is not None and step.uses.repository in TELLING:
            yield f"{prefix}.*{_ENDING.get(step.uses.repository, '')}", f"names that {step.uses.repository} reads"
        variables = self.environment(step)
        for line in step.run.text.split("\n")[:2_000] if step.run else ():
            written = WRITES_OUTPUT.search(line[:2_000])
            carried = self._carried(line, variables) if written else ""
            if written and carried:
                yield f"{prefix}.{written[1].lower()}", carried

    def _carried(self, line: str, variables: Mapping[str, str]) -> str:
        named = next((source for name, source in variables.items() if _uses_variable(line, name)), "")
        return named or next((t.source for t in self.expressions(line, variables)), "")


def _only_asks(body: str) -> bool:
    """Tell whether an expression gives no more than true or false: it compares, or asks for a part."""
    bare = re.sub(r"'(?:[^']|'')*'", "''", body[:2_000]).strip().lower()
    if "&&" in bare or "||" in bare:
        return False
    return bare.startswith(("contains(", "startswith(", "endswith(", "!")) or re.search(r"[=!]=|[<>]", bare) is not None


def _variable(name: str, variables: Mapping[str, str]) -> str:
    return next((source for key, source in variables.items() if key.lower() == name), "")


def _uses_variable(line: str, name: str) -> bool:
    return f"${name}" in line or f"${{{name}" in line
