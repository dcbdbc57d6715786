"""What a file of this room offers: the settings of one agent, made from path rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PathRules:
    """Where an agent may write, as globs of the policy.

    ``only`` are the paths open to it (None: all). Outside them a person is asked where ``ask`` says so, else it is
    refused. ``protected`` are refused, ``guarded`` want a person's yes. ``notes`` say what of the policy is lost.
    """

    only: tuple[str, ...] | None = None
    ask: bool = False
    protected: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The text of an agent's settings file, and in sentences what that agent cannot be told."""

    text: str
    cannot: tuple[str, ...] = ()


class Agent(Protocol):
    """An agent is one module with these names; the file name, ``-`` for ``_``, is the name of ``--for``.

    Its docstring names the agent and where its format is described.
    """

    FILE: str  # where the agent looks for its settings, from the top of the repository

    def settings(self, rules: PathRules) -> Settings:
        """Write the settings; the same rules give the same text."""

    def ours(self, text: str) -> str:
        """Return what of a settings file are path rules, in one form: equal texts say the same.

        Raises ValueError for a text that the agent could not read.
        """
