"""How long each step took, for the ``timings`` of an assessment."""

from __future__ import annotations

from time import perf_counter


class Clock:
    """Milliseconds per step, in the order of the steps."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, step: str) -> None:
        """Note the time since the last step."""
        now = perf_counter()
        self.timings[step] = round((now - self._last) * 1000, 1)
        self._last = now


def today() -> str:
    """Return the day, in UTC, as ``2026-11-21``."""
    from datetime import UTC, datetime  # only the gate asks

    return datetime.now(UTC).date().isoformat()
