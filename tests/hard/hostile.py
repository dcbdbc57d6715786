"""A repository with everything in it that git can be told to run, and a program that tells when it was run."""

from __future__ import annotations

import shutil
from pathlib import Path

from small_shop import AI, FILES

from blastgate.testing import RepositoryBuilder

CONFIGURATION = """
[core]
\tfsmonitor = {trap}
\thooksPath = {hooks}
\tpager = {trap}
\teditor = {trap}
\tsshCommand = {trap}
\tgitProxy = {trap}
\taskPass = {trap}
\tattributesFile = {attributes}
\tquotePath = false
\tautocrlf = true
\tbigFileThreshold = 1
[pager]
\tlog = {trap}
\tdiff = {trap}
[diff]
\texternal = {trap}
\tnoprefix = true
\tignoreSubmodules = all
[diff "trap"]
\ttextconv = {trap}
\tcommand = {trap}
[filter "trap"]
\tclean = {trap}
\tsmudge = {trap}
\tprocess = {trap}
\trequired = true
[merge "trap"]
\tdriver = {trap}
[alias]
\tlog = !{trap}
\tdiff = !{trap}
\tcat-file = !{trap}
\tls-tree = !{trap}
[gpg]
\tprogram = {trap}
[log]
\tshowSignature = true
[credential]
\thelper = !{trap}
[protocol "ext"]
\tallow = always
[url "ext::{trap} "]
\tinsteadOf = https://
[remote "origin"]
\turl = ext::{trap}
\tuploadpack = {trap}
\tpromisor = true
\tpartialCloneFilter = blob:none
[submodule]
\trecurse = true
[submodule "lib"]
\turl = ext::{trap}
\tupdate = !{trap}
\tactive = true
[include]
\tpath = {included}
"""
ATTRIBUTES = "* -diff filter=trap diff=trap merge=trap eol=crlf text ident export-subst\n"
HOOKS = ("post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman", "post-checkout", "query")


class Trap:
    """A program that leaves a canary behind when it is run, and a folder outside with things nobody may read."""

    def __init__(self, folder: Path) -> None:
        self.canary, self.outside = folder / "canary", folder / "outside"
        self.program, self.hooks = folder / "trap.sh", folder / "hooks"
        self.outside.mkdir()
        self.hooks.mkdir()
        self._write(self.program)
        for name in HOOKS:
            self._write(self.hooks / name)

    def _write(self, place: Path) -> None:
        place.write_text(f"#!/bin/sh\ntouch '{self.canary}'\ncat\n")
        place.chmod(0o755)

    def configure(self, git_dir: Path) -> None:
        """Set everything that git may run, and put hooks where git looks for them."""
        included, attributes = git_dir / "more.config", git_dir / "more.attributes"
        included.write_text(f"[core]\n\tfsmonitor = {self.program}\n[alias]\n\tdiff-tree = !{self.program}\n")
        attributes.write_text(ATTRIBUTES)
        names = {"trap": self.program, "hooks": self.hooks, "attributes": attributes, "included": included}
        with (git_dir / "config").open("a") as file:
            file.write(CONFIGURATION.format(**names))
        shutil.copytree(self.hooks, git_dir / "hooks", dirs_exist_ok=True)


def shop(folder: Path, **files: str) -> RepositoryBuilder:
    """Build the small shop with a change, something staged and something edited."""
    repo = RepositoryBuilder(folder)
    repo.commit("Start", FILES | {"lib.txt": "1\n"})
    repo.commit("Change" + AI, {"cart/api.py": "def add(): return 1\n", **files})
    repo.write("cart/auth/login.py", "def login(): return 1\n").stage().write("web/page.py", "import cart.api\n")
    return repo


def identity() -> dict[str, str]:
    """Name an author for git."""
    return {f"GIT_{role}_{part}": "a@b" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
