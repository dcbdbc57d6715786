"""The how-tos are tried: each command of a shell block runs in a clone of the example shop, and can decide."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SCRIPTS = {
    page.name: "\n".join(block.strip() for block in BLOCK.findall(page.read_text(encoding="utf-8")))
    for page in sorted(FOLDER.glob("*.md"))
}
DECIDED = 'blastgate() { "$PYTHON" -c "from blastgate.cli.app import main; main()" "$@" || [ $? != 2 ]; }\nset -e\n'


@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if script])
def test_the_commands_of_a_page_run(name: str, checkout_with_shop: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    subprocess.run(["git", "clone", "-q", checkout_with_shop / "examples/.built/shop", shop], check=True)
    for branch in ("docs-only", "ai-tests-only"):
        subprocess.run(["git", "-C", shop, "branch", "-q", branch, f"origin/{branch}"], check=True)
    if "blastgate init\n" in SCRIPTS[name] or "init --github" in SCRIPTS[name]:
        (shop / ".blastgate.yml").unlink()
    author = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x.example"}
    committer = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@x.example"}
    environment = os.environ | author | committer | {"PYTHON": sys.executable}
    ran = subprocess.run(
        ["sh", "-c", DECIDED + SCRIPTS[name]], cwd=shop, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout
