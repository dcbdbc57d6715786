"""A private folder for a while. The standard ``tempfile`` costs a warm run more than all that is put there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from blastgate.errors import SourceError

VARIABLES = ("TMPDIR", "TEMP", "TMP")  # as tempfile.gettempdir() looks for a place
USUAL = ("/tmp", "/var/tmp")  # noqa: S108 - the folder itself has a name that nobody can foresee


def make_folder() -> Path:
    """Make a new folder that only this user may enter. Raises SourceError where there is no place for one."""
    for place in (*filter(None, map(os.environ.get, VARIABLES)), *USUAL):
        folder = Path(place).absolute() / f"blastgate-{os.urandom(8).hex()}"
        try:
            folder.mkdir(mode=0o700)
        except OSError:
            continue
        return folder
    raise SourceError("there is no place for a temporary folder", "TMPDIR", "name a folder that can be written to")


def remove_folder(folder: Path) -> None:
    """Remove a folder and all below it, links themselves and not what they lead to; what resists stays."""
    for place, folders, files in os.walk(folder, topdown=False):
        with suppress(OSError):
            for name in files:
                Path(place, name).unlink()
            for name in folders:
                Path(place, name).rmdir()
    with suppress(OSError):
        folder.rmdir()
