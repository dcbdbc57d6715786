"""yarn.lock, of the classic yarn and of its successors (berry).

Source: https://classic.yarnpkg.com/lang/en/docs/yarn-lock/, https://yarnpkg.com/advanced/lexicon
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from blastgate.lockfiles.kinds._text import Nested, as_map, as_text, decode, nested, unquoted
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "yarn"
FILES = ("yarn.lock",)
SPACE = "npm"

_ENTRY = re.compile(r"([^\s#].*):\s*+")
_SECTION = re.compile(r"  (\w++):\s*+")
_VALUE = re.compile(r"  ([\w-]++) \"?+([^\"\n]++)\"?+\s*+")
_NEED = re.compile(r"    \"?+([^\s\"]++)\"? \"?+([^\"\n]++)\"?+\s*+")
SECTIONS = ("dependencies", "optionalDependencies")


def read(data: bytes) -> Lock:
    """Read a lockfile; packages are known by each range that they answer, so that one range more moves no other.

    Raises LockError.
    """
    text = decode(data)
    berry = "__metadata:" in text
    if not berry and "# yarn lockfile v1" not in text:
        raise LockError("it is no lockfile of yarn")
    answers: dict[str, Nested] = {}
    for ranges, entry in _berry(nested(text)) if berry else _classic(text):
        answers.update((asked.strip(), entry) for asked in ranges.split(","))
    return Lock({asked: _package(asked, answers) for asked, entry in answers.items() if not _is_local(entry)})


def _is_local(entry: Nested) -> bool:
    return "@workspace:" in as_text(entry.get("resolution"))


def _package(asked: str, answers: Mapping[str, Nested]) -> Package:
    entry = answers[asked]
    name = asked[: asked.find("@", 1)] if "@" in asked[1:] else asked
    resolution = as_text(entry.get("resolution"))
    hashes = frozenset(filter(None, (as_text(entry.get("integrity")), as_text(entry.get("checksum")))))
    source = resolution or ("" if hashes else as_text(entry.get("resolved")))
    needs = tuple(need for need in _asked(entry) if need in answers)
    return Package(name, as_text(entry.get("version")), source, hashes, needs)


def _asked(entry: Nested) -> Iterator[str]:
    for section in SECTIONS:
        for name, wanted in as_map(entry.get(section)).items():
            yield f"{name}@{as_text(wanted)}"
            yield f"{name}@npm:{as_text(wanted)}"


def _berry(document: Nested) -> Iterator[tuple[str, Nested]]:
    for key, entry in document.items():
        if key != "__metadata" and isinstance(entry, dict):
            yield key, entry


def _classic(text: str) -> Iterator[tuple[str, Nested]]:
    """Yield the entries of a classic lockfile, which is not quite YAML: values follow their keys after a blank."""
    entry: Nested = {}
    section: Nested = {}
    for line in text.split("\n"):
        if line.startswith("    "):
            need = _NEED.fullmatch(line)
            if need is None:
                raise LockError(f"it is written in an unusual form: {line.strip()[:60]!r}")
            section[need[1]] = need[2]
        elif value := _VALUE.fullmatch(line):
            entry[value[1]] = value[2]
        elif opened := _SECTION.fullmatch(line):
            if isinstance(entry.get(opened[1]), str):
                raise LockError(f"it has both a value and a section {opened[1][:60]!r}")
            section = entry.setdefault(opened[1], {})
        elif opened := _ENTRY.fullmatch(line):
            entry, section = {}, {}
            yield ", ".join(unquoted(asked) for asked in opened[1].split(", ")), entry
        elif line.strip() and not line.startswith("#"):
            raise LockError(f"it is written in an unusual form: {line.strip()[:60]!r}")
