"""Time and memory on inputs that want to hurt: ``python benchmarks/hard_use.py [--only WORD] [--keep DIR]``.

Every input is built here, in a temporary folder; docs/hard-use.md shows the table. Each row is a whole process with a
cold cache: seconds on the wall, the largest resident size of it and of git below it, how it ended, and what it said.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

BLASTGATE = str(Path(sys.executable).parent / "blastgate")
WHO = b"Ada <ada@example.com>"
START = {"README.md": b"# Shop\n", "shop/app.py": b"import os\n"}


Files = Callable[[], Mapping[str, bytes]]  # made when they are written: a large parent would be counted


class Row(NamedTuple):
    """One line of the table: the input, its command, and the exit codes that are right."""

    name: str
    build: Callable[[Path], object]
    command: tuple[str, ...]
    stdin: str = ""


def commits(top: Path, turns: Iterable[tuple[str, Mapping[str, bytes]]]) -> None:
    """Make a repository of commits with ``git fast-import``; each has a message and the files it writes."""
    git = ["git", "-c", "core.longPaths=true", "-C", str(top)]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(top)], check=True)
    stream = subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert stream.stdin is not None
    for number, (message, files) in enumerate(turns):
        stream.stdin.write(b"commit refs/heads/main\n")
        stream.stdin.write(b"committer %s %d +0000\n" % (WHO, 1_704_067_200 + 60 * number))
        stream.stdin.write(b"data %d\n%s\n" % (len(message.encode()), message.encode()))
        for path, data in files.items():
            stream.stdin.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
    stream.stdin.close()
    if stream.wait():
        raise SystemExit("git fast-import failed")


def then(files: Files, start: Files = lambda: START) -> Callable[[Path], object]:
    """Build a base and one commit upon it."""
    return lambda top: commits(top, (("Start", start()), ("Change", files())))


def beside(name: str, data: Callable[[], bytes], files: Files) -> Callable[[Path], object]:
    """Build a base and one commit upon it, and a file that is not committed."""

    def build(top: Path) -> None:
        commits(top, (("Start", START), ("Change", files())))
        (top / name).write_bytes(data())

    return build


def written(name: str, data: Callable[[], bytes]) -> Callable[[Path], object]:
    """Build a small repository, and one file beside it."""
    return beside(name, data, lambda: {"shop/app.py": b"import sys\n"})


def many_files(count: int, text: bytes = b"import os\n") -> dict[str, bytes]:
    """Name files of a thousand folders."""
    return {f"pkg{n % 1000}/part{n}.py": text for n in range(count)}


def as_diff(count: int, lines: int) -> bytes:
    """Write a unified diff that adds files."""
    added = b"".join(b"+line %d\n" % n for n in range(lines))
    head = "diff --git a/{0} b/{0}\nnew file mode 100644\nindex 0000000..1111111\n"
    head += "--- /dev/null\n+++ b/{0}\n@@ -0,0 +1,{1} @@\n"
    return b"".join(head.format(f"p{n % 1000}/f{n}.py", lines).encode() + added for n in range(count))


def packages(count: int, needs: Callable[[int], int]) -> dict[str, bytes]:
    """Name packages of one npm workspace that depend on each other."""
    files = {"package.json": b'{"name": "top", "workspaces": ["packages/*"]}'}
    for n in range(count):
        text = f'{{"name": "@x/p{n}", "scripts": {{"start": "x"}}, "dependencies": {{"@x/p{needs(n)}": "*"}}}}'
        files[f"packages/p{n}/package.json"] = text.encode()
        files[f"packages/p{n}/index.js"] = f"import '@x/p{needs(n)}'\n".encode()
    return files


def modules(count: int) -> dict[str, bytes]:
    """Name Python files that import each other in one great circle, with chords."""
    return {
        f"m/m{n}.py": f"from m import m{(n + 1) % count}, m{(n * 7 + 3) % count}\n".encode() for n in range(count)
    } | {"m/__init__.py": b""}


def history(count: int) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """Yield a start and many commits, each third one marked by an agent."""
    yield "Start", START
    for n in range(count):
        mark = "\n\nCo-authored-by: Claude <noreply@anthropic.com>" if n % 3 == 0 else ""
        yield f"Change {n}{mark}", {f"shop/part{n % 500}.py": b"import os\nx = %d\n" % n}


NESTED = 100_000
DEEP = {
    "docker-compose.yml": b"services: " + b"{a: " * NESTED,
    "package.json": b'{"a":' * NESTED,
    "k8s/a.yaml": b"- " * NESTED,
    ".github/workflows/ci.yml": b"[" * NESTED,
    "pyproject.toml": b"x = " + b"[" * NESTED,
    "pom.xml": b"<a>" * NESTED,
    "main.tf": b"a {\n" * NESTED,
    "deep/a.py": b"(" * NESTED + b"\nimport os\n",
    "deep/a.ts": b"`${" * NESTED,
    "deep/a.json": b"[" * NESTED,
}
BOMB = b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 40)
)
EVIL = (r"(a+)+$", r"(a|aa)*b", r"(.*a){20}", r"([a-z]+)*=", r"(\\w+\\s?)*x", r"a{0,900}a{0,900}")
EXPRESSIONS = b"version: 1\nextends: [recommended]\ncategories:\n" + b"".join(
    b'  c%d: {at_least: high, added_lines: ["%s"]}\n' % (n, text.encode()) for n, text in enumerate(EVIL[:5])
)
LARGE_POLICY = b"version: 1\nextends: [recommended]\ncategories:\n" + b"".join(
    b"  c%d:\n    at_least: high\n    paths:\n" % n
    + b"".join(b'      - "**/services-%d/team-%d/**/x%d-*.py"%s\n' % (n, m, m, b" " * 10) for m in range(100))
    for n in range(180)
)
ONE_LINE = b"var a=require('./app');", b"function f(a){return a+'x'+`${a}`/2};"
LONG = "/".join(["n" * 200] * 19) + "/" + "x" * 170 + ".py"
CHECK = ("check", "--base", "HEAD~1", "--head", "HEAD", "-q")
RANGE = ("check", "--base", "main~50000", "--head", "main", "-q")
OWNERS = b"".join(b"/services/s%d/** @team%d\n*.e%d @a\n" % (n, n, n) for n in range(40_000))

ROWS = (
    Row("100,000 changed files", then(lambda: many_files(100_000)), CHECK),
    Row(
        "100,000 modified files",
        lambda top: commits(top, (("S", many_files(100_000)), ("C", many_files(100_000, b"import sys\n")))),
        CHECK,
    ),
    Row(
        "diff of 100,000 files",
        written("d.diff", lambda: as_diff(100_000, 1)),
        ("check", "--diff", "-", "-q"),
        "d.diff",
    ),
    Row(
        "diff of 1,000,000 lines",
        written("d.diff", lambda: as_diff(10, 100_000)),
        ("check", "--diff", "-", "-q"),
        "d.diff",
    ),
    Row("1,000,000 changed lines", then(lambda: {f"shop/b{n}.py": b"import os\n" * 100_000 for n in range(10)}), CHECK),
    Row("one file of 100 MB", then(lambda: {"shop/large.py": b"x = 1  # line\n" * 7_500_000}), CHECK),
    Row("one line of 10 MB, minified", then(lambda: {"shop/m.js": ONE_LINE[0] + ONE_LINE[1] * 280_000}), CHECK),
    Row("one line of 1.9 MB, minified", then(lambda: {"shop/m.js": ONE_LINE[0] + ONE_LINE[1] * 50_000}), CHECK),
    Row("50,000 commits", lambda top: commits(top, history(50_000)), RANGE),
    Row("50,000 commits, listed", lambda top: commits(top, history(50_000)), ("commits", "main~50000..main", "-q")),
    Row("nested 100,000 deep, ten formats", then(lambda: DEEP), CHECK),
    Row(
        "aliases that unfold to 9^40, manifests",
        then(lambda: {"docker-compose.yml": BOMB, "k8s/a.yaml": BOMB, ".github/workflows/a.yml": BOMB}),
        CHECK,
    ),
    Row("aliases that unfold to 9^40, policy", written("p.yml", lambda: BOMB), (*CHECK, "--policy", "p.yml")),
    Row(
        "nested 100,000 deep, policy",
        written("p.yml", lambda: b"a: " * 10 + b"[" * 100_000),
        (*CHECK, "--policy", "p.yml"),
    ),
    Row(
        "five evil expressions, lines of 1 MB",
        beside("p.yml", lambda: EXPRESSIONS, lambda: {"shop/a.py": (b"a" * 1_000_000 + b"\n") * 10}),
        (*CHECK, "--policy", "p.yml"),
    ),
    Row(
        "an expression that grows, policy",
        written(
            "p.yml",
            lambda: b"version: 1\ncategories: {x: {at_least: high, added_lines: ['((a{1,99}){1,99}){1,99}']}}\n",
        ),
        (*CHECK, "--policy", "p.yml"),
    ),
    Row("policy of 1 MiB, 18,000 globs", written("p.yml", lambda: LARGE_POLICY), (*CHECK, "--policy", "p.yml")),
    Row("policy over 1 MiB", written("p.yml", lambda: LARGE_POLICY * 2), (*CHECK, "--policy", "p.yml")),
    Row(
        "CODEOWNERS of 80,000 lines",
        then(lambda: {"CODEOWNERS": OWNERS, "services/s1/a.py": b"x = 1\n"}, lambda: START | {"CODEOWNERS": OWNERS}),
        CHECK,
    ),
    Row(
        "10,000 components, a chain",
        then(lambda: {"packages/p9999/index.js": b"1\n"}, lambda: packages(10_000, lambda n: n + 1)),
        CHECK,
    ),
    Row(
        "10,000 components, a circle",
        then(lambda: {"packages/p7/index.js": b"1\n"}, lambda: packages(10_000, lambda n: (n + 1) % 10_000)),
        CHECK,
    ),
    Row(
        "10,000 components, graph",
        then(lambda: {"packages/p7/index.js": b"1\n"}, lambda: packages(10_000, lambda n: (n + 1) % 10_000)),
        ("graph", "--format", "json"),
    ),
    Row("10,000 files that import in circles", then(lambda: {"m/m7.py": b"x = 1\n"}, lambda: modules(10_000)), CHECK),
    Row(
        "10,000 files that import in circles, affected",
        then(lambda: {"m/m7.py": b"x = 1\n"}, lambda: modules(10_000)),
        ("affected", "m/m7.py"),
    ),
    Row("500 paths of 4,000 characters", then(lambda: {f"d{n}/{LONG}": b"import os\n" for n in range(500)}), CHECK),
)


class Spent(NamedTuple):
    """One run: seconds on the wall and of a processor, megabytes, exit code and the first line it said."""

    seconds: float
    cpu: float
    peak: float
    code: int
    said: str


def run(row: Row, top: Path, home: Path) -> Spent:
    """Run the command of a row to its end."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "BLASTGATE"))}
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "NO_COLOR": "1"}
    out = home / "out"
    with (top / row.stdin if row.stdin else Path(os.devnull)).open("rb") as given, out.open("wb") as taken:
        start = time.perf_counter()
        ran = subprocess.Popen(
            [BLASTGATE, *row.command], cwd=top, env=environment, stdin=given, stdout=taken, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(ran.pid, 0)
        wall = time.perf_counter() - start
    ran.returncode = os.waitstatus_to_exitcode(status)
    text = re.sub(r"\s+", " ", out.read_bytes()[:400].decode("utf-8", "replace")).strip()
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, ran.returncode, text)


