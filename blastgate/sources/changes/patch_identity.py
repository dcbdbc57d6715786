"""Whether two ranges hold the same patch: the same lines in the same files, wherever in them, whatever lies below.

As git-patch-id(1) does with ``--verbatim``, with modes, binary content and blanks; only positions are left out. It is
asked of objects alone, so no attribute of the change can hide a line.
"""

from __future__ import annotations

from hashlib import sha256

from blastgate.errors import SourceError
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import merge_bases

OPTIONS = (
    "-p",
    "--binary",
    "--full-index",
    "--no-renames",
    "--no-color",
    "--unified=3",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
MOST_BYTES = 64 << 20


def patch_of(git: Git, base: str, head: str) -> str:
    """Digest what ``head`` changes since it parted from ``base``; empty where that cannot be told, or is too large."""
    try:
        start, *others = merge_bases(git, base, head)
        if others:
            return ""  # what crossed histories merge to is in no one patch
        total, size = sha256(), 0
        with git.store.stream("diff-tree", "-r", *OPTIONS, start, head) as patch:
            for line in patch:
                size += len(line)
                if size > MOST_BYTES:
                    return ""
                if not line.startswith(b"index "):
                    total.update(b"@@\n" if line.startswith(b"@@ ") else line)
    except SourceError:
        return ""
    return total.hexdigest()
