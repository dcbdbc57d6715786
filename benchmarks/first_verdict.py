"""Walk a stranger's path and time each step: ``make verdict [REPOSITORY=DIR]``.

From the built wheel and nothing else: an empty home, no variable but PATH, a new environment, a fresh clone of the
repository that is named (the example shop where none is), and then the commands of README's *Use it*, word for word.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]
SHOP = TOP / "examples" / ".built" / "shop"
README = (
    "blastgate check",
    "blastgate check --base HEAD~1",
    "blastgate init --hooks",
)
INSTALLED = ("python3 -m venv ../venv", "../venv/bin/pip install --quiet ../*.whl")


class Step(NamedTuple):
    """A command that ran: seconds, exit code, and the first line it said."""

    command: str
    seconds: float
    code: int
    said: str


def main() -> int:
    """Build the wheel, walk the path, print a row for each step and the sum; 1 where a step could not decide."""
    repository = Path(sys.argv[1]).resolve() if sys.argv[1:] else shop()
    with tempfile.TemporaryDirectory(prefix="blastgate-verdict-") as name:
        place = Path(name)
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(place), str(TOP)]
        subprocess.run(build, check=True)
        (place / "home").mkdir()
        steps = [step(place, f"git clone --quiet {repository.as_uri()} ../repository")]
        steps += [step(place, command) for command in INSTALLED]
        steps += [step(place, command, "repository") for command in README]
    print(f"{'seconds':>7}  exit  command")
    for one in steps:
        print(f"{one.seconds:7.1f}  {one.code:4}  {one.command}{f'    {one.said}' if one.said else ''}")
    verdict = sum(one.seconds for one in steps[: 1 + len(INSTALLED) + 2])
    print(f"{verdict:7.1f}        from nothing to the first verdict")
    return int(any(one.code not in (0, 1, 3) for one in steps))


def step(place: Path, command: str, folder: str = "home") -> Step:
    """Run one command as a stranger's shell would, in a home that holds nothing."""
    environment = {"HOME": str(place / "home"), "PATH": f"{place / 'venv' / 'bin'}:/usr/local/bin:/usr/bin:/bin"}
    start = perf_counter()
    ran = subprocess.run(
        ["/bin/sh", "-c", command], cwd=place / folder, env=environment, capture_output=True, text=True, check=False
    )
    seconds = perf_counter() - start
    said = (ran.stdout or ran.stderr).strip().partition("\n")[0]
    return Step(command, seconds, ran.returncode, said)


def shop() -> Path:
    """Build the example shop where it is not built yet."""
    if not SHOP.exists():
        subprocess.run([sys.executable, str(TOP / "examples" / "build_shop.py")], check=True, capture_output=True)
    return SHOP


if __name__ == "__main__":
    sys.exit(main())
