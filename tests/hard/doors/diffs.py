"""Unified diffs, and series of mails that hold them."""

from __future__ import annotations

from case_texts import TOP

from blastgate.model.consistency import misfits_of_change
from blastgate.sources.changes.diff import read_diff

PLAIN = b"""diff --git a/a.py b/b.py
old mode 100644
new mode 100755
similarity index 80%
rename from a.py
rename to b.py
index 1111111..2222222
--- a/a.py\t
+++ b/b.py\t
@@ -1,3 +1,2 @@ def f():
 one
-two
-three
\\ No newline at end of file
+four
diff --git "a/\\303\\244\\n" "b/\\303\\244\\n"
new file mode 120000
index 0000000..3333333
--- /dev/null
+++ "b/\\303\\244\\n"
@@ -0,0 +1 @@
+target
\\ No newline at end of file
diff --git a/x.bin b/x.bin
deleted file mode 100644
index 1111111..0000000
GIT binary patch
literal 0
HcmV?d00001

literal 4
LcmZQzU|?Vb00961

diff --git a/sub b/sub
index 1111111..2222222 160000
--- a/sub
+++ b/sub
@@ -1 +1 @@
-Subproject commit 1111111111111111111111111111111111111111
+Subproject commit 2222222222222222222222222222222222222222
diff --git a/i.png b/i.png
index 1111111..2222222 100644
Binary files a/i.png and b/i.png differ
"""
OF_OTHERS = b"Index: a.c\n=======\n--- a.c\t2024-01-01\n+++ a.c\t2024-01-02\n@@ -0,0 +1,2 @@\n+x\n+y\n" + (
    b"--- b.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-z\n"
)


def targets() -> tuple[str, ...]:
    """The one reader."""
    return ("diff",)


def seeds(target: str) -> list[bytes]:
    """Both forms, and the mails of the example's branches."""
    mails = [file.read_bytes() for file in sorted(TOP.glob("examples/shop/branches/*/*.patch"))]
    return [PLAIN, OF_OTHERS, *(mail for mail in mails if len(mail) < 8_000)]


def answer(target: str, data: bytes) -> object:
    """Read the change; what is read adds up."""
    change = read_diff(data)
    assert change.files
    assert not list(misfits_of_change(change))
    return change
