"""What a door offers to the fuzzers: every reader of strangers' text behind it, and texts to start from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Door(Protocol):
    """A door is one module with these names."""

    def targets(self) -> tuple[str, ...]:
        """List the readers behind the door; those that are plug-ins come from the registry."""

    def seeds(self, target: str) -> Iterable[bytes]:
        """Yield sound texts for a reader, from tests/cases where there are some."""

    def answer(self, target: str, data: bytes) -> object:
        """Read the bytes and return what was understood. Raises BlastgateError alone, and only where the reader may
        refuse its text."""
