"""Diffs of many makers, and those that must be refused."""

from __future__ import annotations

import pytest

from blastgate.errors import SourceError
from blastgate.sources.changes.diff import MAX_DIFF_BYTES, read_diff

IDS = b"index 1111111..2222222 100644\n"
HUNK = b"@@ -1 +1,2 @@\n-a\n+b\n+c\n"
NEW, OLD = "1" * 40, "2" * 40

# name: (diff, [(path, old path, status, additions, deletions, binary)])
READ: dict[str, tuple[bytes, list[tuple[object, ...]]]] = {
    "git": (
        b"diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n" + HUNK,
        [("x", None, "modified", 2, 1, False)],
    ),
    "git without prefix": (
        b"diff --git d/x d/x\nindex 1111111..2222222 100644\n--- d/x\n+++ d/x\n" + HUNK,
        [("d/x", None, "modified", 2, 1, False)],
    ),
    "git without prefix in a folder called b": (
        b"diff --git b/x b/x\nnew file mode 100644\nindex 0000000..2222222\n--- /dev/null\n"
        b"+++ b/x\n@@ -0,0 +1 @@\n+1\n",
        [("b/x", None, "added", 1, 0, False)],
    ),
    "git with other prefixes": (
        b"diff --git i/x w/x\nindex 1111111..2222222 100644\n--- i/x\n+++ w/x\n" + HUNK,
        [("x", None, "modified", 2, 1, False)],
    ),
    "plain": (b"--- a/x\n+++ b/x\n" + HUNK, [("x", None, "modified", 2, 1, False)]),
    "plain with dates": (
        b"--- x\t2024-01-01 10:00:00.0 +0000\n+++ x\t2024-01-01 10:00:01.0 +0000\n" + HUNK,
        [("x", None, "modified", 2, 1, False)],
    ),
    "plain of two folders": (
        b"diff -ru old/s/x new/s/x\n--- old/s/x\tdate\n+++ new/s/x\tdate\n" + HUNK,
        [("s/x", None, "modified", 2, 1, False)],
    ),
    "plain of a copy beside": (b"--- x.orig\n+++ x\n" + HUNK, [("x", "x.orig", "renamed", 2, 1, False)]),
    "plain new": (b"--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+1\n", [("x", None, "added", 1, 0, False)]),
    "plain new by its date": (
        b"--- old/x\t1970-01-01 00:00:00.000000000 +0000\n+++ new/x\t2024-01-01\n@@ -0,0 +1 @@\n+1\n",
        [("new/x", None, "added", 1, 0, False)],
    ),
    "plain deleted": (b"--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n", [("x", None, "deleted", 0, 1, False)]),
    "svn": (
        b"Index: x\n" + b"=" * 67 + b"\n--- x\t(revision 1)\n+++ x\t(working copy)\n" + HUNK,
        [("x", None, "modified", 2, 1, False)],
    ),
    "two files": (
        b"--- a/x\n+++ b/x\n" + HUNK + b"--- a/y\n+++ b/y\n" + HUNK,
        [("x", None, "modified", 2, 1, False), ("y", None, "modified", 2, 1, False)],
    ),
    "renamed": (
        b"diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
        [("y", "x", "renamed", 0, 0, False)],
    ),
    "renamed and changed": (
        b"diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n"
        b"index 1111111..2222222 100644\n--- a/x\n+++ b/y\n" + HUNK,
        [("y", "x", "renamed", 2, 1, False)],
    ),
    "copied": (
        b"diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n",
        [("y", "x", "copied", 0, 0, False)],
    ),
    "mode": (b"diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", [("x", None, "mode-changed", 0, 0, False)]),
    "mode and lines": (
        b"diff --git a/x b/x\nold mode 100644\nnew mode 100755\nindex 1111111..2222222\n--- a/x\n+++ b/x\n" + HUNK,
        [("x", None, "modified", 2, 1, False)],
    ),
    "new and empty": (
        b"diff --git a/x b/x\nnew file mode 100644\nindex 0000000..e69de29\n",
        [("x", None, "added", 0, 0, False)],
    ),
    "deleted and empty": (
        b"diff --git a/x b/x\ndeleted file mode 100644\nindex e69de29..0000000\n",
        [("x", None, "deleted", 0, 0, False)],
    ),
    "binary": (
        b"diff --git a/x b/x\nindex 1111111..2222222 100644\nBinary files a/x and b/x differ\n",
        [("x", None, "modified", 0, 0, True)],
    ),
    "new binary": (
        b"diff --git a/x b/x\nnew file mode 100644\nindex 0000000..2222222\nBinary files /dev/null and b/x differ\n",
        [("x", None, "added", 0, 0, True)],
    ),
    "plain binary": (b"Binary files a/x and b/x differ\n", [("x", None, "modified", 0, 0, True)]),
    "git binary patch": (
        b"diff --git a/x b/x\nindex 1111111..2222222 100644\nGIT binary patch\n"
        b"literal 3\nKcmZQzWMT#Y01f~L\n\nliteral 2\nJcmZQz00IC4\n\n"
        b"diff --git a/y b/y\nold mode 100644\nnew mode 100755\n",
        [("x", None, "modified", 0, 0, True), ("y", None, "mode-changed", 0, 0, False)],
    ),
    "quoted": (
        b'diff --git "a/\\303\\244\\n\\"" "b/\\303\\244\\n\\""\nindex 1111111..2222222 100644\n'
        b'--- "a/\\303\\244\\n\\""\n+++ "b/\\303\\244\\n\\""\n' + HUNK,
        [('ä\n"', None, "modified", 2, 1, False)],
    ),
    "not UTF-8": (
        b'diff --git "a/\\377" "b/\\377"\nold mode 100644\nnew mode 100755\n',
        [("\udcff", None, "mode-changed", 0, 0, False)],
    ),
    "blanks": (
        b"diff --git a/x y b/x y\nindex 1111111..2222222 100644\n--- a/x y\t\n+++ b/x y\t\n" + HUNK,
        [("x y", None, "modified", 2, 1, False)],
    ),
    "blanks in a mode": (
        b"diff --git a/x b/x b/x b/x\nold mode 100644\nnew mode 100755\n",
        [("x b/x", None, "mode-changed", 0, 0, False)],
    ),
    "no newline": (
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
        [("x", None, "modified", 1, 1, False)],
    ),
    "no newline in another language": (
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ Kein Zeilenumbruch am Dateiende.\n+b\n@@ -9 +9 @@\n-c\n+d\n",
        [("x", None, "modified", 2, 2, False)],
    ),
    "line ends of Windows throughout": (
        (b"diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n" + HUNK).replace(b"\n", b"\r\n"),
        [("x", None, "modified", 2, 1, False)],
    ),
    "blanks cut off empty lines": (
        b"--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n",
        [("x", None, "modified", 1, 1, False)],
    ),
    "byte order mark": (
        b"\xef\xbb\xbfdiff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
        [("x", None, "mode-changed", 0, 0, False)],
    ),
    "last line end missing": (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b", [("x", None, "modified", 1, 1, False)]),
    "submodule": (
        b"diff --git a/lib b/lib\nindex 1111111..2222222 160000\n--- a/lib\n+++ b/lib\n"
        b"@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n",
        [("lib", None, "submodule", 1, 1, False)],
    ),
    "submodule as a log": (
        b"Submodule lib 1111111..2222222:\n  > subject\n  < other\n",
        [("lib", None, "submodule", 0, 0, False)],
    ),
    "a link in place of a file": (
        b"diff --git a/x b/x\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/x\n"
        b"+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        b"diff --git a/x b/x\nnew file mode 120000\nindex 0000000..2222222\n--- /dev/null\n"
        b"+++ b/x\n@@ -0,0 +1 @@\n+t\n\\ No newline at end of file\n",
        [("x", None, "type-changed", 1, 1, False)],
    ),
    "content like headers": (
        b"--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n--- a/evil\n+++ b/evil\n-diff --git a/e b/e\n+@@ -1 +1 @@\n --- \n",
        [("x", None, "modified", 2, 2, False)],
    ),
    "content hidden by -w": (
        b"diff --git a/x b/x\nindex 1111111..2222222 100644\ndiff --git a/y b/y\nold mode 100644\nnew mode 100755\n",
        [("x", None, "modified", None, None, False), ("y", None, "mode-changed", 0, 0, False)],
    ),
    "log": (
        b"commit 1\nAuthor: A <a@b>\n\n    diff\n\ndiff --git a/x b/x\nold mode 100644\nnew mode 100755\n\ncommit 2\n",
        [("x", None, "mode-changed", 0, 0, False)],
    ),
    "a huge section heading": (
        b"--- a/x\n+++ b/x\n@@ -1 +1,2 @@ " + b"y" * 9000 + b"\n-a\n+b\n+c\n",
        [("x", None, "modified", 2, 1, False)],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_a_diff_is_read(case: str) -> None:
    data, expected = READ[case]
    change = read_diff(data)
    assert [(f.path, f.old_path, f.status, f.additions, f.deletions, f.binary) for f in change.files] == expected
    assert (change.base, change.head, change.merge_base, change.commits_known) == ("", "", "", False)
    for file in change.files:
        patch = change.patches.get(file.path)
        counts = (file.additions, file.deletions)
        assert (len(patch.added), len(patch.removed)) == counts if patch else counts == (None, None)


GIT = b"diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n"

# name: (diff, line that is named, words of the message)
REFUSED: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "empty"),
    "blank": (b"\n \n\t\n", 1, "empty"),
    "prose": (b"Hello\nworld\n", 1, "no change"),
    "UTF-16": ("diff --git a/x b/x\n".encode("utf-16"), 1, "UTF-16"),
    "only a header": (b"diff --git a/x b/x\n", 1, "ends before"),
    "header and index": (b"diff --git a/x b/x\nindex 1111111..2222222 100644\n", 1, "ends before"),
    "new file cut off": (b"diff --git a/x b/x\nnew file mode 100644\nindex 0000000..2222222\n", 1, "ends before"),
    "only the old name": (b"diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n", 4, "+++"),
    "only the old name, plain": (b"--- a/x\n", 1, "file header"),
    "no hunk": (GIT, 5, "first hunk"),
    "no hunk, plain": (b"--- a/x\n+++ b/x\n", 3, "first hunk"),
    "a hunk cut off": (GIT + b"@@ -1,2 +1,3 @@\n a\n+b\n", 8, "middle of a hunk"),
    "a hunk without lines": (GIT + b"@@ -1 +1 @@\n", 6, "middle of a hunk"),
    "a hunk longer than told": (GIT + b"@@ -1 +1 @@\n-a\n+b\n+more\n", 8, "longer"),
    "a hunk with lines of another side": (GIT + b"@@ -1 +1,3 @@\n-a\n-b\n+c\n", 7, "lengths"),
    "a line of no side": (GIT + b"@@ -1,2 +1,2 @@\n a\nb\n", 7, "no side"),
    "a malformed hunk header": (GIT + b"@@ -x +y @@\n", 5, "malformed"),
    "a malformed second hunk header": (GIT + b"@@ -1 +1 @@\n-a\n+b\n@@ bad @@\n", 8, "malformed"),
    "lengths beyond all bounds": (GIT + b"@@ -1," + b"9" * 5000 + b" +1 @@\n", 5, "malformed"),
    "a hunk without a file": (b"@@ -1 +1 @@\n-a\n+b\n", 1, "without the names"),
    "names that do not agree": (b"diff --git a/x b/y\nold mode 100644\nnew mode 100755\n", 1, "do not agree"),
    "a file under another name": (GIT.replace(b"+++ b/x", b"+++ b/docs/x") + HUNK, 1, "do not agree"),
    "deleted and yet there": (
        b"diff --git a/x b/x\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-a\n",
        1,
        "do not agree",
    ),
    "half a rename": (b"diff --git a/x b/y\nsimilarity index 100%\nrename from x\n", 1, "both of its names"),
    "a path that climbs": (b"--- a/docs/../x\n+++ b/docs/../x\n" + HUNK, 1, "inside the repository"),
    "an absolute path": (b"--- /etc/x\n+++ /etc/x\n" + HUNK, 1, "inside the repository"),
    "a mode that is none": (b"diff --git a/x b/x\nold mode 100644\nnew mode evil\n", 1, "mode"),
    "a binary patch without data": (b"diff --git a/x b/x\nindex 1111..2222\nGIT binary patch\n", 4, "without its data"),
    "a binary patch cut off": (
        b"diff --git a/x b/x\nindex 1111..2222\nGIT binary patch\nliteral 3\nKcm",
        6,
        "binary patch",
    ),
    "a merge as a combined diff": (b"diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n", 1, "combined"),
    "files that are not shown": (b"diff -ru a/x b/x\n--- a/x\n+++ b/x\n" + HUNK + b"Only in b: y\n", 8, "diff -N"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_diff_is_refused_with_its_line(case: str) -> None:
    data, line, words = REFUSED[case]
    with pytest.raises(SourceError, match=words.replace("+", r"\+")) as caught:
        read_diff(data)
    assert caught.value.where == f"the diff, line {line}"
    assert caught.value.hint


def test_a_diff_over_the_bound_is_refused() -> None:
    with pytest.raises(SourceError, match="200,000,000"):
        read_diff(bytes(MAX_DIFF_BYTES + 1))


def test_lines_over_the_bound_are_counted_and_left_out() -> None:
    data = b"--- a/x\n+++ b/x\n@@ -0,0 +1,300000 @@\n" + b"+0123456\n" * 300_000 + b"--- a/y\n+++ b/y\n" + HUNK
    change = read_diff(data)
    assert [(file.path, file.additions) for file in change.files] == [("x", 300_000), ("y", 2)]
    assert list(change.patches) == ["y"]


def test_full_ids_are_kept_and_short_ones_are_unknown() -> None:
    full = read_diff(f"diff --git a/x b/x\nindex {NEW}..{OLD} 100755\n--- a/x\n+++ b/x\n".encode() + HUNK).files[0]
    assert (full.old_blob, full.new_blob, full.old_mode, full.new_mode) == (NEW, OLD, "100755", "100755")
    assert read_diff(GIT + HUNK).files[0].new_blob == ""


MAIL = b"""From %s Mon Sep 17 00:00:00 2001
From: =?UTF-8?q?=C3=84nne?= Smith <a@example.com>
Date: Mon, 1 Jan 2024 10:00:00 +0200
Subject: [PATCH %d/2] A subject that is
 folded

Body with a diff-like line:
--- not a header

Co-authored-by: Bot <bot@example.com>
---
 x | 3 ++-
 1 file changed, 2 insertions(+), 1 deletion(-)

diff --git a/x b/x
index 1111111..2222222 100644
--- a/x
+++ b/x
@@ -1 +1,2 @@
-a
+b
+c
--~
2.39.5

""".replace(b"--~", b"-- ")


def test_mails_give_commits() -> None:
    change = read_diff(MAIL % (b"1" * 40, 1) + MAIL % (b"2" * 40, 2))
    assert [(f.path, f.status, f.additions, f.deletions) for f in change.files] == [("x", "modified", 4, 2)]
    assert change.commits_known
    assert [(c.sha[0], c.author.name, c.author.email, c.additions) for c in change.commits] == [
        ("1", "Änne Smith", "a@example.com", 2),
        ("2", "Änne Smith", "a@example.com", 2),
    ]
    assert change.commits[0].subject == "A subject that is folded"
    assert change.commits[0].message.endswith("Co-authored-by: Bot <bot@example.com>")
    assert change.commits[0].date == "2024-01-01T10:00:00+02:00"


def test_a_sender_who_passes_on_is_not_the_author() -> None:
    mail = (MAIL % (b"1" * 40, 1)).replace(b"Body with", b"From: Real <real@example.com>\n\nBody with")
    assert read_diff(mail).commits[0].author.email == "real@example.com"


@pytest.mark.parametrize(
    "broken",
    [
        MAIL.replace(b"From: =", b"X: =") % (b"1" * 40, 1),
        MAIL.replace(b"Mon Sep 17", b"Tue Sep 18") % (b"1" * 40, 1),
        MAIL % (b"1" * 40, 1) + MAIL.replace(b"a@example.com", b"nobody") % (b"2" * 40, 2),
        b"--- a/y\n+++ b/y\n" + HUNK + MAIL % (b"1" * 40, 1),
        MAIL.replace(b"Subject", b"Subjekt") % (b"1" * 40, 1),
    ],
)
def test_mails_that_are_not_clean_leave_the_commits_unknown(broken: bytes) -> None:
    change = read_diff(broken)
    assert change.files
    assert (change.commits, change.commits_known) == ((), False)
