"""Floors in other repositories: read from objects that are here, fetched only where somebody asks for the network.

What was fetched lies in the objects of the repository that is judged, under ``refs/blastgate/floors/``. It is found by
its commit id, so it makes no difference who put it there.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from blastgate.errors import SourceError
from blastgate.model.change import SYMLINK
from blastgate.policy.layers.pins import Pin
from blastgate.sources.git import process
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import tree_of
from blastgate.sources.git.trees import entry_at

REFS = "refs/blastgate/floors/"
OPTIONS = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance")


def read_floor(git: Git | None, pin: Pin) -> bytes | None:
    """Read a pinned file, from its clone on this machine or from the objects here; None when it is not here.

    Raises SourceError when it is here and is no file.
    """
    holder = _clone(pin) or git
    if holder is None or holder.try_run("cat-file", "-e", f"{pin.commit}^{{commit}}") is None:
        return None
    found = entry_at(holder, tree_of(holder, pin.commit), pin.path)
    if found is None:
        raise SourceError("holds no such file", pin.short, f"git ls-tree -r --name-only {pin.commit[:12]}")
    if found.mode == SYMLINK or not found.mode.startswith("100"):
        raise SourceError("is no regular file", pin.short, "name a regular file")
    return holder.run("cat-file", "blob", found.blob)


def fetch_floor(git: Git, pin: Pin) -> None:
    """Fetch the commit of a floor over the network, unless it is here. Raises SourceError when that fails."""
    if git.try_run("cat-file", "-e", f"{pin.commit}^{{commit}}") is not None:
        return
    reaching = git.using(GIT_ALLOW_PROTOCOL=urlsplit(pin.url).scheme)
    spec = f"+{pin.commit}:{REFS}{pin.commit}"
    code, _, errors = reaching.ask("fetch", *OPTIONS, "--", pin.url, spec)
    if code:
        words = process.failure(["fetch"], errors)
        hint = f"check the address and the commit; or fetch it yourself: git fetch {pin.url} {pin.commit}"
        raise SourceError(words.message, pin.short, hint)


def _clone(pin: Pin) -> Git | None:
    """Open the clone that a ``file:`` address names; None for another address, and where there is none."""
    if not pin.url.startswith("file:"):
        return None
    folder = Path(unquote(urlsplit(pin.url).path))
    return Git.open(folder) if Git.is_repository(folder) else None
