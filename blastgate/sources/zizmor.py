"""What zizmor says of the same files, where it is installed: run beside, offline, without anybody's settings.

Source: docs.zizmor.sh, "Usage", output formats (``json-v1``) and exit codes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from blastgate.errors import SourceError
from blastgate.model.audit import Finding, Severity
from blastgate.sources.github.payload import Payload

NAME = "zizmor"
INSTALL = "pip install zizmor, or pass --zizmor never"
TIMEOUT = 300.0  # seconds
MOST_FINDINGS = 20_000
OPTIONS = ("--offline", "--no-config", "--no-exit-codes", "--quiet", "--no-progress", "--color", "never")
SEVERITIES: dict[str, Severity] = {"high": "high", "medium": "medium"}  # low, informational, unknown: low


def find_zizmor() -> str | None:
    """Find the program beside this Python, else on PATH."""
    beside = Path(sys.executable).parent / NAME
    return str(beside) if beside.is_file() else shutil.which(NAME)


def run_zizmor(program: str, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Run zizmor on copies of some files and return its findings. Raises SourceError when it fails or hangs."""
    with tempfile.TemporaryDirectory(prefix="blastgate-zizmor-") as folder:
        places = dict(_laid_out(Path(folder), files))
        if not places:
            return ()
        command = [program, *OPTIONS, "--format", "json-v1", "--", *places]
        environment = {"HOME": folder, "PATH": "/usr/bin:/bin"}  # no token: it would then ask GitHub
        try:
            done = subprocess.run(  # noqa: S603
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SourceError(f"did not run: {type(error).__name__}", NAME, INSTALL) from error
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise SourceError(f"failed: {(words or ['no reason given'])[-1][:300]}", NAME, INSTALL)
        return tuple(_findings(done.stdout, places))


def _laid_out(folder: Path, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Copy each file to a place of the same kind, by number: a stranger's name never becomes an argument."""
    for number, (path, data) in enumerate(files.items()):
        is_action = path.rsplit("/", 1)[-1] in ("action.yml", "action.yaml")
        place = folder / str(number) / ("action.yml" if is_action else ".github/workflows/w.yml")
        place.parent.mkdir(parents=True)
        place.write_bytes(data)
        yield str(place), path


def _findings(output: bytes, places: Mapping[str, str]) -> Iterator[Finding]:
    try:
        listed: Any = json.loads(output or b"[]")
    except (ValueError, RecursionError):
        raise SourceError("answered with no JSON", NAME, INSTALL) from None
    root = Payload({"findings": listed}, NAME)
    for item in root.items("findings", MOST_FINDINGS):
        if item.truth("ignored", False):
            continue
        listed_at = list(item.items("locations"))
        if not listed_at:
            raise SourceError("tells of something without a place", NAME, INSTALL)
        primary = (place for place in listed_at if place.part("symbolic").text("kind", "") == "Primary")
        yield _finding(item, next(primary, listed_at[0]), places)


def _finding(item: Payload, place: Payload, places: Mapping[str, str]) -> Finding:
    local = place.part("symbolic").part("key").part("Local")
    path = places.get(local.text("verbatim_path", "") or local.text("given_path", ""), "")
    line = place.part("concrete").part("location").part("start_point").number("row") + 1
    severity = SEVERITIES.get(item.part("determinations").text("severity", "").lower(), "low")
    text = f"{item.text('desc')}: {place.part('symbolic').text('annotation', '')}"
    return Finding(item.text("ident"), severity, path, line, text, item.text("url", ""), (), NAME)
