"""AsyncAPI documents: the topics that an application sends to and listens on, both written out.

In version 2 ``publish`` is what others may send, so the application listens; version 3 says ``send`` and ``receive``.
Source: https://www.asyncapi.com/docs/reference/specification/v3.0.0, .../v2.6.0
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests._yaml import Map, YamlError, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "asyncapi"
RANK = 83
FILES = ("*.yaml", "*.yml", "*.json")
WORDS = ("asyncapi",)


class Use(NamedTuple):
    """One topic, whether it is sent to, and the 1-based line that says so."""

    topic: str
    sends: bool
    line: int


def matches(path: str) -> bool:
    """Tell by its path whether a file is an AsyncAPI document."""
    return path.endswith((".yaml", ".yml", ".json")) and name_of(path).lower().startswith(("asyncapi.", "asyncapi-"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one document; its folder is a component only where nothing else claims it."""
    try:
        document = as_map(next(iter(load(decode(data))), None))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    uses = list(_uses(document))
    sent = tuple(dict.fromkeys(f"topic:{use.topic}" for use in uses if use.sends))
    folder = folder_of(path)
    heard = [EdgeClaim(f"path:{path}", f"topic:{u.topic}", "runtime", f"{path}:{u.line}") for u in uses if not u.sends]
    return Claims(
        components=(ComponentClaim(folder, name_of(folder), sent, None, f"{path}:1"),) if sent else (),
        edges=tuple(dict.fromkeys(heard)),
    )


def _uses(document: Map) -> Iterator[Use]:
    channels = as_map(document.get("channels"))
    for name, channel in channels.items():
        for key, sends in (("publish", False), ("subscribe", True)):
            if key in as_map(channel):
                yield Use(name, sends, as_map(channel).lines[key])
    for operation in map(as_map, as_map(document.get("operations")).values()):
        action = as_text(operation.get("action"))
        name = as_text(as_map(operation.get("channel")).get("$ref")).removeprefix("#/channels/")
        topic = as_text(as_map(channels.get(name)).get("address")) or name
        if action in ("send", "receive") and topic:
            yield Use(topic, action == "send", operation.lines["action"])
