"""Commits of a remote repository as objects in a bare repository of our own: nothing is checked out, nothing is run."""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit

from blastgate.errors import SourceError
from blastgate.sources.git import process
from blastgate.sources.git.door import Git
from blastgate.sources.git.environment import clean
from blastgate.sources.git.supply import NAME, OPTIONS, Remote

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CONFIG = """[core]
\trepositoryformatversion = 1
\tbare = true
[extensions]
\tpartialClone = {name}
[remote "{name}"]
\turl = {url}
\tpromisor = true
\tpartialclonefilter = blob:none
"""
HINT = "check GITHUB_SERVER_URL, and that the job has `contents: read`"


class Objects:
    """A bare repository that is filled from one address, as far as somebody asks: history first, files when they are
    read, many at once (:mod:`blastgate.sources.git.supply`), or all at once from a server that knows no filter.

    ``url`` is https, or a file. The token travels in the environment of git, never in an argument. The repository is
    removed when it is let go of. ``clone`` is a repository whose objects are borrowed instead of fetched; nothing is
    written to it. Raises SourceError for an address that would show the token to a network.
    """

    def __init__(self, url: str, token: str = "", clone: Git | None = None) -> None:
        allowed = {"GIT_ALLOW_PROTOCOL": _scheme(url), **_credentials(url, token)}
        self.git = _empty(url)
        self._reaching = self.git.using(**allowed)
        self.git.remote = Remote(self.git.git_dir, self._reaching.environment)
        if clone is not None and clone.object_format == self.git.object_format and _is_whole(clone):
            _borrow(self.git, clone)

    def try_fetch(self, sha: str) -> bool:
        """Fetch one commit that no ref may name any more; False where the server does not give it."""
        try:
            return self.fetch((sha,))[sha] == sha
        except SourceError:
            return False

    def fetch(self, refs: Sequence[str]) -> dict[str, str]:
        """Fetch full names of refs (``refs/heads/main``), their history without files; return each ref's commit now.

        Raises SourceError when a ref is not there.
        """
        wanted = {ref: f"refs/gate/{sha256(ref.encode('utf-8', 'surrogateescape')).hexdigest()[:40]}" for ref in refs}
        specs = [f"+{ref}:{kept}" for ref, kept in wanted.items()]
        code, _, errors = self._reaching.ask("fetch", *OPTIONS, "--", NAME, *specs)
        if code:
            words = process.failure(["fetch"], errors)
            raise SourceError(words.message, f"git fetch {', '.join(wanted)}"[:300], HINT)
        return {ref: _commit(self.git, kept) for ref, kept in wanted.items()}


def _scheme(url: str) -> str:
    parts = urlsplit(url)
    safe = parts.scheme in ("https", "file") or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or parts.username or parts.password:
        raise SourceError("is no https address", "GITHUB_SERVER_URL", "set it to https://HOST, without a name in it")
    return parts.scheme


def _empty(url: str) -> Git:
    """Make a bare repository that knows one remote, from which objects may be missing."""
    folder = Path(tempfile.mkdtemp(prefix="blastgate-gate-"))
    code, _, errors = process.run(folder, clean(os.environ), ["init", "--quiet", "--bare", "--template=", "."], b"")
    if code:
        rmtree(folder, ignore_errors=True)
        raise process.failure(["init"], errors)
    (folder / "config").write_text(CONFIG.format(name=NAME, url=quoted(url)))
    return Git.open(folder).owning(folder)


def quoted(value: str) -> str:
    """Write a value of git's configuration: git-config(1), "Syntax"."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{plain}"'


def _is_whole(clone: Git) -> bool:
    """Tell whether a repository has all objects that its refs need: neither a shallow nor a partial clone."""
    return not clone.shallow and not any((clone.common_dir / "objects" / "pack").glob("*.promisor"))


def _borrow(git: Git, clone: Git) -> None:
    """Read what is missing from another repository: gitrepository-layout(5), ``objects/info/alternates``."""
    place = str(clone.common_dir / "objects")
    if "\n" not in place:
        (git.git_dir / "objects" / "info").mkdir(exist_ok=True)
        file = git.git_dir / "objects" / "info" / "alternates"
        file.write_bytes(f"{place}\n".encode("utf-8", "surrogateescape"))


def _credentials(url: str, token: str) -> dict[str, str]:
    """Send the token to this host only, as actions/checkout does."""
    if not token or url.startswith("file:"):
        return {}
    parts = urlsplit(url)
    basic = b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{parts.scheme}://{parts.netloc}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {basic}",
    }


def _commit(git: Git, ref: str) -> str:
    return git.run("rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
