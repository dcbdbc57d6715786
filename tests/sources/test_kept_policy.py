"""A policy that an earlier run kept is the policy that would be loaded, and nothing else is ever taken for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from blastgate import registry
from blastgate.attribution.tools import load_tools, read_shipped
from blastgate.errors import PolicyError
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import Policy
from blastgate.sources.cache import NO_CACHE, Cache
from blastgate.sources.kept import POLICY_ROOMS, TOOL_ROOMS, kept_policy, kept_tools, packed, unpacked

PLACE = (":.blastgate.yml", "default-branch")
FULL = b"""version: 1
extends: [recommended, more.yml]
levels: {low: {max_files: 3}}
people:
  senior: ["@ann"]
  owners: codeowners
  emails: {ann@example.com: "@ann"}
guardrails:
  protected_paths: {paths: ["x/**"], then: review, by: [senior]}
  oversized_change: {max_lines: 10}
components:
  shop: {root: services/shop, kind: service, owners: ["@ann"], criticality: high}
ai_tools:
  our-bot: {title: Our bot, identities: ["bot@example.com"]}
"""
BESIDE = {"more.yml": b"version: 1\ncategories:\n  ours: {paths: ['a/**'], at_least: medium}\n"}


def load(cache: Cache, text: bytes | None, files: Mapping[str, bytes] = BESIDE) -> Policy:
    """Load as a command does."""
    return kept_policy(cache, text, (PLACE[0], "default-branch"), files.get)


@pytest.mark.parametrize(
    "text", [None, FULL, *(f"version: 1\nextends: [{n}]\n".encode() for n in ("starter", "strict"))]
)
def test_what_is_kept_is_the_policy(tmp_path: Path, text: bytes | None) -> None:
    """Every layer, place and digest; the built-in one too."""
    fresh = load_policy(text, PLACE[0], "default-branch", BESIDE.get)
    cache = Cache(tmp_path / "kept")
    assert [load(cache, text), load(cache, text)] == [fresh, fresh]
    assert repr(unpacked(packed(fresh))).replace("mappingproxy({})", "{}") == repr(fresh).replace(
        "mappingproxy({})", "{}"
    )
    assert load(NO_CACHE, text) == fresh


def test_a_file_that_it_extends_counts(tmp_path: Path) -> None:
    """Other bytes there are another policy; none there is a mistake again."""
    cache = Cache(tmp_path / "kept")
    load(cache, FULL)
    other = {"more.yml": BESIDE["more.yml"].replace(b"medium", b"high")}
    assert load(cache, FULL, other) == load_policy(FULL, PLACE[0], "default-branch", other.get)
    with pytest.raises(PolicyError):
        load(cache, FULL, {})


def test_mistakes_are_told_every_time(tmp_path: Path) -> None:
    """A policy with mistakes is not kept."""
    for _ in range(2):
        with pytest.raises(PolicyError):
            load(Cache(tmp_path / "kept"), b"version: 1\ngaet: []\n")
    assert not (tmp_path / "kept").exists()


def test_an_entry_under_a_foreign_name_is_not_believed(tmp_path: Path) -> None:
    """The name is a checksum, which others can meet: the texts decide."""
    cache = Cache(tmp_path / "kept")
    for text in (None, FULL):
        load(cache, text)
    one, other = sorted((tmp_path / "kept").iterdir())
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)
    assert load(cache, FULL) == load_policy(FULL, PLACE[0], "default-branch", BESIDE.get)


def test_a_damaged_entry_is_loaded_anew(tmp_path: Path) -> None:
    """One flipped byte is a miss."""
    cache = Cache(tmp_path / "kept")
    fresh = load(cache, FULL)
    (entry,) = (tmp_path / "kept").iterdir()
    entry.write_bytes(entry.read_bytes().replace(b"@ann", b"@bob"))
    assert load(cache, FULL) == fresh


@pytest.mark.parametrize("odd", [b"", b"{", b"{}", b"[]", b'[["x"], {}]', b"[1, 2, 3]", b"[[], 3, []]"])
def test_an_entry_of_another_form_is_loaded_anew(tmp_path: Path, odd: bytes) -> None:
    """Sound by its checksum, and still nothing that was ever kept."""
    cache = Cache(tmp_path / "kept")
    fresh = load(cache, FULL)
    (entry,) = (tmp_path / "kept").iterdir()
    cache.save(entry.name, odd)
    assert load(cache, FULL) == fresh


@pytest.mark.parametrize(
    ("rooms", "run"),
    [
        (
            POLICY_ROOMS,
            "from blastgate.policy.layers import load; load.load_policy(sys.stdin.buffer.read(), *'xx', {}.get)",
        ),
        (TOOL_ROOMS, "from blastgate.attribution.tools import read_shipped; read_shipped()"),
    ],
)
def test_another_code_is_another_entry(rooms: tuple[str, ...], run: str) -> None:
    """Every module of ours that has a word in it lies in a room whose bytes are in the name of the entry."""
    ask = "print(*(module for module in sys.modules if module.startswith('blastgate.')))"
    text = b"version: 1\nextends: [recommended, strict]\n"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {run}; {ask}"], input=text, capture_output=True, check=True
    )
    top = Path(registry.__file__).parent
    places = {Path(top, *module.split(".")[1:]) for module in done.stdout.decode().split()}
    used = {str((place if place.is_dir() else place.parent).relative_to(top)) for place in places}
    assert used - {"."} <= set(rooms)


def test_kept_tools_are_the_shipped_ones(tmp_path: Path) -> None:
    """The same tables in the same order; nothing is kept without a cache."""
    cache = Cache(tmp_path / "kept")
    first, second = kept_tools(cache), kept_tools(cache)
    assert first == second == read_shipped()
    assert second is not None and len(second.tools) == len(registry.rule_files("ai_tools"))
    assert repr(load_tools(shipped=second)) == repr(load_tools())
    assert kept_tools(NO_CACHE) is None
