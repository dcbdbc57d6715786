"""Serverless Framework: a service at its folder, what it packs from elsewhere, and the topics it names.

Source: https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml, .../guide/compose
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._containers import addressed, reached, topic_named
from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests._yaml import Leaf, Map, YamlError, as_items, as_map, as_text, leaves, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import EdgeKind
from blastgate.model.snapshot import Snapshot

NAME = "serverless"
RANK = 3

MAX_VALUES = 1_000  # that one service of a set takes
FILES = ("*.yaml", "*.yml", "*.json")
WORDS = ("serverless",)

_NAMES = ("serverless.yml", "serverless.yaml", "serverless.json", "serverless-compose.yml", "serverless-compose.yaml")
_FILE = re.compile(r"\$\{file\(([^(){}$\n]{1,300})\)")
_OUTPUT = re.compile(r"\$\{([A-Za-z][\w-]{0,100})\.")
_EVENTS = frozenset({"sns", "sqs", "kafka", "msk", "activemq", "rabbitmq"})


def matches(path: str) -> bool:
    """Tell by its path whether a file describes a Serverless service or a set of them."""
    return path.endswith(_NAMES) and name_of(path) in _NAMES


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one description."""
    text = decode(data)
    try:
        document = as_map(next(iter(load(text)), None))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    if "compose" in name_of(path):
        return _compose(path, document)
    folder = folder_of(path)
    name = as_text(document.get("service")) or as_text(as_map(document.get("service")).get("name"))
    if not name and "functions" not in document:
        return Claims()
    found = list(leaves(document))
    named = (topic_named(leaf.keys[-1], leaf.text) for leaf in found if "environment" in leaf.keys)
    topics = dict.fromkeys(f"topic:{topic.name}" for topic in named if topic is not None and topic.sends)
    references = (f"serverless:{name}", *topics)
    source = f"{path}:{document.lines.get('service', 1)}"
    claim = ComponentClaim(folder, name if "$" not in name else name_of(folder), references, "service", source)
    edges = [*_packed(folder, path, found), *_settings(folder, path, text), *_reached(folder, path, found)]
    return Claims(components=(claim,), edges=tuple(dict.fromkeys(edges)))


def _packed(folder: str, path: str, found: list[Leaf]) -> Iterator[EdgeClaim]:
    """Follow handlers, layers and packaged patterns that lie outside the service's folder."""
    for leaf in found:
        packed = leaf.keys[:1] == ("package",) or leaf.keys[-2:-1] == ("package",) or leaf.keys[:1] == ("layers",)
        if not leaf.text.startswith("../") or not (packed or leaf.keys[-1:] == ("handler",)):
            continue
        yield from _to(folder, leaf.text.split("*", 1)[0], "build", f"{path}:{leaf.line}")


def _settings(folder: str, path: str, text: str) -> Iterator[EdgeClaim]:
    for number, line in numbered(text):
        for written in _FILE.findall(line[:2000]):
            if written.strip().startswith("../"):
                yield from _to(folder, written, "infra", f"{path}:{number}")


def _to(folder: str, written: str, kind: EdgeKind, evidence: str) -> Iterator[EdgeClaim]:
    place = inside(folder, written)
    if place is not None:
        yield EdgeClaim(f"path:{folder}", f"path:{place}", kind, evidence)


def _reached(folder: str, path: str, found: list[Leaf]) -> Iterator[EdgeClaim]:
    """The hosts in the environment, and the topics and queues that call a function."""
    for leaf in found:
        if "environment" in leaf.keys[:-1]:
            for host in addressed(leaf.keys[-1], leaf.text):
                yield from reached(f"path:{folder}", host, f"{path}:{leaf.line}")
        listened = next((key for key in leaf.keys[-2:] if key in _EVENTS), None) if "events" in leaf.keys else None
        name = leaf.text.rsplit(":", 1)[-1] if leaf.keys[-1] in (*_EVENTS, "arn", "topic", "topicName", "queue") else ""
        if listened and name and "$" not in name:
            yield EdgeClaim(f"path:{folder}", f"topic:{name}", "runtime", f"{path}:{leaf.line}")


def _compose(path: str, document: Map) -> Claims:
    """A set of services: where each lives, and whose outputs it takes."""
    services = as_map(document.get("services"))
    components, edges = [], []
    for name, service in ((name, as_map(service)) for name, service in services.items()):
        root = inside(folder_of(path), as_text(service.get("path"))) if as_text(service.get("path")) else None
        if root is None:
            continue
        source = f"{path}:{services.lines[name]}"
        components.append(ComponentClaim(root, name, (f"serverless-compose:{name}",), "service", source))
        for target, line in sorted(set(_needed(service)), key=lambda found: (found[1], found[0])):
            to = f"serverless-compose:{target}"
            edges.append(EdgeClaim(f"serverless-compose:{name}", to, "runtime", f"{path}:{line}"))
    return Claims(components=tuple(components), edges=tuple(edges))


def _needed(service: Map) -> Iterator[tuple[str, int]]:
    given = service.get("dependsOn")
    for item in as_items(given)[:MAX_VALUES] or [given]:
        if as_text(item):
            yield as_text(item), service.lines["dependsOn"]
    for leaf in leaves(service.get("params"), MAX_VALUES):
        for name in _OUTPUT.findall(leaf.text[:2000]):
            yield name, leaf.line
