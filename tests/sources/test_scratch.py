"""A private folder: nobody else enters it, and it is gone with all below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.sources.git import scratch
from blastgate.sources.git.scratch import make_folder, remove_folder


def test_a_folder_is_private_and_stands_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder = make_folder()
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    assert make_folder() != folder


def test_a_place_that_cannot_be_written_to_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    monkeypatch.setenv("TEMP", str(tmp_path))
    folder = make_folder()
    assert folder.parent == tmp_path


def test_no_place_at_all_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    monkeypatch.setattr(scratch, "USUAL", ())
    for name in ("TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SourceError, match="no place"):
        make_folder()


def test_all_of_it_goes_and_nothing_that_a_link_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder, kept = make_folder(), tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "c").touch()
    (folder / "file").symlink_to(kept / "file")
    remove_folder(folder)
    assert not folder.exists()
    assert (kept / "file").exists()
    remove_folder(folder)
