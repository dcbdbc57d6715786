"""A warm run answers as a cold one, whatever happened to the repository and to the cache in between."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blastgate import kept_graphs as graphs
from blastgate import pipeline
from blastgate.model.codec import dumps
from blastgate.sources import cache
from blastgate.sources.git.door import Git
from blastgate.testing import RepositoryBuilder

START = {
    "services/shop/pyproject.toml": '[project]\nname = "shop"\ndependencies = ["money"]\n',
    "services/shop/Dockerfile": "FROM python\nCOPY . .\n",
    "services/shop/shop/__init__.py": "",
    "services/shop/shop/cart.py": "import os\nfrom money.coins import add\n",
    "services/shop/shop/pay.py": "from shop import cart\n",
    "services/shop/tests/test_cart.py": "from shop.cart import add\n",
    "lib/pyproject.toml": '[project]\nname = "money"\n',
    "lib/money/__init__.py": "",
    "lib/money/coins.py": "def add(): ...\n",
    "web/package.json": '{"name": "@shop/web", "private": true, "scripts": {"start": "x"}}',
    "web/tsconfig.json": '{"compilerOptions": {"paths": {"@ui/*": ["../ui/src/*"]}}}',
    "web/src/app.ts": "import x from '@ui/button'\nimport './util'\n",
    "web/src/util.ts": "export {}\n",
    "ui/package.json": '{"name": "@shop/ui"}',
    "ui/src/button.ts": "export default 1\n",
    "go.mod": "module example.com/shop\n",
    "api/main.go": 'package main\nimport "example.com/shop/store"\n',
    "store/store.go": "package store\n",
    "docker-compose.yml": "services: {shop: {build: ./services/shop}}\n",
}
SETTINGS = {
    "web/tsconfig.json": '{"compilerOptions": {"paths": {"@ui/*": ["./src/*"]}}}',
    "go.mod": "module example.com/other\n",
    "ui/package.json": '{"name": "@shop/ui", "main": "src/button.ts"}',
    "lib/pyproject.toml": '[project]\nname = "coins"\n',
    "docker-compose.yml": "services: {shop: {build: ./services/shop, depends_on: [db]}, db: {image: postgres}}\n",
}
LINES = ("# note\n", "\n", "import money.coins\n", "import shop.pay\n", "import './util'\n", "import '@shop/ui'\n")
Files = dict[str, str]


def edit(files: Files, chance: random.Random) -> dict[str, str | None]:
    """Draw what one commit does: edits above all, then settings, new, deleted and renamed files."""
    path = chance.choice(sorted(files))
    what = chance.choice(["modify", "modify", "modify", "settings", "add", "delete", "rename"])
    if what == "settings":
        name = chance.choice(sorted(SETTINGS))
        return {name: SETTINGS[name] + "\n" * chance.randrange(2)}
    if what == "add":
        folder, _, suffix = path.rpartition("/")[0], *path.rpartition(".")[1:]
        return {f"{folder}/new{chance.randrange(3)}.{suffix}".lstrip("/"): files[path]}
    if what == "delete" and len(files) > 5:
        return {path: None}
    if what == "rename":
        return {path: None, path.replace("s", "z", 1) + ".py": files[path]}
    several = chance.sample(sorted(files), 2)
    return {name: chance.choice(LINES) + files[name] for name in several if name.endswith((".py", ".ts", ".go"))}


def judged(repo: Path, cached: bool) -> list[Any]:
    """Ask for the verdict on the last commit, who is affected by each of its files, and the graph."""
    range_ = pipeline.Range("HEAD~1", "HEAD")
    assessment = pipeline.check(repo, range_, cached=cached)._replace(timings={})
    paths = [file.path for file in assessment.change.files]
    affected = pipeline.affected(repo, paths, range_, cached=cached) if paths else None
    return [dumps(assessment), dumps(affected), pipeline.graph(repo, "HEAD", cached=cached)]


def commit(repo: RepositoryBuilder, files: Files, change: dict[str, str | None], name: str) -> None:
    """Commit a change."""
    for path, text in change.items():
        if text is None:
            files.pop(path, None)
        else:
            files[path] = text
    repo.commit(name, change)


@pytest.fixture(autouse=True)
def keep_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what small repositories would not be worth."""
    monkeypatch.setattr(graphs, "FEW", 0)


