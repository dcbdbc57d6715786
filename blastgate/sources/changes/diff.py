"""A change read from a unified diff, without a repository."""

from __future__ import annotations

from blastgate.errors import SourceError
from blastgate.model.change import Change, FileChange, Line, Patch, Status
from blastgate.sources.changes.diff_file import HINT, file_of, refusal
from blastgate.sources.changes.diff_sections import Section, read_sections
from blastgate.sources.changes.mail import Mails
from blastgate.sources.changes.patches import MAX_TOTAL_BYTES

MAX_DIFF_BYTES = 200_000_000


def read_diff(data: bytes) -> Change:
    """Read a diff: git's, a plain unified one, or mails of ``git format-patch``, whose commits are read too.

    Raises SourceError when it is empty, over 200 MB, truncated, malformed or in a form that hides files, with the line.
    """
    data = _checked(data)
    mails, found = Mails(), _Found()
    for section in read_sections(data, mails.line):
        mails.patch(section.added)
        found.add(file_of(section), section)
    mails.finish()
    if not found.files:
        raise SourceError("holds no change that can be read", "the diff, line 1", HINT)
    commits = tuple(mails.commits) if mails.clean else ()
    return Change("", "", "", "a diff", tuple(found.files.values()), commits, mails.clean, found.patches)


class _Found:
    """Files and lines so far; a file that comes again (in a series) is one file."""

    def __init__(self) -> None:
        self.files: dict[str, FileChange] = {}
        self.patches: dict[str, Patch] = {}
        self._room = MAX_TOTAL_BYTES

    def add(self, file: FileChange, section: Section) -> None:
        self._room -= section.size
        readable = section.complete and self._room > 0 and file.additions is not None
        patch = _lines(section) if readable else None
        earlier = self.files.get(file.path)
        before = self.patches.pop(file.path, None) if earlier else Patch()
        self.files[file.path] = _joined(earlier, file) if earlier else file
        if patch and before:
            self.patches[file.path] = Patch(before.added + patch.added, before.removed + patch.removed)


def _joined(first: FileChange, then: FileChange) -> FileChange:
    """Join two changes of one path, such as the deletion and the addition that a change of type is shown as."""
    status: Status = then.status
    if then.status == "added" and first.status == "deleted":
        status = "modified" if first.old_mode[:2] == then.new_mode[:2] else "type-changed"
    elif then.status in ("modified", "mode-changed"):
        status = first.status if first.status != "mode-changed" else then.status
    return then._replace(
        status=status,
        old_path=first.old_path or then.old_path,
        additions=_sum(first.additions, then.additions),
        deletions=_sum(first.deletions, then.deletions),
        binary=first.binary or then.binary,
        old_mode=first.old_mode,
        old_blob=first.old_blob,
    )


def _sum(first: int | None, then: int | None) -> int | None:
    return None if first is None or then is None else first + then


def _lines(section: Section) -> Patch:
    """Number the lines of the hunks, by unidiff."""
    if not section.hunks:
        return Patch()
    from unidiff.errors import UnidiffParseError  # only where a diff is read
    from unidiff.patch import PatchSet

    text = b"--- old\n+++ new\n" + b"".join(section.hunks)
    try:
        lines = [line for file in PatchSet(text.decode("utf-8", "replace")) for hunk in file for line in hunk]
    except UnidiffParseError as error:
        raise refusal(section, f"cannot be read: {error}") from error
    added = (Line(line.target_line_no or 0, _without_end(line.value)) for line in lines if line.is_added)
    removed = (Line(line.source_line_no or 0, _without_end(line.value)) for line in lines if line.is_removed)
    return Patch(tuple(added), tuple(removed))


def _without_end(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")


def _checked(data: bytes) -> bytes:
    if len(data) > MAX_DIFF_BYTES:
        hint = "judge a range: --base REF --head REF"
        raise SourceError(f"is larger than {MAX_DIFF_BYTES:,} bytes", "the diff", hint)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("is UTF-16, not bytes as git wrote them", "the diff, line 1", "use git diff --output=FILE")
    if not data.strip():
        raise SourceError("is empty: there is nothing to judge", "the diff, line 1", HINT)
    return data.removeprefix(b"\xef\xbb\xbf")
