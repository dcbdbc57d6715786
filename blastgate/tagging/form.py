"""How the trailer is written: ``Assisted-by: AGENT:MODEL`` as the Linux kernel asks, or a team's own form."""

from __future__ import annotations

import re

from blastgate.errors import UsageError
from blastgate.model.named import NamedTuple
from blastgate.tagging.agents import Agent

KEY, VALUE = "Assisted-by", "{agent}[:{model}]"  # https://docs.kernel.org/process/coding-assistants.html

PLACES = ("agent", "model", "title", "tool")

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")
_VALUE = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{([^{}]*)\}")
_SIGN_OFF = "signed-off-by"


class Form(NamedTuple):
    """The key and value of the trailer; the value has places for the agent's data."""

    key: str = KEY
    value: str = VALUE


def read_form(text: str, where: str) -> Form:
    """Read ``KEY`` or ``KEY: VALUE``. Raises UsageError, naming ``where`` it was written, for what is no trailer."""
    key, _, value = text.partition(":")
    form = Form(key.strip(), value.strip() or VALUE)
    if not _KEY.fullmatch(form.key) or not _VALUE.fullmatch(form.value):
        raise _wrong(f"{text[:80]!r} is no trailer", where)
    if form.key.lower() == _SIGN_OFF:
        raise _wrong("only a person can sign off", where)
    unknown = [place for place in _PLACE.findall(form.value) if place not in PLACES]
    if unknown:
        raise _wrong(f"{{{unknown[0][:40]}}} is no place; there are {', '.join(PLACES)}", where)
    return form


def trailer_of(agent: Agent, form: Form) -> str:
    """Write the trailer's line for an agent; a part in brackets is left out where one of its places is empty."""
    known = dict(zip(PLACES, (agent.name, agent.model, agent.title, agent.tool), strict=True))
    value = _OPTIONAL.sub(lambda part: "" if _lacks(part[1], known) else part[1], form.value)
    return f"{form.key}: {_PLACE.sub(lambda place: known[place[1]], value).strip() or agent.name}"


def _lacks(part: str, known: dict[str, str]) -> bool:
    return any(not known[name] for name in _PLACE.findall(part))


def _wrong(message: str, where: str) -> UsageError:
    return UsageError(message, where, f"write it as {KEY!r} or '{KEY}: {VALUE}'")
