"""What goes wrong on purpose: the next answers, or the next ones of some path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """An answer in place of the right one, for so many requests whose path holds ``on``; status 0 hangs up."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    on: str = ""
    method: str = ""
    times: int = 1

    def fits(self, method: str, path: str) -> bool:
        """Tell whether a request meets it."""
        return self.times > 0 and self.on in path and self.method in ("", method)


@dataclass(slots=True)
class Surprise:
    """Something that happens to the world once, right after a request whose path holds ``on`` was answered."""

    on: str
    action: Callable[[], object]


@dataclass(slots=True)
class Faults:
    """All that is still to go wrong."""

    faults: list[Fault] = field(default_factory=list)
    surprises: list[Surprise] = field(default_factory=list)

    def next_for(self, method: str, path: str) -> Fault | None:
        """Take the first fault that a request meets."""
        fault = next((f for f in self.faults if f.fits(method, path)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    def surprise(self, path: str) -> None:
        """Let happen what waits for this path."""
        for surprise in [s for s in self.surprises if s.on in path]:
            self.surprises.remove(surprise)
            surprise.action()
