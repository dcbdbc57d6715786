"""Make a stranger's text safe in a GitHub workflow command."""

from __future__ import annotations

from blastgate.reporters.escape.terminal import for_terminal


def workflow_command(kind: str, message: str, **properties: str) -> str:
    """Write one ``::error file=...::message`` line.

    Escapes as @actions/core does (``command.ts``): ``%``, CR and LF everywhere, ``:`` and ``,`` in properties too.
    A property whose value has characters that can't be shown is left out: it would name something else.
    """
    kept = {key: value for key, value in properties.items() if value and for_terminal(value) == value}
    listed = ",".join(f"{key}={_property(value)}" for key, value in kept.items())
    return f"::{kind}{' ' if listed else ''}{listed}::{_data(for_terminal(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
