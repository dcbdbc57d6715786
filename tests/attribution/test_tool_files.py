"""Every file of rules/ai_tools is well formed and proved by its own samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from attribution_samples import counts, evidence_of, judged

from blastgate import registry
from blastgate.attribution.tools import Tools, read_tool
from blastgate.policy.tool_marks import check_tool, read_identity

FILES = registry.rule_files("ai_tools")
NAMES = [path.stem for path in FILES]


def samples(path: Path, side: str) -> list[dict[str, Any]]:
    _, proof = yaml.safe_load_all(path.read_text(encoding="utf-8"))
    return list(proof["samples"][side])


POSITIVE = [
    pytest.param(path.stem, s, id=f"{path.stem}-{n}") for path in FILES for n, s in enumerate(samples(path, "positive"))
]
NEGATIVE = [
    pytest.param(path.stem, s, id=f"{path.stem}-{n}") for path in FILES for n, s in enumerate(samples(path, "negative"))
]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_file_is_well_formed(path: Path) -> None:
    data = read_tool(path)
    assert check_tool(data) == []
    assert data["name"] == path.stem


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_quick_reading_sees_what_a_full_yaml_reader_sees(path: Path) -> None:
    marks = next(iter(yaml.safe_load_all(path.read_text(encoding="utf-8"))))
    assert read_tool(path) == marks


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_file_has_samples_of_both_kinds(path: Path, tools: Tools) -> None:
    acts = tools.tools[path.stem].acts
    assert samples(path, "negative")
    assert samples(path, "positive") or acts == "unclear"


@pytest.mark.parametrize(("tool", "sample"), POSITIVE)
def test_a_positive_sample_shows_the_tool(tool: str, sample: dict[str, Any], tools: Tools) -> None:
    found = [e for e in evidence_of(sample, tools) if e.tool == tool and counts(e)]
    assert found
    for key in ("kind", "strength", "role"):
        assert sample.get(key) in (None, getattr(found[0], key))


@pytest.mark.parametrize(("tool", "sample"), NEGATIVE)
def test_a_negative_sample_does_not(tool: str, sample: dict[str, Any], tools: Tools) -> None:
    assert [e for e in evidence_of(sample, tools) if e.tool == tool and counts(e)] == []
    assert judged(sample, tools).state == sample.get("state", judged(sample, tools).state)


def test_every_tool_reads_its_samples_without_reading_them_on_the_hot_path() -> None:
    assert all("samples" not in read_tool(path) for path in FILES)


GOOD = {"name": "acme", "title": "Acme", "homepage": "https://acme.test", "source": "our own"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"identitys": ["a@b.c"]}, "did you mean 'identities'?"),
        ({"name": ""}, "'name' is missing"),
        ({"names": "Acme"}, "'names' must be a list of texts"),
        ({"trailers": ["Acme-Id"]}, "'trailers' must map text to text"),
        ({"acts": "dances"}, "'acts' must be one of"),
        ({"branches": {"acme/*": "sure"}}, "the strength of 'acme/*'"),
        ({"identities": ["acme"]}, "needs its numeric id"),
        ({"identities": ["acme[bot] 41898282"]}, "an id that other accounts carry too"),
        ({"identities": ["acme[bot] abc"]}, "neither an address nor a login"),
        ({"identities": ["*@acme.test"]}, "would match a whole domain"),
        ({"footers": ["*a*"]}, "too short to prove anything"),
        ({"lowered": [{"subject": "v*"}]}, "'why' is missing"),
        ({"lowered": [{"topic": "v*", "why": "x"}]}, "topic is no key"),
        ({"lowered": ["v*"]}, "'lowered' must be a list of rules"),
        ({"people_since": 2024}, "'people_since' must be text"),
        ({"trailers": {"Acme Id:": "*"}}, "is no trailer's key"),
        ({"names": ["x"]}, "too short to prove anything"),
    ],
)
def test_a_bad_entry_is_told_by_its_key(change: dict[str, object], message: str) -> None:
    assert any(message in mistake.message for mistake in check_tool({**GOOD, **change}))


def test_an_identity_is_an_address_a_named_address_or_a_login_with_ids() -> None:
    assert read_identity("Goose <OpenSource@block.xyz>").name == "goose"
    assert read_identity("a@b.c").address == "a@b.c"
    assert read_identity("claude[bot] 1 2").ids == ("1", "2")


def test_no_account_is_both_a_tool_and_a_bot(tools: Tools) -> None:
    mixed = {"sentry[bot]"}  # a bot for some subjects only
    assert set(tools.accounts) & set(tools.bots.accounts) == mixed
    assert not set(tools.ids) & tools.bots.ids
