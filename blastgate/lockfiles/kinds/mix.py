"""mix.lock: the versions of all packages of an Elixir project, and what each needs.

Source: https://hexdocs.pm/mix/Mix.Tasks.Deps.html
"""

from __future__ import annotations

import re

from blastgate.lockfiles.kinds._text import decode
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "mix"
FILES = ("mix.lock",)
SPACE = "hex"

_ENTRY = re.compile(r"  \"?([\w.-]{1,100})\"?: \{:(hex|git), (?::\w{1,100}|\"([^\"]*+)\"), \"([^\"]*+)\",(.*)\},?\s*+")
_CHECKSUM = re.compile(r" \"([^\"]*+)\"")
_NEED = re.compile(r"\{:(\w{1,100}), ")


def read(data: bytes) -> Lock:
    """Read a lockfile, one package on each line as mix writes it. Raises LockError."""
    lines = [line for line in decode(data).split("\n") if line.strip()]
    if not lines or not lines[0].startswith("%{"):
        raise LockError("it is no lockfile of mix")
    found = [_entry(line) for line in lines if line.strip() not in ("%{", "}", "%{}")]
    known = {entry[1] for entry in found}
    return Lock({entry[1]: _package(entry, known) for entry in found})


def _entry(line: str) -> re.Match[str]:
    entry = _ENTRY.fullmatch(line)
    if entry is None:
        raise LockError(f"it is written in an unusual form: {line.strip()[:60]!r}")
    return entry


def _package(entry: re.Match[str], known: set[str]) -> Package:
    """Of git, the revision stands where a package of Hex has its version, before its checksum."""
    name, kind, place, version, rest = entry.group(1, 2, 3, 4, 5)
    checksum = _CHECKSUM.match(rest)
    source = f"{place} {rest.strip()}" if kind == "git" else checksum[1] if checksum else ""
    needs = dict.fromkeys(need for need in _NEED.findall(rest) if need in known and need != name)
    return Package(name, version, source, needs=tuple(needs))
