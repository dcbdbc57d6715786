"""One section of a diff turned into the change of one file: its names, modes, blobs and status."""

from __future__ import annotations

import re

from blastgate.errors import SourceError
from blastgate.model.change import ABSENT, SUBMODULE, FileChange, Status
from blastgate.model.named import NamedTuple
from blastgate.sources.changes.diff_names import NULL, common_name, decode_name, header_name, is_plain_path
from blastgate.sources.changes.diff_sections import Section

HINT = "make the diff again: git diff BASE...HEAD"
REGULAR = "100644"  # what a side is taken for when the diff does not say
EMPTY_BLOBS = ("e69de29", "473a0f4")  # how the id of an empty file begins, in SHA-1 and SHA-256
_index = re.compile(rb"([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: ([0-7]{6}))?").fullmatch
_mode = re.compile(rb"[0-7]{6}").fullmatch


class _Names(NamedTuple):
    """The path, the former path of a rename or copy, and what the names alone say of the status."""

    path: str
    old_path: str | None
    status: Status


class _Side(NamedTuple):
    mode: str
    blob: str  # as written, mostly abbreviated


def file_of(section: Section) -> FileChange:
    """Describe the file that a section changes. Raises SourceError when its names or modes do not add up."""
    names = _git_names(section, section.git) if section.git is not None else _plain_names(section)
    for path in (names.path, names.old_path or names.path):
        if not is_plain_path(path):
            raise refusal(section, f"the path {path[:200]!r} does not stay inside the repository")
    old, new = _sides(section, names.status)
    shown = not _is_hidden(section, old, new)
    if not shown and section.last and (old.blob or names.status not in ("added", "deleted")):
        raise refusal(section, "ends before the lines of this file")
    return FileChange(
        names.path,
        _status(section, names, old, new),
        names.old_path,
        section.added if shown else None,
        section.removed if shown else None,
        section.binary,
        old.mode,
        new.mode,
        _full_id(old.blob),
        _full_id(new.blob),
    )


def refusal(section: Section, message: str) -> SourceError:
    """Build the error for a section that cannot be believed."""
    return SourceError(message, f"the diff, line {section.line}", HINT)


def _git_names(section: Section, header: bytes) -> _Names:
    for kind, status in ((b"rename", "renamed"), (b"copy", "copied")):
        old, new = section.headers.get(kind + b" from "), section.headers.get(kind + b" to ")
        if (old is None) != (new is None):
            raise refusal(section, f"a {status} file without both of its names")
        if old is not None and new is not None:
            if not header.endswith(new.removeprefix(b'"')):
                raise refusal(section, "the names of the file do not agree with its header")
            names = _Names(decode_name(new), decode_name(old), "renamed" if status == "renamed" else "copied")
            return _agreed(section, names, names.old_path or "")
    name = header_name(header)
    if name is None:
        raise refusal(section, "the two names of the file do not agree")
    if b"new file mode " in section.headers:
        return _agreed(section, _Names(name, None, "added"), name)
    if b"deleted file mode " in section.headers:
        return _agreed(section, _Names(name, None, "deleted"), name)
    return _agreed(section, _Names(name, None, "modified"), name)


def _agreed(section: Section, names: _Names, old_name: str) -> _Names:
    """Check ``---`` and ``+++`` against the header: what a patch tool goes by must be what is judged."""
    sides = ((section.old, old_name, names.status == "added"), (section.new, names.path, names.status == "deleted"))
    for raw, expected, absent in sides:
        name = decode_name(raw) if raw is not None else expected
        wanted = (NULL,) if absent and raw is not None else (expected,)
        if name not in wanted and name.partition("/")[2] not in wanted:
            raise refusal(section, "the names of the file do not agree with its header")
    return names


def _plain_names(section: Section) -> _Names:
    old, new = decode_name(section.old or b""), decode_name(section.new or b"")
    if old == NULL or (section.ranges and section.ranges[0][0] == 0 and _is_epoch(section.old)):
        return _Names(_bare(new, "b/"), None, "added")
    if new == NULL or (section.ranges and section.ranges[0][1] == 0 and _is_epoch(section.new)):
        return _Names(_bare(old, "a/"), None, "deleted")
    common = common_name(old, new)
    if common is not None:
        return _Names(_bare(common, "./"), None, "modified")
    return _Names(_bare(_bare(new, "b/"), "./"), _bare(_bare(old, "a/"), "./"), "renamed")


def _is_epoch(raw: bytes | None) -> bool:
    """GNU diff dates the absent side of ``-N`` to the epoch, in whatever time zone."""
    date = (raw or b"").partition(b"\t")[2]
    return date.startswith((b"1970-01-01", b"1969-12-31", b"Thu Jan  1", b"Wed Dec 31"))


def _bare(name: str, prefix: str) -> str:
    return name.removeprefix(prefix)


def _sides(section: Section, status: Status) -> tuple[_Side, _Side]:
    line = section.headers.get(b"index ")
    index = _index(line) if line is not None else None
    if line is not None and index is None:
        raise refusal(section, "the line with the ids (index) is malformed")
    common = (index[3] or REGULAR.encode()) if index else REGULAR.encode()
    old = section.headers.get(b"old mode ", section.headers.get(b"deleted file mode ", common))
    new = section.headers.get(b"new mode ", section.headers.get(b"new file mode ", common))
    if not _mode(old) or not _mode(new):
        raise refusal(section, "the mode of the file is malformed")
    blobs = (index[1].decode(), index[2].decode()) if index else ("", "")
    old_mode = ABSENT if status == "added" else old.decode()
    new_mode = ABSENT if status == "deleted" else new.decode()
    return _Side(old_mode, blobs[0]), _Side(new_mode, blobs[1])


def _status(section: Section, names: _Names, old: _Side, new: _Side) -> Status:
    if SUBMODULE in (old.mode, new.mode):
        return "submodule"
    if names.status == "modified" and old.mode != new.mode and not section.ranges and not old.blob:
        return "mode-changed"
    return names.status


def _is_hidden(section: Section, old: _Side, new: _Side) -> bool:
    """Tell whether a section speaks of changed content, or of nothing at all, and shows no lines."""
    if section.ranges or section.binary or SUBMODULE in (old.mode, new.mode):
        return False
    if not old.blob and ABSENT in (old.mode, new.mode):
        return True  # an empty file of Mercurial's, or one cut off
    if not old.blob:
        return section.headers.get(b"similarity index ", b"100%") != b"100%" or not section.headers
    contents = [blob for blob in (old.blob, new.blob) if blob.strip("0")]
    return old.blob != new.blob and not all(blob.startswith(EMPTY_BLOBS) for blob in contents)


def _full_id(blob: str) -> str:
    return blob if len(blob) in (40, 64) and blob.strip("0") else ""
