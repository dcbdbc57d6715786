"""What a manifest that does not parse still says: here is a component, kept by its folder."""

from __future__ import annotations

from typing import Protocol

from blastgate.manifests._text import folder_of, name_of
from blastgate.manifests.interface import Claims, ComponentClaim


class Problem(Protocol):
    """Why a text could not be read, and the 1-based line."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def why(self) -> str:
        """The reason, as a phrase."""


def kept_by_folder(path: str, problem: Problem) -> Claims:
    """Claim the folder of a manifest as a library, and tell what is wrong and where."""
    folder, source = folder_of(path), f"{path}:{problem.line}"
    kept = ComponentClaim(folder, name_of(folder), (), "library", source)
    return Claims(components=(kept,), warnings=(f"{source}: {problem.why}",))
