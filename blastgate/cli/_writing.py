"""Write the files that were announced, all or none, and never through a symbolic link."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple


class NewFile(NamedTuple):
    """A file to write below ``top``; ``replaces`` says that one may be there, whatever it holds."""

    top: Path
    path: str
    data: bytes
    executable: bool = False
    replaces: bool = False

    @property
    def place(self) -> Path:
        """Where it goes."""
        return self.top / self.path


def refuse_conflicts(files: Iterable[NewFile], hint: str) -> None:
    """Raise SourceError, naming every file, where one is in the way or a folder is a symbolic link."""
    taken = [file.path for file in files if os.path.lexists(file.place) and not file.replaces]
    if taken:
        raise SourceError("is there already; nothing was written", ", ".join(taken), hint)
    for file in files:
        for folder in _folders(file):
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise SourceError("is no folder to write into; nothing was written", str(folder), "make it a folder")


def read_beside(top: Path, path: str) -> bytes | None:
    """Read a file of the work tree; None where there is none. Raises SourceError for what is no regular file."""
    place = top / path
    if not os.path.lexists(place):
        return None
    if place.is_symlink() or not place.is_file():
        raise SourceError("is no regular file; nothing was written", path, "put a regular file in its place")
    return place.read_bytes()


def write_all(files: Sequence[NewFile]) -> None:
    """Write every file in full: a new one appears under its name only when it is whole."""
    for file in files:
        file.place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".blastgate-", dir=file.place.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(file.data)
            Path(name).chmod(_mode(file))
            _put(Path(name), file)
        finally:
            Path(name).unlink(missing_ok=True)


def _put(whole: Path, file: NewFile) -> None:
    """Give a file its name; a link is made only where nothing is, a replacement takes the name of what is there."""
    if file.replaces:
        whole.replace(file.place)
    else:
        os.link(whole, file.place)


def _mode(file: NewFile) -> int:
    if file.replaces and file.place.is_file() and not file.place.is_symlink():
        return file.place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return (0o777 if file.executable else 0o666) & ~mask


def _folders(file: NewFile) -> list[Path]:
    """The folders between the top and the file."""
    return [file.top / parent for parent in Path(file.path).parents if str(parent) != "."]
