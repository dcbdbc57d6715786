"""go.sum and go.mod: the versions of modules, without saying which needs which. Source: https://go.dev/ref/mod#go-sum-files"""

from __future__ import annotations

import re

from blastgate.lockfiles.kinds._text import decode
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "go"
FILES = ("go.mod", "go.sum")
SPACE = "go"

_SUM = re.compile(r"(\S++) (v\S++) (h1:\S++)\s*+")
_REQUIRED = re.compile(r"\s*+(?:require\s++)?+([^\s(]++)\s++(v\d\S*+)\s*+(?://.*+)?+")
_REPLACED = re.compile(r"\s*+(?:replace\s++)?+(\S++)(?:\s++v\S++)?+\s++=>\s++(\S.*+)")
_VERSION = re.compile(r"^go 1\.(\d{1,3})", re.MULTILINE)
_NOTHING = re.compile(r"\s*+(?://.*+|require\s*+\(|replace\s*+\(|\))?+\s*+")


def read(data: bytes) -> Lock:
    """Read a go.sum or a go.mod; what else a go.mod sets (its name, the version of Go) is its settings."""
    lines = decode(data).split("\n")
    summed = [found for line in lines if (found := _SUM.fullmatch(line))]
    if summed:
        if len(summed) < sum(bool(line.strip()) for line in lines):
            raise LockError("it has lines that are no checksums")
        return Lock(_summed(summed), linked=False)
    if not any(line.startswith("module") for line in lines):
        if "".join(lines).strip():
            raise LockError("it is neither a go.sum nor a go.mod")
        return Lock({}, linked=False)
    return _module(lines)


def built(sums: Lock, module: Lock) -> Lock:
    """Leave of a go.sum what its go.mod selects: since Go 1.17 that lists every module of which a package is built."""
    version = _VERSION.search(module.settings)
    if version is None or int(version[1]) < 17:
        return sums
    chosen = {(package.name, package.version) for package in module.packages.values()}
    return Lock({k: p for k, p in sums.packages.items() if (p.name, p.version) in chosen}, linked=False)


def _summed(found: list[re.Match[str]]) -> dict[str, Package]:
    """A version of which only the go.mod is hashed is not built."""
    hashes: dict[tuple[str, str], set[str]] = {}
    for module, version, digest in (line.group(1, 2, 3) for line in found):
        if not version.endswith("/go.mod"):
            hashes.setdefault((module, version), set()).add(digest)
    return {f"{m} {v}": Package(m, v, "", frozenset(digests)) for (m, v), digests in hashes.items()}


def _module(lines: list[str]) -> Lock:
    packages: dict[str, Package] = {}
    replaced: dict[str, str] = {}
    settings: list[str] = []
    for line in lines:
        if found := _REPLACED.fullmatch(line):
            replaced[found[1]] = found[2].strip()
        elif found := _REQUIRED.fullmatch(line):
            packages[found[1]] = Package(found[1], found[2])
        elif not _NOTHING.fullmatch(line):
            settings.append(" ".join(line.split()))
    for module, place in replaced.items():
        packages[module] = Package(module, packages[module].version if module in packages else "", place)
    return Lock(packages, linked=False, settings="\n".join(settings))
