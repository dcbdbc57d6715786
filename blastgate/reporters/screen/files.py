"""All changed files with status, lines, level and categories: the verbose screen only."""

from __future__ import annotations

from blastgate.model.assessment import Assessment, JudgedFile
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.ink import Line, Span, line, title
from blastgate.reporters.wording.phrases import count


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw one line per changed file."""
    change = assessment.change
    if look.verbosity <= 0 or not change.files:
        return []
    return [title("Files", count(change.totals.files, "file")), *map(_file, change.files)]


def _file(file: JudgedFile) -> Line:
    name = file.path if file.old_path is None else f"{file.old_path} → {file.path}"
    owner = f" in {file.component}" if file.component else ""
    marks = [*file.categories, *(["generated"] if file.generated else [])]
    about = Span(f"  {', '.join(marks)}{owner}" if marks else owner and f" {owner}", "dim")
    status = Span(f"  {file.status:<12} {_lines(file):<14}", "dim")
    return line(Span(f"{file.level:<6}", file.level), status, name, about, indent=2, hang=4)


def _lines(file: JudgedFile) -> str:
    if file.binary:
        return "binary"
    if file.additions is None or file.deletions is None:
        return "lines unknown"
    return f"+{file.additions:,} -{file.deletions:,}"
