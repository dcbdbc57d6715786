"""Killed in the middle, a full disk, a home that cannot be written: the verdict is the same each time."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_shop import FILES

from blastgate.sources import cache
from blastgate.testing import RepositoryBuilder

ASK = """
import os, signal, sys
from pathlib import Path
from blastgate import kept_graphs as graphs, pipeline
from blastgate.model.codec import dumps
from blastgate.sources import cache
graphs.FEW = 0
{before}
found = pipeline.check(Path(sys.argv[1]), pipeline.Range("HEAD~1", "HEAD"))
sys.stdout.write(dumps(found._replace(timings={{}})))
"""
DIES_BEFORE_RENAME = "cache.os.replace = lambda *a: os.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with a change, large enough to be worth keeping."""
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", FILES | {f"cart/part{n}.py": "from cart import api\n" for n in range(200)})
    repo.commit("Change", {"cart/api.py": "def add(): return 1\n"})
    return repo.path


def asked(repo: Path, home: Path, before: str = "", **options: Any) -> tuple[int, bytes, str]:
    """Ask for the verdict in a process of its own, with a home of its own."""
    environment = {key: value for key, value in os.environ.items() if key != "XDG_CACHE_HOME"} | {"HOME": str(home)}
    command = [sys.executable, "-c", ASK.format(before=before), str(repo)]
    ran = subprocess.run(command, capture_output=True, env=environment, check=False, **options)
    return ran.returncode, ran.stdout, ran.stderr.decode()


def little_room(most: int = 1_024) -> None:
    """Let no file of this process grow beyond some bytes, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def no_room() -> None:
    """Let no file of this process hold anything."""
    little_room(0)


@pytest.fixture
def verdict(shop: Path, tmp_path: Path) -> tuple[int, bytes, str]:
    """The answer with an empty cache that can be written."""
    answer = asked(shop, tmp_path / "fresh")
    assert (answer[0], answer[2]) == (0, "")
    return answer


def test_a_process_killed_while_it_keeps_its_graph(shop: Path, tmp_path: Path, verdict: tuple[int, bytes, str]) -> None:
    """What it left behind is no entry, and is in nobody's way."""
    home = tmp_path / "home"
    home.mkdir()
    assert asked(shop, home, DIES_BEFORE_RENAME)[0] == -signal.SIGKILL
    left = [file for file in home.rglob("*") if file.is_file()]
    assert left, "it died before it wrote anything"
    assert asked(shop, home) == verdict
    assert asked(shop, home) == verdict


def test_no_room_for_the_cache(shop: Path, tmp_path: Path, verdict: tuple[int, bytes, str]) -> None:
    """Nothing can be kept; one line says so, and nothing half written is left as an entry."""
    home = tmp_path / "home"
    home.mkdir()
    code, out, err = asked(shop, home, preexec_fn=little_room)
    assert (code, out) == verdict[:2]
    assert "the cache is not used" in err
    assert err.count("\n") == 1
    assert asked(shop, home) == verdict


def test_no_room_for_anything(shop: Path, tmp_path: Path) -> None:
    """Not even for what git is asked: an error that was foreseen, and never green."""
    command = [
        sys.executable,
        "-c",
        "from blastgate.cli.app import main; main()",
        "check",
        "--repo",
        str(shop),
        "--base",
    ]
    ran = subprocess.run([*command, "HEAD~1"], capture_output=True, check=False, preexec_fn=no_room)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"File too large" in ran.stderr
    assert b"internal error" not in ran.stderr


@pytest.mark.parametrize("home", ["nowhere/at/all", "file", "/proc/self/nothing"])
def test_a_home_that_cannot_be_written(shop: Path, tmp_path: Path, verdict: tuple[int, bytes, str], home: str) -> None:
    """Not there, no folder, and of a file system that takes nothing (root may write whatever modes say)."""
    (tmp_path / "file").write_text("")
    code, out, _ = asked(shop, tmp_path / home)
    assert (code, out) == verdict[:2]


def test_half_an_entry_is_none(tmp_path: Path) -> None:
    """Under the name of a whole one it is a miss."""
    kept = cache.Cache(tmp_path / "entries")
    kept.save("one.graph", bytes(1_000))
    file = tmp_path / "entries" / "one.graph"
    file.write_bytes(file.read_bytes()[:500])
    assert kept.load("one.graph") is None
