"""Time the gate from event to status on a real tree: ``python benchmarks/gate.py REPOSITORY [REF]``.

The files of one commit are served whole as ``acme/shop`` by git, and by a GitHub of one's own on the loopback. A pull
request then changes one of its source files. Whole processes are timed, fetching included: without any graph, with the
default branch's graph that a scheduled run kept, both from a server that sends all files at once and from one that
sends them when asked, and without git. The number of API calls is counted at the server.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from blastgate.testing.github import FakeGitHub

RUNS = 5
EVENT = "pull_request_target"
POLICY = 'version: 1\nextends: [recommended]\npeople: {senior: ["@dana"], owners: ["@kim"]}\n'
PEOPLE = {f"GIT_{who}_{what}": said for who in ("AUTHOR", "COMMITTER") for what, said in (("NAME", "sam"),)}
PEOPLE |= {f"GIT_{who}_EMAIL": "sam@example.com" for who in ("AUTHOR", "COMMITTER")}
SOURCE = (".py", ".ts", ".tsx", ".go", ".java", ".js", ".rb")


class Run(NamedTuple):
    """One run of the gate: seconds on the clock and of processor time (git's server included), API calls, status."""

    seconds: float
    cpu: float
    calls: int
    status: str


def main() -> int:
    """Serve the tree, run the gate in each way, print one row for each."""
    source, ref = Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else "HEAD"
    with tempfile.TemporaryDirectory(prefix="blastgate-gate-") as name, FakeGitHub("acme/shop") as fake:
        folder = Path(name)
        served = Served(folder, source, ref)
        served.show(fake)
        print(f"{served.files:,} files, one of them changed ({served.changed}), median of {RUNS} runs")
        kept = ("--cache", str(folder / "graphs"))
        ways = {"cold": (), "with the kept graph": kept}
        served.git("config", "uploadpack.allowFilter", "false")
        fetched = statistics.median(served.fetched(folder / f"clone{number}") for number in range(RUNS))
        print(f"  {'git fetch alone':40} {fetched:6.2f} s")
        gate(fake, folder, "schedule", kept)
        for label, options in ways.items():
            show(f"{label}, a server without filters", [gate(fake, folder, EVENT, options) for _ in range(RUNS)])
        served.git("config", "uploadpack.allowFilter", "true")
        for label, options in {**ways, "without git": ("--without-git",)}.items():
            show(label, [gate(fake, folder, EVENT, options) for _ in range(RUNS)])
    return 0


def show(label: str, runs: list[Run]) -> None:
    """Print the row of one way."""
    wall, cpu = (statistics.median(times) for times in zip(*((run.seconds, run.cpu) for run in runs), strict=True))
    calls = f"{runs[0].calls:3} calls, then {runs[-1].calls}"
    print(f"  {label:40} {wall:6.2f} s  {cpu:6.2f} s cpu  {calls}: {runs[-1].status}")


class Served:
    """A bare repository of one commit with another's files, and a branch on it; the objects stay where they are."""

    def __init__(self, folder: Path, source: Path, ref: str) -> None:
        self.path = folder / "acme" / "shop"
        tree = _git(source, "rev-parse", f"{ref}^{{tree}}")
        objects = _git(source, "rev-parse", "--git-path", "objects")
        _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.path))
        (self.path / "objects" / "info" / "alternates").write_text(f"{source / objects}\n")
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("read-tree", tree)
        self.add(".blastgate.yml", POLICY.encode())
        self.trees = [self.git("write-tree")]
        listed = self.git("ls-files").split("\n")
        self.files = len(listed)
        self.changed = next(path for path in listed[len(listed) // 2 :] if path.endswith(SOURCE))
        self.add(self.changed, self.git("show", f":{self.changed}").encode() + b"\n\n")
        self.trees.append(self.git("write-tree"))
        self.base = self.git("commit-tree", self.trees[0], "-m", "Start")
        self.head = self.git("commit-tree", self.trees[1], "-p", self.base, "-m", "Change")
        for name, sha in {"heads/main": self.base, "heads/topic": self.head, "pull/7/head": self.head}.items():
            self.git("update-ref", f"refs/{name}", sha)

    def add(self, path: str, data: bytes) -> None:
        """Put a file into the index."""
        (self.path / "new").write_bytes(data)
        blob = self.git("hash-object", "-w", "--no-filters", "new")
        self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")

    def git(self, *args: str) -> str:
        """Run git in the repository."""
        return _git(self.path, *args)

    def fetched(self, clone: Path) -> float:
        """Time git alone: seconds to fetch both branches into an empty repository."""
        _git(self.path, "init", "--quiet", "--bare", str(clone))
        start = perf_counter()
        _git(clone, "fetch", "--quiet", self.path.as_uri(), "main", "topic")
        return perf_counter() - start

    def show(self, fake: FakeGitHub) -> None:
        """Tell the double of GitHub what there is."""
        fake.objects(self.path)
        for login in ("dana", "kim", "sam"):
            fake.person(login, emails=[f"{login}@example.com"])
        fake.commit(self.base, "sam", "Start", (), tree=self.trees[0])
        fake.commit(self.head, "sam", "Change", (self.base,), tree=self.trees[1])
        fake.branch("main", self.base)
        fake.file(".blastgate.yml", POLICY)
        patch = {"filename": self.changed, "status": "modified", "additions": 1, "deletions": 0, "changes": 1}
        urls = dict.fromkeys(("blob_url", "raw_url", "contents_url"), "")
        shown = {**patch, **urls, "sha": self.head, "patch": "@@ -1 +1,2 @@\n x\n+"}
        fake.pull_request(7, "topic", "sam", "main", [self.head], files=[shown])


def gate(fake: FakeGitHub, folder: Path, event: str, options: tuple[str, ...]) -> Run:
    """Run the gate on an event as a workflow does."""
    before = len(fake.seen)
    environment = {
        **os.environ,
        **fake.environment(event, fake.payload(event, 7), folder),
        "GITHUB_SERVER_URL": folder.as_uri(),
        "RUNNER_TEMP": str(folder),
        "XDG_CACHE_HOME": str(folder / "nothing"),
    }
    command = [str(Path(sys.executable).parent / "blastgate"), "gate", *options]
    start, before_cpu = perf_counter(), children_cpu()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds, cpu = perf_counter() - start, children_cpu() - before_cpu
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    head = fake.world.pulls[7].head_sha
    return Run(seconds, cpu, len(fake.seen) - before, str(fake.statuses(head)[-1].description))


def children_cpu() -> float:
    """Read the processor time of all processes that were started and have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _git(folder: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=folder, capture_output=True, check=True, env={**os.environ, **PEOPLE})
    return done.stdout.decode("utf-8", "surrogateescape").strip()


if __name__ == "__main__":
    sys.exit(main())
