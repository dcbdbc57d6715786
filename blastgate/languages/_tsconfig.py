"""``paths`` and ``baseUrl`` of the nearest tsconfig.json or jsconfig.json, with what it extends.

Rules from the TypeScript handbook: ``extends`` may be a list, later ones win; ``paths`` are relative to ``baseUrl``, or
to the file that says them; ``${configDir}`` is the folder of the file that nobody extends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from blastgate.languages._paths import match_pattern
from blastgate.model.paths import normalize

_MAX_EXTENDS = 20  # a longer chain is a mistake


@dataclass(frozen=True, slots=True)
class TsConfig:
    """Where bare names may lead: patterns with their targets as repository paths, and the folder names start from."""

    base_url: str | None = None
    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def targets(self, name: str) -> tuple[str, ...]:
        """Return the paths that the best pattern gives a name: exact first, then the longest prefix."""
        best: tuple[int, tuple[str, ...], str] | None = None
        for pattern, targets in self.paths:
            star = match_pattern(pattern, name)
            if star is None:
                continue
            rank = len(pattern) + 1_000_000 if "*" not in pattern else pattern.index("*")
            if best is None or rank > best[0]:
                best = (rank, targets, star)
        return tuple(target.replace("*", best[2]) for target in best[1]) if best else ()


Locate = Callable[[str, str], "str | None"]  # (folder, what extends names) -> path of a config


def read_tsconfig(path: str, files: Mapping[str, Mapping[str, Any]], locate: Locate) -> TsConfig:
    """Combine a config with those it extends; a cycle or a missing file ends the chain."""
    return _read(path, files, locate, (path.rpartition("/")[0],))


def _read(path: str, files: Mapping[str, Mapping[str, Any]], locate: Locate, seen: tuple[str, ...]) -> TsConfig:
    """Read one config of a chain; ``seen`` is the folder of its leaf, then the configs above this one."""
    data = files.get(path)
    if data is None or path in seen[1:] or len(seen) > _MAX_EXTENDS:
        return TsConfig()
    folder = path.rpartition("/")[0]
    config = TsConfig()
    for name in extended(data):
        base = locate(folder, name)
        inherited = _read(base, files, locate, (*seen, path)) if base else TsConfig()
        config = TsConfig(
            inherited.base_url if inherited.base_url is not None else config.base_url, inherited.paths or config.paths
        )
    options = data.get("compilerOptions")
    return _override(config, options, folder, seen[0]) if isinstance(options, dict) else config


def extended(data: Mapping[str, Any]) -> tuple[str, ...]:
    """List what a config extends."""
    value = data.get("extends")
    listed = value if isinstance(value, list) else [value]
    return tuple(name for name in listed if isinstance(name, str) and name)


def _override(config: TsConfig, options: Mapping[str, Any], folder: str, leaf: str) -> TsConfig:
    base, paths = options.get("baseUrl"), options.get("paths")
    if isinstance(base, str):
        config = replace(config, base_url=_place(folder, base, leaf))
    if not isinstance(paths, dict):
        return config
    start = config.base_url if config.base_url is not None else folder
    found = []
    for pattern, targets in paths.items():
        listed = [target for target in targets if isinstance(target, str)] if isinstance(targets, list) else []
        places = (_place(start, target, leaf) for target in listed)
        found.append((pattern, tuple(place for place in places if place is not None)))
    return replace(config, paths=tuple(found))


def _place(folder: str, target: str, leaf: str) -> str | None:
    if target.startswith("${configDir}"):
        return normalize(leaf, "." + target.removeprefix("${configDir}"))
    return normalize(folder, target)
