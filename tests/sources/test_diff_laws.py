"""Laws: both readers agree with git on any edit, and no bytes make the diff reader fall."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blastgate.errors import SourceError
from blastgate.model.change import Change
from blastgate.sources.changes.change import read_range
from blastgate.sources.changes.diff import read_diff
from blastgate.sources.git.door import Git
from blastgate.testing import NO_CONFIGURATION, RepositoryBuilder

LINES = st.sampled_from(
    [b"a", b"b", b"", b"-- a/x", b"++ b/x", b"@@ -1 +1 @@", b"\\ No newline", b"c\r", b"\xff", b"d\x0ce"]
)
TEXTS = st.builds(
    lambda lines, end: b"\n".join(lines) + end, st.lists(LINES, max_size=12), st.sampled_from([b"", b"\n", b"\0"])
)
NAMES = st.sampled_from(["a", "b c", "d/e", "d/\u00e4", "new\nline", "\udcff", "-x", 'q"'])
EDITS = st.dictionaries(NAMES, st.tuples(st.none() | TEXTS, st.none() | TEXTS), min_size=1, max_size=6)


@given(EDITS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_range_and_its_diff_say_the_same(edits: dict[str, tuple[bytes | None, bytes | None]]) -> None:
    with TemporaryDirectory() as folder:
        repo = RepositoryBuilder(Path(folder) / "repo")
        repo.commit("Before", {path: before for path, (before, _) in edits.items() if before is not None})
        for path, (before, after) in edits.items():
            if before is not None or after is not None:
                repo.write(path, after)
        repo.commit("After")
        change = read_range(Git.open(repo.path), "HEAD~1", "HEAD", lines=True)
        diff = git(repo.path, "diff", "--full-index", "-C", "HEAD~1", "HEAD")
        assert counts(change) == numstat(git(repo.path, "diff", "--numstat", "-C", "-z", "HEAD~1", "HEAD"))
        if change.files:
            read = read_diff(diff)
            assert comparable(read) == comparable(change)
            assert read.patches == change.patches


def comparable(change: Change) -> list[tuple[object, ...]]:
    """A diff says nothing of the content of a file that was only renamed, so nothing of it being binary."""
    return [
        (f.path, f.old_path, f.status, f.additions, f.deletions, f.binary and f.old_blob != f.new_blob)
        for f in change.files
    ]


def counts(change: Change) -> dict[str, tuple[str, str]]:
    return {f.path: ("-", "-") if f.binary else (str(f.additions), str(f.deletions)) for f in change.files}


def numstat(listing: bytes) -> dict[str, tuple[str, str]]:
    fields = iter(listing.decode("utf-8", "surrogateescape").split("\0")[:-1])
    found = {}
    for field in fields:
        added, deleted, path = field.split("\t", 2)
        if not path:
            next(fields)
            path = next(fields)
        found[path] = (added, deleted)
    return found


def git(folder: Path, *args: str) -> bytes:
    return subprocess.run(
        ["git", *args], cwd=folder, capture_output=True, check=True, env=os.environ | NO_CONFIGURATION
    ).stdout


PIECES = st.sampled_from(
    [
        b"diff --git a/x b/x\n",
        b'diff --git "a/x\\n" "b/x\\n"\n',
        b"diff --git a/x b/y\n",
        b"index 1111111..2222222 100644\n",
        b"new file mode 100644\n",
        b"deleted file mode 100644\n",
        b"rename from x\n",
        b"rename to y\n",
        b"old mode 100644\n",
        b"new mode 120000\n",
        b"--- a/x\n",
        b"+++ b/x\n",
        b"--- /dev/null\n",
        b"+++ /dev/null\n",
        b"@@ -1 +1 @@\n",
        b"@@ -1,2 +1,2 @@ f\n",
        b"@@ -0,0 +1 @@\n",
        b"+a\n",
        b"-a\n",
        b" a\n",
        b"\n",
        b"\\ No newline at end of file\n",
        b"Binary files a/x and b/x differ\n",
        b"GIT binary patch\n",
        b"literal 1\nIcmZ\n\n",
        b"-- \n2.39.5\n",
        b"From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\n",
        b"From: A <a@b>\n",
        b"Subject: [PATCH] =?utf-8?b?/////w==?= =?nonsense?q?x?=\n",
        b"Submodule x 1111111..2222222:\n",
        b"\xff\0\r\n",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=9), max_size=14).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        change = read_diff(data)
    except SourceError as error:
        assert error.where.startswith("the diff")
        return
    assert change.files
    assert set(change.patches) <= {file.path for file in change.files}
    for file in change.files:
        patch = change.patches.get(file.path)
        assert patch is None or (len(patch.added), len(patch.removed)) == (file.additions, file.deletions)


WHOLE = (
    b"diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
    b"diff --git a/y b/z\nsimilarity index 90%\nrename from y\nrename to z\nindex 1111111..2222222 100644\n"
    b"--- a/y\n+++ b/z\n@@ -1 +1 @@\n-b\n+c\n"
    b"diff --git a/n b/n\nnew file mode 100644\nindex 0000000..2222222\n--- /dev/null\n+++ b/n\n"
    b"@@ -0,0 +1,2 @@\n+b\n+c\n"
)


def test_a_diff_cut_off_anywhere_never_loses_lines_in_silence() -> None:
    whole = {file.path: file for file in read_diff(WHOLE).files}
    ends = {0}
    for end in range(1, len(WHOLE)):
        try:
            files = read_diff(WHOLE[:end]).files
        except SourceError:
            continue
        ends.add(end)
        assert all(file.additions in (whole[file.path].additions, None) for file in files)
    lines = {end for end in ends if WHOLE[end - 1 : end] == b"\n"}
    assert len(lines) <= 3, "only the ends of files, and that of a new file before its ids"
