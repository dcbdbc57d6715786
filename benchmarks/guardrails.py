"""Time every guardrail on real changes: ``make guardrails REPOSITORIES="one another"``.

Reads the last merged changes of each repository as ``backtest`` does and asks every guardrail of each of them, with its
default options and as though AI had made them all, so that none looks away. Prints what loading its module costs, the
median and the largest processor time of one question, and how often it spoke. Reading the change is not in it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time_ns
from typing import NamedTuple

from blastgate import registry
from blastgate.attribution.tools import load_tools
from blastgate.decide.case import case_of
from blastgate.errors import BlastgateError
from blastgate.guardrails.interface import Case
from blastgate.judge import Facts, measure
from blastgate.moving_impacts import ImpactShelf
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import GuardrailSetting, Policy
from blastgate.policy.people import People
from blastgate.sources.git.door import Git
from blastgate.sources.policy import PolicySource
from blastgate.steps.backtest import Judge, read_line

ROOM = "blastgate.guardrails"
USUAL, ROUNDS = 200, 3
LOADING = "import time; s = time.process_time(); import {}; print((time.process_time() - s) * 1000)"
BEFORE = "import blastgate.decide.case, blastgate.guardrails.interface, re, blastgate.policy.people; "


class Asked(NamedTuple):
    """One question: the guardrail, processor time in microseconds, whether it spoke, and the lines of the change."""

    name: str
    micros: float
    spoke: bool
    lines: int


def every_guardrail() -> Policy:
    """Return a policy with all guardrails, each with its default options."""
    names = ", ".join(f"{name}: {{}}" for name in registry.names(ROOM) if name != "protected_paths")
    text = f'version: 1\nextends: [recommended]\nguardrails: {{{names}, protected_paths: {{paths: [".github/**"]}}}}\n'
    return load_policy(text.encode(), "all guardrails", "file", lambda _: None)


def cases(repository: Path, policy: Policy, number: int) -> Iterator[Case]:
    """Read the last merged changes of a repository, as a judgement hands them to the guardrails."""
    git = Git.open(repository)
    impacts = ImpactShelf(git, policy.graph_rules, True)
    judge, people = Judge(PolicySource(policy, None), impacts), People(policy, None)
    tools = load_tools(policy.ai_tools)
    for merged in read_line(git, "", number).changes:
        try:
            change = judge.read(git, merged)
            graph = impacts.graph_of(change) if change.recent is not None else None
            measured = measure(Facts(change, graph, tools, people), policy, impacts.of(change))
        except BlastgateError as error:
            print(f"not judged: {merged.sha[:12]}: {error.message}", file=sys.stderr)
        else:
            yield case_of(measured, policy, people)._replace(ai=True)
    impacts.keep()


def ask(setting: GuardrailSetting, case: Case) -> Asked:
    """Ask one guardrail some times over; the quickest counts, for others are busy too."""
    name = setting.id.replace("-", "_")
    look: Callable[[Case, GuardrailSetting], object] = registry.load(ROOM, name).look
    times, found = [], None
    for _ in range(ROUNDS):
        start = process_time_ns()
        found = look(case, setting)
        times.append((process_time_ns() - start) / 1000)
    return Asked(name, min(times), found is not None, case.change.lines or 0)


def loading(name: str) -> float:
    """Time what the module of a guardrail adds to a process that judges, in milliseconds of processor time."""
    script = BEFORE + LOADING.format(f"{ROOM}.{name}")
    done = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True) for _ in range(5)]
    return statistics.median(float(one.stdout) for one in done)


def row(name: str, asked: list[Asked]) -> str:
    """Write the line of one guardrail."""
    worst = max(asked, key=lambda one: one.micros)
    median = statistics.median(one.micros for one in asked)
    spoke = sum(one.spoke for one in asked)
    times = f"{loading(name):.1f} | {median / 1000:.3f} | {worst.micros / 1000:.1f}"
    return f"| `{name}` | {times} | {worst.lines:,} | {spoke} |"


def main(arguments: list[str]) -> int:
    """Time the guardrails on the repositories named; ``-n N`` says how many changes of each."""
    number, places = (int(arguments[1]), arguments[2:]) if arguments[:1] == ["-n"] else (USUAL, arguments)
    if not places:
        print(f"usage: {Path(__file__).name} [-n N] REPOSITORY...", file=sys.stderr)
        return 2
    policy = every_guardrail()
    found = [case for place in places for case in cases(Path(place), policy, number)]
    asked = [ask(setting, case) for case in found for setting in policy.layers[-1].guardrails]
    print(f"{len(found)} changes of {len(places)} repositories; milliseconds of processor time\n")
    print("| guardrail | loading | median | largest | its lines | spoke |\n| --- |" + " --: |" * 5)
    for name in sorted({one.name for one in asked}):
        print(row(name, [one for one in asked if one.name == name]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
