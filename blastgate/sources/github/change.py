"""A change from the API alone, where there is no git: what GitHub lists, and nothing made up for what it leaves out.

Modes are not told here, so a file that became a link looks like any other; a list that ends early is an error. A file
without a patch (binary, too large) has lines that nobody could read, and is never "no change".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from blastgate.approvals.makers import as_commit
from blastgate.errors import SourceError
from blastgate.model.change import ABSENT, Change, FileChange, Line, Patch, Status
from blastgate.model.pull_request import LinkedCommit, PullFile, PullRequest
from blastgate.model.snapshot import Snapshot
from blastgate.policy.layers.load import load_policy
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.payload import Payload
from blastgate.sources.github.pull_request import read_files, read_linked
from blastgate.sources.github.repository import read_file
from blastgate.sources.policy import CODEOWNERS_FILES, POLICY_FILE, PolicySource, remembering

STATUSES: dict[str, Status] = {
    "added": "added",
    "removed": "deleted",
    "modified": "modified",
    "renamed": "renamed",
    "copied": "copied",
    "changed": "type-changed",
}
REGULAR = "100644"
HUNK = re.compile(r"@@ -([0-9]{1,9})(?:,[0-9]{1,9})? \+([0-9]{1,9})(?:,[0-9]{1,9})? @@")
HINT = "run the gate with git: without `--without-git`"


def read_listed_change(github: GitHub, pull: PullRequest, commits: tuple[LinkedCommit, ...], base: str) -> Change:
    """Build the change of a pull request since its merge base from GitHub's lists.

    Raises SourceError where one is not complete.
    """
    listed = read_files(github, pull)
    if not listed.complete:
        message = f"changes {pull.files} files, of which GitHub lists {len(listed.files)}"
        raise SourceError(message, f"pull request {pull.number}", HINT)
    files = [(_file(one), one) for one in listed.files if one.status in STATUSES]
    patches = {file.path: patch for file, one in files if (patch := _patch(one)) is not None}
    described = f"{pull.base.branch}...{pull.head.branch}"
    found = tuple(file for file, _ in files)
    made = tuple(as_commit(commit) for commit in reversed(commits))
    return Change(base, pull.head.sha, base, described, found, made, True, patches)


def read_merge_base(github: GitHub, pull: PullRequest) -> LinkedCommit:
    """Read the commit from which a pull request parted. Raises SourceError where there is none."""
    basehead = f"{pull.base.sha}...{pull.head.sha}"
    found = Payload(github.read("repos/compare-commits-with-basehead", basehead=basehead, per_page=1), "a comparison")
    return read_linked(found.part("merge_base_commit"))


def _file(listed: PullFile) -> FileChange:
    status = STATUSES[listed.status]
    readable = _is_counted(listed)
    return FileChange(
        listed.path,
        status,
        listed.old_path if status in ("renamed", "copied") else None,
        listed.additions if readable else None,
        listed.deletions if readable else None,
        False,
        ABSENT if status == "added" else REGULAR,
        ABSENT if status == "deleted" else REGULAR,
        "",
        listed.blob,
    )


def _is_counted(listed: PullFile) -> bool:
    """Tell whether the counts are of lines: without a patch, 0 and 0 may as well be a binary file."""
    return listed.patch is not None or listed.additions + listed.deletions > 0 or listed.status == "renamed"


def _patch(listed: PullFile) -> Patch | None:
    """Read the lines of a patch; None where it is left out, or is cut and so has other counts."""
    if listed.patch is None:
        return None
    signed = list(_lines(listed.patch))
    added = tuple(line for sign, line in signed if sign == "+")
    removed = tuple(line for sign, line in signed if sign == "-")
    return Patch(added, removed) if (len(added), len(removed)) == (listed.additions, listed.deletions) else None


def _lines(patch: str) -> Iterator[tuple[str, Line]]:
    old = new = 0
    for text in patch.split("\n"):
        if hunk := HUNK.match(text):
            old, new = int(hunk[1]), int(hunk[2])
        elif text.startswith("+"):
            yield "+", Line(new, text[1:])
            new += 1
        elif text.startswith("-"):
            yield "-", Line(old, text[1:])
            old += 1
        elif not text.startswith("\\"):
            old, new = old + 1, new + 1


def read_tip(github: GitHub, branch: str) -> LinkedCommit:
    """Read the commit that a branch stands on now: elsewhere its name may as well be that of a tag."""
    return read_linked(Payload(github.read("repos/get-branch", branch=branch), f"branch {branch[:60]}").part("commit"))


def read_listed_policy(github: GitHub, branch: str, commit: str, tree: Snapshot | None) -> PolicySource:
    """Read the policy and CODEOWNERS at a commit of the default branch by the API; of its ``tree`` only what is there
    is asked for.

    Raises SourceError and PolicyError.
    """
    read: Callable[[str], bytes | None] = partial(_listed, tree) if tree else partial(_read, github, commit)
    text = read(POLICY_FILE)
    codeowners = next((found for path in CODEOWNERS_FILES if (found := read(path)) is not None), None)
    if text is None:
        return PolicySource(load_policy(None, "built-in", "built-in", lambda _: None), codeowners)
    reading, beside = remembering(read)
    policy = load_policy(text, f"{branch}:{POLICY_FILE}", "default-branch", reading)
    return PolicySource(policy, codeowners, text, beside)


def _listed(tree: Snapshot, path: str) -> bytes | None:
    """Read a regular file of a tree; None where there is none. Raises SourceError for one that cannot be read."""
    if path not in tree:
        return None
    data, why = tree.read(path)
    if data is None:
        raise SourceError(f"cannot be read: {why}", path, "commit a regular file in its place")
    return data


def _read(github: GitHub, commit: str, path: str) -> bytes | None:
    return read_file(github, path, commit)