@pytest.mark.parametrize("seed", range(4))
def test_warm_is_cold_over_a_history(tmp_path: Path, seed: int) -> None:
    """The cache holds graphs of some earlier trees only: some runs find theirs, some a near one, some none."""
    chance, files = random.Random(seed), dict(START)
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", dict(START))
    for number in range(5):
        commit(repo, files, edit(files, chance), f"Change {number}")
        if chance.random() < 0.8:
            assert judged(repo.path, cached=True) == judged(repo.path, cached=False)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with a commit that changes imports and lines."""
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", dict(START))
    repo.commit(
        "Change", {"lib/money/coins.py": "# more\ndef add(): ...\n", "web/src/util.ts": "import '@ui/button'\n"}
    )
    return repo.path


def entries(repo: Path) -> list[Path]:
    """List the files kept for a repository."""
    folder = cache.cache_of(Git.open(repo).common_dir).folder
    return sorted(item.path for item in cache.stored(folder)) if folder else []


@pytest.mark.parametrize("damage", ["flipped", "truncated", "empty", "foreign", "grown", "nonsense"])
def test_a_damaged_entry_is_noticed_and_built_again(
    shop: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every byte counts: one flipped anywhere is a miss, and the next run has it whole again."""
    cold = judged(shop, cached=True)
    whole = {file: file.read_bytes() for file in entries(shop)}
    assert whole
    for file, data in whole.items():
        file.write_bytes(damaged(data, damage, 200))
    assert judged(shop, cached=True) == cold
    assert {file: file.read_bytes() for file in entries(shop)} == whole
    assert capsys.readouterr().err == ""


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """In the first line as in the bytes; the damaged entry is removed."""
    kept = cache.Cache(tmp_path / "entries")
    kept.save("one", b"some bytes\nand more")
    file = tmp_path / "entries" / "one"
    whole = file.read_bytes()
    for at in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << (at % 8)
        file.write_bytes(flipped)
        assert kept.load("one") is None
        assert not file.exists()


def damaged(data: bytes, damage: str, at: int) -> bytes:
    """Spoil the bytes of an entry."""
    flipped = bytearray(data)
    flipped[at] ^= 1 << (at % 8)
    return {
        "flipped": bytes(flipped),
        "truncated": data[: len(data) // 2 + at],
        "empty": b"",
        "foreign": data.replace(b"-1 ", b"-0 ", 1),
        "grown": data + b"x",
        "nonsense": b"\n" * (at % 7),
    }[damage]


def test_a_place_that_cannot_be_written_is_told_once_and_passed_by(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict is the same; stderr has one line for each run."""
    cold = judged(shop, cached=False)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert dumps(pipeline.check(shop, pipeline.Range("HEAD~1", "HEAD"))._replace(timings={})) == cold[0]
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "the cache is not used" in said


def test_a_folder_that_others_may_write_is_not_used(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who may write there could decide what is affected."""
    cold = judged(shop, cached=True)
    folder = entries(shop)[0].parent
    folder.chmod(0o777)
    assert judged(shop, cached=True) == cold
    assert "others may write" in capsys.readouterr().err


def test_processes_at_once_give_one_answer(shop: Path) -> None:
    """They all find the cache empty, build and keep the same graphs, and leave nothing half done."""
    code = (
        "import sys; from pathlib import Path; from dataclasses import replace; from blastgate import pipeline;"
        "from blastgate.model.codec import dumps;"
        "found = pipeline.check(Path(sys.argv[1]), pipeline.Range('HEAD~1', 'HEAD'));"
        "sys.stdout.write(dumps(found._replace(timings={})))"
    )
    command = [sys.executable, "-c", code, str(shop)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    answers = {process.communicate() for process in running}
    assert answers == {(judged(shop, cached=False)[0].encode(), b"")}
    assert all(file.suffix in (".graph", ".imports", ".policy", ".tools") for file in entries(shop))


def test_nothing_is_kept_of_objects_that_are_missing(tmp_path: Path) -> None:
    """A partial clone may be completed later: then the graph is another one."""
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", {"a.py": "import b\n", "b.py": "x = 1\n"})
    repo.commit("Change", {"b.py": "x = 2\n"})
    loose = next((repo.path / ".git/objects").glob(f"{blob(repo, 'a.py')[:2]}/{blob(repo, 'a.py')[2:]}"))
    data = loose.read_bytes()
    loose.unlink()
    assert pipeline.graph(repo.path, "HEAD").unreadable
    loose.write_bytes(data)
    assert not pipeline.graph(repo.path, "HEAD").unreadable


def blob(repo: RepositoryBuilder, path: str) -> str:
    """Name the blob of a path at HEAD."""
    return repo.run("rev-parse", f"HEAD:{path}")


def test_nothing_is_written_into_the_repository(shop: Path) -> None:
    """Not even below its git folder."""
    before = list(listing(shop))
    judged(shop, cached=True)
    assert list(listing(shop)) == before


def listing(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Name every file with its size and time."""
    for path in sorted(folder.rglob("*")):
        yield str(path), path.stat().st_size, path.stat().st_mtime_ns


def test_the_cache_is_bounded_and_the_last_used_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over the bound goes, the least recently used first."""
    kept = cache.Cache(tmp_path / "entries")
    monkeypatch.setattr(cache, "MAX_BYTES", 350)
    for number in range(3):
        kept.save(f"{number}.graph", bytes(80))
        (tmp_path / "entries" / f"{number}.graph").touch()
    assert kept.load("0.graph") == bytes(80)
    kept.save("3.graph", bytes(80))
    assert kept.load("1.graph") is None
    assert kept.load("0.graph") == bytes(80)
