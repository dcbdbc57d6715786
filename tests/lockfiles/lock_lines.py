"""Two versions of a lockfile as lines: what is pinned, asked for and moved, so that a case reads as a list."""

from __future__ import annotations

from blastgate.lockfiles.moved import compare
from blastgate.lockfiles.read import read_lock
from blastgate.testing import snapshot_of


def drawn(path: str, base: str, head: str) -> dict[str, list[str]]:
    """Draw the base's packages and users, how names moved, and what is reached by that; empty parts are left out."""
    before, after = read_lock(path, snapshot_of({path: base})), read_lock(path, snapshot_of({path: head}))
    moved = compare(before, after)
    parts = {
        "packages": [f"{key} | {p.name} | {p.version} | {', '.join(p.needs)}" for key, p in before.packages.items()],
        "users": [
            f"{folder or '.'} | {', '.join(sorted(needs.shipped))} | {', '.join(sorted(needs.dev))}"
            for folder, needs in before.users.items()
        ],
        "changes": [f"{name} | {how}" for name, how in moved.changes.items()],
        "reached": [f"{key} | {name}" for key, name in sorted(moved.reached.items())],
        "everything": ["settings moved"] if moved.everything else [],
    }
    return {part: lines for part, lines in parts.items() if lines}
