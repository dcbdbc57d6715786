"""The files of a small shop, and what a command answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

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
