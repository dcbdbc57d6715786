"""What git is doing when it asks for a message: a commit that is made now, or one that is only carried over.

Whoever merges, squashes, picks or rebases other people's commits has not written them. Their own tags travel with
their messages; a new one would accuse the authors.
"""

from __future__ import annotations

from collections.abc import Callable

# githooks(5), prepare-commit-msg: the source of the message. A template is untouched until somebody edits it.
SOURCES = {
    "merge": "a merge makes nothing of its own",
    "squash": "a squash is made of commits that speak for themselves",
    "template": "the message is still the template",
}
# gitrepository-layout(5), and sequencer.c: what lies in git's folder while it carries commits over.
STATES = {
    "MERGE_HEAD": SOURCES["merge"],
    "SQUASH_MSG": SOURCES["squash"],
    "CHERRY_PICK_HEAD": "a cherry-pick carries a commit over",
}
REBASE, STOPPED = "rebase-merge", "rebase-merge/stopped-sha"


def why_not(source: str, exists: Callable[[str], bool]) -> str:
    """Say why a commit is not to be tagged, or nothing; ``exists`` tells whether a name lies in git's folder.

    A rebase that has stopped for somebody's hand is no hindrance: what is committed then is made then.
    """
    if source in SOURCES:
        return SOURCES[source]
    if exists(REBASE) and not exists(STOPPED):
        return "a rebase carries commits over"
    return next((why for name, why in STATES.items() if exists(name)), "")