def main() -> int:
    """Build each input, run its command, print the table; exit 1 where one crashed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="rows whose name holds this")
    options.add_argument("--said", type=int, default=90, help="how much of the answer is shown")
    options.add_argument("--build", nargs=2, metavar=("NAME", "DIR"), help="build one input, and nothing else")
    asked = options.parse_args()
    if asked.build:
        next(row for row in ROWS if row.name == asked.build[0]).build(Path(asked.build[1]))
        return 0
    crashed = 0
    print(
        "| input | command | seconds | of a processor | peak MB | exit | said |\n"
        "| --- | --- | --: | --: | --: | --: | --- |",
        flush=True,
    )
    for row in ROWS:
        if asked.only in row.name:
            with tempfile.TemporaryDirectory(prefix="blastgate-hard-") as name:
                top, home = Path(name) / "repository", Path(name) / "home"
                top.mkdir()
                home.mkdir()
                subprocess.run(
                    [sys.executable, __file__, "--build", row.name, str(top)], check=True
                )  # its size is not ours
                spent = run(row, top, home)
            crashed += spent.code not in (0, 1, 2, 3)
            cells = (
                row.name,
                f"`{row.command[0]}`",
                f"{spent.seconds:.1f}",
                f"{spent.cpu:.1f}",
                f"{spent.peak:.0f}",
                str(spent.code),
            )
            print(f"| {' | '.join((*cells, spent.said[: asked.said].replace('|', '/')))} |", flush=True)
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
