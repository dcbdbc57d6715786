"""Where the processor time of a command goes: the interpreter, imports of others and of our own, git, and our work.

``python benchmarks/parts.py REPOSITORY PATH``: what ``affected`` of a file, ``check`` of the last commit (both warm)
and ``graph`` (cold) spend. Each part of imports is the difference of two whole processes; medians.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 7
START = """
import gc, sys
from blastgate.cli.app import GARBAGE, run
gc.set_threshold(GARBAGE)
"""
WHOLE = f"""{START}
run({{arguments!r}})
import json, resource
own, git = (sum(resource.getrusage(who)[:2]) * 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
modules = [name for name in sys.modules if name != "__main__" and getattr(sys.modules[name], "__spec__", None)]
print(json.dumps([own, git, modules]), file=sys.stderr)
"""
IMPORTS = f"""{START}
from blastgate.cli._later import put_off
put_off()
for name in {{modules!r}}:
    __import__(name)
gc.freeze()
"""


def main(repository: Path, path: str) -> None:
    """Print the parts of three commands as a table."""
    print(parts_of_three(repository, path))


def parts_of_three(repository: Path, path: str) -> str:
    """Write the parts of ``affected``, ``check`` and ``graph`` as a table."""
    last = ["--base", "HEAD~1", "--head", "HEAD", "--format", "json"]
    return table(
        repository,
        {
            "affected, warm": ["affected", path, *last],
            "check, warm": ["check", *last, "--exit-zero"],
            "graph, cold": ["graph", "--format", "json", "--no-cache"],
        },
    )


def table(repository: Path, commands: dict[str, list[str]]) -> str:
    """Write the parts of each command in milliseconds of processor time, and as multiples of a bare Python."""
    lines = ["| processor ms | python | libraries | own imports | own work | git | all | x python |"]
    lines.append("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for name, arguments in commands.items():
        start, libraries, own, work, git = parts(repository, arguments)
        whole = start + libraries + own + work + git
        numbers = [*(f"{part:,.0f}" for part in (start, libraries, own, work, git, whole)), f"{whole / start:.1f}"]
        lines.append(f"| {name} | {' | '.join(numbers)} |")
    return "\n".join(lines)


def parts(repository: Path, arguments: list[str]) -> tuple[float, float, float, float, float]:
    """Measure the interpreter, the libraries, our modules, our work and git, in turn so that noise meets all."""
    command = WHOLE.format(arguments=arguments)
    run(command, repository)
    modules: list[str] = run(command, repository)[2]  # of a run that finds what the first one kept
    libraries = [name for name in modules if not name.startswith("blastgate")]
    imports = ["pass", *(IMPORTS.format(modules=names) for names in (libraries, modules))]
    rounds = [(*(spent(code, repository) for code in imports), *run(command, repository)[:2]) for _ in range(RUNS)]
    start, others, ours, whole, git = (statistics.median(column) for column in zip(*rounds, strict=True))
    return start, others - start, ours - others, whole - ours, git


def run(code: str, folder: Path) -> tuple[float, float, list[str]]:
    """Run a whole command; return its own processor time, that of git, and the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment(), check=True, capture_output=True, text=True
    )
    own, git, modules = json.loads(done.stderr.splitlines()[-1])
    return own, git, modules


def spent(code: str, folder: Path) -> float:
    """Run code in a fresh interpreter; return its processor time in milliseconds."""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=environment())
    _, _, used = os.wait4(process.pid, 0)
    return (used.ru_utime + used.ru_stime) * 1000


def environment() -> dict[str, str]:
    """Let Python keep its byte code, as it is kept where a package is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
