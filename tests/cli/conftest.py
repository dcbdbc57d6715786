"""A small shop in a real repository, and commands run as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from blastgate.cli.app import run
from blastgate.testing import RepositoryBuilder

POLICY = """\
version: 1
extends: [recommended]
people:
  senior: ["@dana", "dana@example.com"]
  owners: ["@dana"]
"""

FILES = {
    ".blastgate.yml": POLICY,
    "compose.yaml": "services:\n  web: {build: web, depends_on: [cart]}\n  cart: {build: cart}\n",
    "web/Dockerfile": "FROM python:3.12\n",
    "web/page.py": "from cart.api import add\n",
    "cart/Dockerfile": "FROM python:3.12\n",
    "cart/api.py": "def add(): ...\n",
    "cart/__init__.py": "",
    "cart/auth/login.py": "def login(): ...\n",
    "README.md": "# Shop\n",
}
AI = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"


class Result(NamedTuple):
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


Command = Callable[..., Result]


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """A repository with two services, one of which imports the other, on branch ``topic``."""
    repo = RepositoryBuilder(tmp_path / "shop")
    repo.commit("Start", dict(FILES))
    return repo.branch("topic")


@pytest.fixture
def blastgate(shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Run a command in the shop."""

    def call(command: str, *arguments: str) -> Result:
        code = run([command, *arguments, "--repo", str(shop.path)])
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return call
