"""What a package.json offers under its own name: ``exports``, ``imports``, ``main`` and friends, as targets in order.

Rules from the Node.js documentation (modules: packages). Which condition holds is decided by who builds, so every
condition counts, those for types last; the first target of each condition that is a file here is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from blastgate.languages._paths import match_pattern

_ENTRY_FIELDS = ("source", "module", "main", "browser", "svelte")
_TYPE_FIELDS = ("types", "typings")
_OUTPUT_FOLDERS = frozenset(
    {"dist", "build", "lib", "out", "output", "es", "esm", "cjs", "umd", "types", "_esm", "_cjs"}
)
_OUTPUT_SUFFIXES = (".d.mts", ".d.cts", ".d.ts", ".mjs", ".cjs", ".js", ".jsx")
_MAX_DEPTH = 10
_MAX_TARGETS = 50


def exported(package: Mapping[str, Any], subpath: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the targets of ``.`` or ``./sub``: those that run, and those for types only."""
    exports = package.get("exports")
    if exports is not None:
        return _split(mapped(exports, subpath))
    if subpath != ".":
        return (subpath,), ()
    fields = [package.get(name) for name in _ENTRY_FIELDS]
    types = [package.get(name) for name in _TYPE_FIELDS]
    return tuple(f for f in fields if isinstance(f, str)), tuple(f for f in types if isinstance(f, str))


def imported(package: Mapping[str, Any], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the targets of a ``#name`` that the package gives itself."""
    imports = package.get("imports")
    return _split(mapped(imports, name)) if isinstance(imports, dict) else ((), ())


def source_candidates(target: str) -> Iterator[str]:
    """Yield where the source of a built file may lie, relative to the package and without extension."""
    parts = [part for part in target.split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        return
    stem = parts[-1]
    for suffix in _OUTPUT_SUFFIXES:
        if stem.endswith(suffix):
            parts[-1] = stem[: -len(suffix)]
            break
    kept = 0
    while kept < len(parts) - 1 and parts[kept] in _OUTPUT_FOLDERS:
        kept += 1
    rest = parts[kept:]
    for folder in (["src"], [], ["source"], ["lib"]):
        yield "/".join(folder + (rest[1:] if rest[0] in folder and len(rest) > 1 else rest))


def is_output(target: str) -> bool:
    """Tell whether a path within a package begins in a folder that builds write to."""
    return target.partition("/")[0] in _OUTPUT_FOLDERS


def mapped(exports: Any, subpath: str) -> tuple[tuple[str, bool], ...]:
    """Find the targets of a subpath, each with whether it is for types: exact key first, then the longest pattern."""
    if not isinstance(exports, dict) or not any(key.startswith((".", "#")) for key in exports):
        return tuple(_targets(exports, "", False, 0)) if subpath == "." else ()
    if subpath in exports and "*" not in subpath:
        return tuple(_targets(exports[subpath], "", False, 0))
    best: tuple[int, str, str] | None = None
    for key in exports:
        pattern = key + "*" if key.endswith("/") else key
        star = match_pattern(pattern, subpath) if "*" in pattern else None
        if star is not None and (best is None or pattern.index("*") > best[0]):
            best = (pattern.index("*"), key, star)
    return tuple(_targets(exports[best[1]], best[2], False, 0)) if best else ()


def _targets(value: Any, star: str, types: bool, depth: int) -> Iterator[tuple[str, bool]]:
    """Yield the strings below a value, conditions in order, each with whether only type checkers take it."""
    if isinstance(value, str):
        yield (value.replace("*", star) if "*" in value else value + star if value.endswith("/") else value), types
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        for item in value[:_MAX_TARGETS]:
            yield from _targets(item, star, types, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        for condition, item in list(value.items())[:_MAX_TARGETS]:
            yield from _targets(item, star, types or condition.startswith("types"), depth + 1)


def _split(targets: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    run = tuple(dict.fromkeys(target for target, types in targets if not types))
    return run, tuple(dict.fromkeys(target for target, types in targets if types))
