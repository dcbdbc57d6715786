"""How an error looks on stderr: what, where, and the remedy; policy problems each with their line and a caret."""

from __future__ import annotations

import sys

from blastgate.errors import BlastgateError, PolicyError, Problem
from blastgate.reporters.escape import for_terminal


def print_error(error: Exception) -> bool:
    """Print an error that was foreseen; return False for one that was not."""
    if isinstance(error, PolicyError):
        print("\n".join([_headline(error), *(_draw(problem) for problem in error.problems)]), file=sys.stderr)
        return True
    if isinstance(error, BlastgateError):
        print(_headline(error), file=sys.stderr)
        return True
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        print(f"blastgate: error: {for_terminal(f'{name}{error.strerror or error}')}", file=sys.stderr)
        return True
    return False


def _headline(error: BlastgateError) -> str:
    where = f"{for_terminal(error.where)}: " if error.where else ""
    hint = f"\n  {for_terminal(error.hint)}" if error.hint else ""
    return f"blastgate: error: {where}{for_terminal(error.message)}{hint}"


def _draw(problem: Problem) -> str:
    lines = [f"{for_terminal(problem.file)}:{problem.line}:{problem.column}: {for_terminal(problem.message)}"]
    if problem.text.strip():
        before = for_terminal(problem.text[: problem.column - 1].replace("\t", " "))
        lines += [f"    {for_terminal(problem.text.replace(chr(9), ' '))}", f"    {' ' * len(before)}^"]
    if problem.hint:
        lines.append(f"    {for_terminal(problem.hint)}")
    return "\n".join(lines)
