"""Arithmetic of repository paths: no leading slash, ``/`` between parts, ``""`` for the top."""

from __future__ import annotations


def normalize(folder: str, relative: str) -> str | None:
    """Join and fold ``.`` and ``..``; None when the result leaves the repository."""
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
