"""A floor in another repository, named by a full commit id: the same bytes for everybody, for ever.

Written ``git+https://HOST/OWNER/NAME@COMMIT:FILE.yml``, or ``git+file:///FOLDER@COMMIT:FILE.yml`` for a clone on this
machine. A branch or a tag can be moved by whoever may push there, so neither is taken.
"""

from __future__ import annotations

from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression

MARK = "git+"
SHOWN_COMMIT = 12
EXAMPLE = f"{MARK}https://github.com/acme/policies@<full commit id>:policy.yml"

_COMMIT = expression(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_URL = expression(
    r"https://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]{1,100}){1,10}|file:///[^\0\n@]{1,1000}"
)


class Pin(NamedTuple):
    """A file of a commit of another repository."""

    url: str
    commit: str
    path: str

    @property
    def written(self) -> str:
        """Return it as ``extends`` has it."""
        return f"{MARK}{self.url}@{self.commit}:{self.path}"

    @property
    def short(self) -> str:
        """Return what it is called in reports: as ``extends`` has it, with the first digits of the commit."""
        return f"{MARK}{self.url}@{self.commit[:SHOWN_COMMIT]}:{self.path}"

    def beside(self, path: str) -> Pin:
        """Return another file of the same commit."""
        return self._replace(path=path)


def is_pin(text: str) -> bool:
    """Tell whether a text is meant to name a file of another repository."""
    return text.startswith(MARK) or "://" in text


def read_pin(text: str) -> Pin | str:
    """Read a reference; what is wrong with it where it is none."""
    address, at, rest = text.removeprefix(MARK).rpartition("@")
    commit, colon, path = rest.partition(":")
    if not text.startswith(MARK) or not at or not colon or not _URL.fullmatch(address):
        return "a floor in another repository is named by https address, commit and file"
    if not _COMMIT.fullmatch(commit):
        return f"{commit[:60]!r} is no full commit id: a branch, a tag or a short id may come to mean something else"
    if not is_file_name(path):
        return f"{path[:60]!r} is no policy file of that repository"
    return Pin(address, commit, path)


def is_file_name(path: str) -> bool:
    """Tell whether a path from the top of a repository names a YAML file in it."""
    odd = any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path or ":" in path
    return path.endswith((".yml", ".yaml")) and not odd
