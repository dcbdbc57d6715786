"""Build the example shop into a real git repository, with one branch for each outcome.

``shop/base`` is the main branch as plain files. Each folder of ``shop/branches`` is a branch; its commits are patches
as ``git format-patch`` writes them. Dates, people and settings are fixed, so that the same files give the same commit
ids anywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHOP = HERE / "shop"
BUILT = HERE / ".built" / "shop"
BASE_DATE = "2026-03-02T09:00:00+00:00"


def build(target: Path) -> Path:
    """Build the shop into ``target``, which is replaced, and return it. Raises CalledProcessError where git fails."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(SHOP / "base", target, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    _git(target, "init", "--quiet", "--template=", "--initial-branch=main", "--object-format=sha1")
    _git(target, "add", "--all", "--force")
    _git(target, "commit", "--quiet", "--no-gpg-sign", "--message=Open the shop")
    for folder in branches():
        _git(target, "checkout", "--quiet", "-b", folder.name, "main")
        for patch in sorted(folder.glob("*.patch")):
            _apply(target, patch)
    _git(target, "checkout", "--quiet", "main")
    return target


def branches() -> list[Path]:
    """List the folders of the branches, in name order."""
    return sorted(folder for folder in (SHOP / "branches").iterdir() if folder.is_dir())


def _apply(target: Path, patch: Path) -> None:
    """Commit one patch; its author commits it too, at the same second."""
    with patch.open("rb") as file:
        name, email = parseaddr(BytesParser(policy=policy.default).parse(file, headersonly=True)["From"])
    _git(target, "am", "--quiet", "--committer-date-is-author-date", "--no-gpg-sign", str(patch), who=(name, email))


def _git(target: Path, *arguments: str, who: tuple[str, str] = ("Dana Whitfield", "dana@shop.example")) -> None:
    name, email = who
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(target),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_DATE": BASE_DATE,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
        "GIT_COMMITTER_DATE": BASE_DATE,
    }
    subprocess.run(["git", "-C", str(target), *arguments], env=environment, check=True)


if __name__ == "__main__":
    print(build(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else BUILT))
