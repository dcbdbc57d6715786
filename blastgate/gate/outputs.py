"""What a run leaves for the workflow: step outputs, the job summary, and the assessment as a file.

Source: docs.github.com, "Workflow commands for GitHub Actions", sections on GITHUB_OUTPUT and GITHUB_STEP_SUMMARY.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex

from blastgate.enforcement.comment import body_of
from blastgate.enforcement.status import status_of
from blastgate.gate.run import Done
from blastgate.model.assessment import Assessment
from blastgate.model.plan import Ruling
from blastgate.reporters import summary
from blastgate.reporters.document.part import table_row
from blastgate.reporters.escape import code, for_markdown, for_terminal
from blastgate.reporters.interface import PLAIN
from blastgate.reporters.json import report as as_json
from blastgate.reporters.wording.decision import open_requirements
from blastgate.reporters.wording.phrases import short


def write_outputs(done: Sequence[Done], environment: Mapping[str, str]) -> None:
    """Write outputs and summary to the files that the runner names; nothing where it names none."""
    ruled = [one for one in done if one.ruling is not None]
    if file := environment.get("GITHUB_OUTPUT"):
        _append(file, "".join(_output(name, value) for name, value in outputs_of(ruled, environment).items()))
    if file := environment.get("GITHUB_STEP_SUMMARY"):
        _append(file, summary_of(done))


def outputs_of(ruled: Sequence[Done], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the outputs of one target; of several (a sweep) only how the strictest came out."""
    rulings = [one.ruling for one in ruled if one.ruling is not None]
    if not rulings:
        return {}
    worst = max(rulings, key=lambda r: ("pass", "warn", "review", "block", "error").index(r.outcome))
    if len(rulings) > 1 or worst.assessment is None:
        return {"outcome": worst.outcome}
    return {**_of_assessment(worst.assessment), "assessment": str(_save(worst.assessment, environment))}


def _of_assessment(assessment: Assessment) -> dict[str, str]:
    requirements = assessment.verdict.requirements
    wanted = dict.fromkeys(who for r in open_requirements(requirements) for who in r.candidates)
    by = dict.fromkeys(who for r in requirements for who in r.satisfied_by)
    services = assessment.impact.services_affected
    return {
        "outcome": assessment.outcome,
        "level": assessment.level,
        "services-affected": "unknown" if services is None else str(services),
        "ai-assisted": {"ai": "true", "none": "false"}.get(assessment.attribution.state, "unknown"),
        "required-reviewers": ",".join(wanted),
        "approved-by": ",".join(by),
    }


def _save(assessment: Assessment, environment: Mapping[str, str]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="blastgate-", dir=environment.get("RUNNER_TEMP") or None))
    file = folder / "assessment.json"
    file.write_bytes(as_json(assessment, PLAIN).encode("utf-8", "backslashreplace"))
    return file


def _output(name: str, value: str) -> str:
    """Write one output; nobody can guess where it ends, so no value can add another."""
    end = f"blastgate-{token_hex(16)}"
    return f"{name}<<{end}\n{for_terminal(value)}\n{end}\n"


def summary_of(done: Sequence[Done]) -> str:
    """Write the job summary: the report of one target, a row for each of several."""
    rulings = [one.ruling for one in done if one.ruling is not None]
    told = [text for one in done for text in lines_told(one)]
    notes = "".join(f"\n> {for_markdown(text)}\n" for text in told)
    if len(rulings) == 1:
        return f"{_report(rulings[0])}{notes}\n"
    heads = [table_row(["pull request", "head", "outcome", "status"]), table_row(["---"] * 4)]
    rows = [table_row(_cells(ruling)) for ruling in rulings[:1_000]]
    return "\n".join([*heads, *rows, ""]) + notes if rulings else notes


def _report(ruling: Ruling) -> str:
    return summary.report(ruling.assessment, PLAIN) if ruling.assessment else body_of(ruling)


def _cells(ruling: Ruling) -> list[str]:
    number = f"#{ruling.number}" if ruling.number else "merge group"
    status = status_of([ruling])
    said = code(status.description, cell=True)
    return [number, code(short(ruling.head), cell=True), ruling.outcome.upper(), f"{status.state}: {said}"]


def lines_told(one: Done) -> tuple[str, ...]:
    """List everything that is to be told of one target beside its outcome."""
    planned = one.plan.told if one.plan else ()
    applied = one.applied.told if one.applied else ()
    return (*((one.told,) if one.told else ()), *planned, *applied)


def show_plan(one: Done) -> str:
    """Write what would be done, one line each: nothing where all is as it should be."""
    plan = one.plan
    if plan is None:
        return ""
    lines = [f"would write the status {plan.status.state}: {plan.status.description}"] if plan.status else []
    lines += [f"would ask {name} to review" for name in plan.ask]
    if plan.comment:
        lines.append(f"would {'edit' if plan.comment.id else 'write'} the comment")
    lines += [f"would remove the label {name}" for name in plan.remove_labels]
    lines += [f"would add the label {name}" for name in plan.add_labels]
    return "".join(f"  {for_terminal(line)}\n" for line in lines or ["nothing to write: all is as it should be"])


def _append(file: str, text: str) -> None:
    with Path(file).open("ab") as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))
