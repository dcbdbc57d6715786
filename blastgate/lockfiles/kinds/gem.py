"""Gemfile.lock. Source: https://bundler.io/guides/using_bundler_in_applications.html"""

from __future__ import annotations

import re

from blastgate.lockfiles.kinds._text import decode
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "gem"
FILES = ("Gemfile.lock", "gems.locked")
SPACE = "gem"

_PINNED = re.compile(r"    ([\w.-]++) \(([^)\n]++)\)\s*+")
_NEED = re.compile(r"      ([\w.-]++)(?: \([^)\n]*+\))?!?+\s*+")
_SOURCE = re.compile(r"  (?:remote|revision): (\S++)\s*+")
_ABOUT = re.compile(r"  (?:branch|ref|tag|glob|submodules): .*+")
_CHECKSUM = re.compile(r"  ([\w.-]++) \(([^)\n]++)\) (\S++)\s*+")


def read(data: bytes) -> Lock:
    """Read a lockfile; gems of this repository (``PATH``) are left to their gemspecs. Raises LockError."""
    text = decode(data)
    if not re.search(r"^(?:GEM|GIT|PATH|DEPENDENCIES)\s*$", text, re.MULTILINE):
        raise LockError("it is no lockfile of Bundler")
    versions, sources, needs, hashes = _sections(text)
    packages = {}
    for name, version in versions.items():
        found = frozenset(hashes.get(name, ()))
        packages[name] = Package(name, ", ".join(version), sources.get(name, ""), found, tuple(needs.get(name, ())))
    return Lock(packages)


def _sections(
    text: str,
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, list[str]], dict[str, list[str]]]:
    """Collect the versions (one per platform), sources, needs and checksums by name."""
    versions: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    hashes: dict[str, list[str]] = {}
    section, source, gem = "", "", ""
    for line in text.split("\n"):
        if line and not line.startswith(" "):
            section, source, gem = line.strip(), "", ""
        elif section in ("GEM", "GIT") and (found := _PINNED.fullmatch(line)):
            gem = found[1]
            versions.setdefault(gem, []).append(found[2])
            sources[gem] = source
        elif section in ("GEM", "GIT") and gem and (found := _NEED.fullmatch(line)):
            needs.setdefault(gem, []).append(found[1])
        elif found := _SOURCE.fullmatch(line):
            source += found[1] + " "
        elif section in ("GEM", "GIT") and line.strip() not in ("", "specs:") and not _ABOUT.fullmatch(line):
            raise LockError(f"it is written in an unusual form: {line.strip()[:60]!r}")
        elif section == "CHECKSUMS" and (found := _CHECKSUM.fullmatch(line)):
            hashes.setdefault(found[1], []).append(found[3])
    return versions, sources, needs, hashes
