"""Adding hooks to ``.pre-commit-config.yaml``: lines are added, every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from blastgate.errors import SourceError
from blastgate.setup.pre_commit import ITEM, with_hooks

TOP = Path(__file__).resolve().parents[2]
OURS = yaml.safe_load(ITEM)[0]

FINE = {
    "none": None,
    "empty": "",
    "only a comment": "# hooks",
    "flush list": "repos:\n- repo: a\n  hooks:\n  - id: y  # c\n# tail\n",
    "indented list": "repos:\n  - repo: a\n    hooks: [{id: q}]\n",
    "keys after it": "repos:\n- repo: a\n  hooks:\n  - id: z\n    entry: |\n      foo\n\n# c\nfail_fast: true",
    "no final newline": "repos:\n  - repo: a\n    rev: x",
    "anchors": "x: &b {id: q}\nrepos:\n- repo: a\n  hooks: [*b]\n",
    "windows": "repos:\r\n- repo: a\r\n  rev: x\r\n",
    "a document mark": "---\nrepos:\n- repo: a\n",
}
REFUSED = {
    "empty list": "repos: []\n",
    "flow list": "repos: [{repo: a}]\n",
    "no list": "ci: {}\n",
    "no mapping": "- repo: a\n",
    "no yaml": "repos: [\n",
    "end of document": "repos:\n- repo: a\n...\n",
    "two documents": "repos:\n- repo: a\n---\nrepos:\n- repo: b\n",
    "a tag bomb of flow": "[" * 5000,
    "over a megabyte": "#" * 1_000_001,
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_one_repository_is_added_and_no_line_changes(text: str | None) -> None:
    written = with_hooks(None if text is None else text.encode())
    assert written is not None
    before = yaml.safe_load(text or "") or {"repos": []}
    after = yaml.safe_load(written)
    assert after == before | {"repos": [*before["repos"], OURS]}
    lines = iter(written.decode().splitlines())
    assert all(line in lines for line in (text or "").splitlines())
    assert with_hooks(written) is None


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(SourceError) as refused:
        with_hooks(text.encode())
    assert "by hand" in refused.value.hint


@given(st.binary(max_size=300) | st.text("repos: -[]{}&*!|>\n\t#a", max_size=80).map(str.encode))
def test_any_bytes_are_added_to_or_refused(data: bytes) -> None:
    try:
        written = with_hooks(data)
    except SourceError:
        return
    assert written is None or OURS in yaml.safe_load(written)["repos"]


def test_the_local_hooks_are_the_published_ones() -> None:
    published = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
    kept = ("id", "name", "entry", "stages", "files", "pass_filenames", "always_run", "require_serial", "verbose")
    bare = [{key: hook[key] for key in kept if key in hook} for hook in published]
    assert bare == [{key: hook[key] for key in kept if key in hook} for hook in OURS["hooks"]]
