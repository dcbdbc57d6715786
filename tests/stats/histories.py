"""Histories made by ``git fast-import``: hundreds of commits at once, with dates and names no porcelain would write."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from blastgate.testing import NO_CONFIGURATION

TRAILER = "Co-Authored-By: Claude <noreply@anthropic.com>"
PERSON = "Robin Example <robin@example.com>"
BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
DAY = 86_400
START = 1_735_689_600  # 2025-01-01T00:00:00Z


class Made(NamedTuple):
    """A commit to make: by default a person's, empty, on the one before it; ``merges`` counts back from here."""

    message: str = "Change"
    date: str = f"{START} +0000"
    files: tuple[tuple[bytes, bytes], ...] = ()
    author: str = PERSON
    merges: int = 0


Make = Callable[..., Path]


def build(folder: Path, commits: Iterable[Made], branch: str = "main") -> Path:
    """Make a bare repository from a list of commits on one branch; return its folder."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", f"--initial-branch={branch}")
    stream = b"".join(written(number, commit, branch) for number, commit in enumerate(commits, 1))
    git(folder, "fast-import", "--quiet", "--date-format=raw-permissive", given=stream)
    return folder


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run plain git, as a user would."""
    environment = {"PATH": os.environ["PATH"], **NO_CONFIGURATION}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, input=given, capture_output=True, check=True
    )
    return done.stdout


def written(number: int, commit: Made, branch: str) -> bytes:
    """Write one commit as fast-import reads it (git-fast-import(1))."""
    message = commit.message.encode("utf-8", "surrogateescape")
    lines = [
        f"commit refs/heads/{branch}",
        f"mark :{number}",
        f"author {commit.author} {commit.date}",
        f"committer {commit.author} {commit.date}",
        f"data {len(message)}",
    ]
    head = "\n".join(lines).encode() + b"\n" + message + b"\n"
    parents = f"from :{number - 1}\n" if number > 1 else ""
    parents += f"merge :{number - commit.merges}\n" if commit.merges else ""
    files = b"".join(
        b"M 100644 inline %s\ndata %d\n%s\n" % (quoted(path), len(data), data) for path, data in commit.files
    )
    return head + parents.encode() + files + b"\n"


def quoted(path: bytes) -> bytes:
    """Quote a path as C does."""
    return (
        b'"'
        + b"".join(b"\\%03o" % byte if byte < 33 or byte > 126 or byte in b'"\\' else bytes([byte]) for byte in path)
        + b'"'
    )


def mixed() -> list[Made]:
    """Three hundred commits of people, an agent and a bot, with merges, in odd zones, not in order of time."""
    dice = random.Random(4)
    commits = [Made("Start", files=((b"README.md", b"one\n"),))]
    for number in range(1, 300):
        zone = dice.choice(("+0000", "-1100", "+1345", "+0530"))
        message = f"Change {number}" + (f"\n\n{TRAILER}" if dice.random() < 0.3 else "")
        path = dice.choice(("api/app.py", "api/auth/login.py", "web/index.ts", "docs/a b.md", "setup.py")).encode()
        lines = b"".join(b"line %d of %d\n" % (line, number) for line in range(dice.randrange(1, 9)))
        time = START + number * DAY // 3 + dice.randrange(-40, 40) * DAY
        merges = 2 if number % 17 == 0 else 0
        author = BOT if number % 11 == 0 else PERSON
        commits.append(Made(message, f"{time} {zone}", ((path, lines),), author, merges))
    return commits
