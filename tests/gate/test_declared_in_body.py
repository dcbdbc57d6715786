"""A declaration of AI use in the text of a pull request stands for all of its commits."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import LOW, POLICY, Stage

from blastgate.testing.github import FakeGitHub

DECLARE = POLICY + "guardrails:\n  undeclared_ai: {then: review, by: [owners]}\n"


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("", "pending"),
        ("Why it is needed.\n\nAI-assisted: no\n", "success"),
        ("AI-assisted: <!-- yes or no -->", "pending"),
    ],
)
def test_the_text_declares_for_every_commit(tmp_path: Path, fake: FakeGitHub, body: str, state: str) -> None:
    stage = Stage(tmp_path, fake, DECLARE)
    stage.open(LOW, body=body)
    stage.run()
    assert stage.status().state == state
