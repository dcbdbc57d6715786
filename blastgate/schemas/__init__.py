"""The JSON Schemas of the output contract, as files; ``python -m blastgate.schemas`` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def shipped(kind: str) -> dict[str, Any]:
    """Read the shipped schema of what ``blastgate <kind> --format json`` writes."""
    found: dict[str, Any] = json.loads((FOLDER / f"{kind}.schema.json").read_text("utf-8"))
    return found


def text_of(schema: dict[str, Any]) -> str:
    """Write a schema as it stands in its file."""
    return json.dumps(schema, indent=2) + "\n"
