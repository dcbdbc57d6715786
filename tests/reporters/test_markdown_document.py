"""The comment and the job summary: readable, safe, and small enough to be posted."""

from __future__ import annotations

import re
from collections.abc import Callable

import assessments as made
import pytest
from generated import models
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token
from syrupy.assertion import SnapshotAssertion

from blastgate.model.assessment import Assessment
from blastgate.model.verdict import GuardrailFinding
from blastgate.reporters import markdown, summary
from blastgate.reporters.interface import PLAIN, Look

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
OURS = re.compile(r"</?(details( open)?|summary|sub)>")
MENTION = re.compile(r"(?<!\w)@[\w-]|#\d")
Maker = Callable[[], Assessment]

DOCUMENTS: dict[str, Maker] = {
    "pass": made.assessment_of,
    "review": made.review,
    "block": made.block,
    "marks-beside-the-commits": made.marked_beside,
    "block-observed": lambda: made.block(mode="observe"),
    "error": made.could_not_decide,
    "without-graph": made.without_graph,
    "hostile": made.hostile,
    "huge": made.huge,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_comment(name: str, screen: SnapshotAssertion) -> None:
    assert markdown.report(DOCUMENTS[name](), PLAIN) == screen


def test_job_summary(screen: SnapshotAssertion) -> None:
    assert summary.report(made.block(), PLAIN) == screen


def test_a_comment_names_short_ends_policy_and_trust() -> None:
    footer = markdown.report(made.block(), PLAIN).splitlines()[-1]
    for words in ("`1f0c9a7d` to `3f2a91c4`", "main:.blastgate.yml", "`9c1185a5c5e9`", "from the default branch"):
        assert words in footer


def _monstrous() -> Assessment:
    """Three thousand names of four thousand characters each, all to be escaped."""
    paths = tuple(f"{n}/" + "\u202e`|@" * 1000 for n in range(3000))
    finding = GuardrailFinding("protected-paths", "block", "@x " * 5000, paths, "p.yml:1")
    findings = tuple(finding._replace(id=f"rule-{n}") for n in range(40))
    return made.huge(verdict=made.huge().verdict._replace(guardrails=findings))


@pytest.mark.parametrize("look", [Look(), Look(verbosity=1)])
@pytest.mark.parametrize("make", [made.huge, _monstrous])
def test_a_comment_is_never_too_long_to_be_posted(make: Maker, look: Look) -> None:
    document = markdown.report(make(), look)
    assert len(document.encode()) < 65_536
    assert document.rstrip().endswith("</sub>")
    assert document.count("<details") == document.count("</details>")


def test_what_is_cut_is_told_with_a_pointer() -> None:
    assert "_Cut to fit." in markdown.report(_monstrous(), Look())
    assert "_Cut to fit." not in markdown.report(made.block(), Look())
    assert "… 2,980 more: `--format json`" in markdown.report(made.huge(), Look())


def test_a_summary_holds_more_and_stays_under_one_mebibyte() -> None:
    short, long = markdown.report(made.huge(), PLAIN), summary.report(made.huge(), PLAIN)
    assert len(short) < len(long)
    assert len(summary.report(_monstrous(), PLAIN).encode()) < 1_048_576


def _texts(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or []]


@FEW
@given(models(Assessment))
def test_no_name_becomes_markup(assessment: Assessment) -> None:
    tokens = MARKDOWN.parse(markdown.report(assessment, PLAIN))
    assert [t.type for t in tokens].count("heading_open") == 1
    inline = _texts(tokens)
    assert {t.type for t in inline} <= {
        *("text", "text_special", "code_inline", "html_inline", "softbreak"),
        *("strong_open", "strong_close", "em_open", "em_close"),
    }
    html = [t.content for t in (*tokens, *inline) if t.type in ("html_inline", "html_block")]
    assert all(re.sub(r">[^<>]*<", "><", OURS.sub("", part)).strip().count("<") == 0 for part in html)


@FEW
@given(models(Assessment))
def test_nobody_is_mentioned_and_nothing_is_hidden(assessment: Assessment) -> None:
    document = markdown.report(assessment, PLAIN)
    shown = [t.content for t in _texts(MARKDOWN.parse(document)) if t.type in ("text", "text_special")]
    assert not MENTION.search("".join(shown))
    assert "##[" not in document
    assert all(line.isprintable() for line in document.split("\n"))
