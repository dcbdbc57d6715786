"""Settings files that are JSON: written, and read again for what of them are path rules."""

from __future__ import annotations

import json
from typing import Any

from blastgate.model.wording import some


def dump(data: Any) -> str:
    """Write data as such files are written by hand: two blanks, a final newline."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def table(text: str) -> dict[str, Any]:
    """Read a JSON object; raises ValueError for anything else."""
    try:
        data = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("no JSON object")
    return data


def below(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Return an object inside another; empty where there is none."""
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def strings(data: dict[str, Any], key: str, starts: tuple[str, ...]) -> list[str]:
    """Return the sorted entries of a list that begin in one of some ways."""
    found = data.get(key)
    entries = found if isinstance(found, list) else []
    return sorted({entry for entry in entries if isinstance(entry, str) and entry.startswith(starts)})


def lost(what: str, globs: tuple[str, ...]) -> tuple[str, ...]:
    """Say which globs a dialect has no word for."""
    return (f"{what}: {some(globs, 10)}",) if globs else ()
