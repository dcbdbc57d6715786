"""Dapr: the apps of a multi-app run file, and who may publish and subscribe where configuration says both.

Sources: https://docs.dapr.io/developing-applications/local-development/multi-app-dapr-run/multi-app-template/,
https://docs.dapr.io/developing-applications/building-blocks/pubsub/pubsub-scopes/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from blastgate.manifests._containers import addressed, reached
from blastgate.manifests._kubernetes import beside, is_place, objects
from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests._yaml import Map, YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "dapr"
RANK = 55
FILES = ("*.yaml", "*.yml")

MAX_SCOPES = 300
KINDS = frozenset({"Component", "Subscription"})

_RUN = re.compile(r"dapr[\w.-]{0,60}\.ya?ml$")


def matches(path: str) -> bool:
    """Tell by its path whether a file may be a run file, or an object of Dapr."""
    if not path.endswith((".yaml", ".yml")):
        return False
    return "pubsub" in path or "subscription" in path or _RUN.match(name_of(path)) is not None or is_place(path)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one file; what is not of Dapr costs a glance."""
    runs = b"appDirPath" in data
    if (not runs and b"dapr.io/" not in data) or b"{{" in data:
        return Claims()
    try:
        documents = objects(decode(data), KINDS) if not runs else [as_map(found) for found in load(decode(data))]
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    if runs:
        return _apps(path, documents[0] if documents else Map())
    edges = [edge for found in documents for edge in _scopes(path, found)]
    edges += [edge for found in documents for edge in _subscription(path, found, documents, snapshot)]
    return Claims(edges=tuple(dict.fromkeys(edges)))


def _apps(path: str, document: Map) -> Claims:
    components: list[ComponentClaim] = []
    edges: list[EdgeClaim] = []
    for app in map(as_map, as_items(document.get("apps"))):
        written, name = as_text(app.get("appDirPath")), as_text(app.get("appID"))
        root = inside(folder_of(path), written) if written else None
        if root is None:
            continue
        name = name or name_of(root)
        source = f"{path}:{app.lines['appDirPath']}"
        components.append(ComponentClaim(root, name_of(root), (f"host:{name}",), "app", source))
        environment = as_map(app.get("env"))
        for variable, value in environment.items():
            for host in addressed(variable, as_text(value)):
                edges += reached(f"path:{root}", host, f"{path}:{environment.lines[variable]}")
    return Claims(components=tuple(components), edges=tuple(dict.fromkeys(edges)))


def _scope(component: Map, wanted: str) -> Iterator[tuple[str, str, int]]:
    """Yield app, topic and line of one kind of scope: ``app1=topic1,topic2;app2=topic3``."""
    for item in map(as_map, as_items(as_map(component.get("spec")).get("metadata"))):
        if as_text(item.get("name")) == wanted:
            for entry in as_text(item.get("value"))[:4000].split(";"):
                app, _, topics = entry.partition("=")
                for topic in filter(None, (topic.strip() for topic in topics.split(","))):
                    yield app.strip(), topic, item.lines["value"]


def _scopes(path: str, component: Map) -> Iterator[EdgeClaim]:
    if as_text(component.get("kind")) != "Component":
        return
    senders = list(islice(_scope(component, "publishingScopes"), MAX_SCOPES))
    for app, topic, line in islice(_scope(component, "subscriptionScopes"), MAX_SCOPES):
        for sender in (one for one, sent, _ in senders if sent == topic and one != app):
            yield EdgeClaim(f"host:{app}", f"host:{sender}", "runtime", f"{path}:{line}")


def _subscription(path: str, found: Map, here: list[Map], snapshot: Snapshot) -> Iterator[EdgeClaim]:
    """Tie the apps that a subscription is for to those that may publish on its topic."""
    if as_text(found.get("kind")) != "Subscription":
        return
    spec = as_map(found.get("spec"))
    broker, topic = as_text(spec.get("pubsubname")), as_text(spec.get("topic"))
    components = [*here, *(other for _, other in beside(path, snapshot, "Component"))]
    named = [c for c in components if as_text(as_map(c.get("metadata")).get("name")) == broker]
    senders = {
        app
        for component in named
        for app, sent, _ in islice(_scope(component, "publishingScopes"), MAX_SCOPES)
        if sent == topic
    }
    for app in as_items(found.get("scopes"))[:MAX_SCOPES]:
        for sender in sorted(senders - {as_text(app)}):
            yield EdgeClaim(f"host:{as_text(app)}", f"host:{sender}", "runtime", f"{path}:{spec.lines['topic']}")
