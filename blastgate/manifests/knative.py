"""Knative eventing: a trigger's subscriber listens to whoever is bound to its broker, both named in configuration.

Source: https://knative.dev/docs/eventing/reference/eventing-api/
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._kubernetes import beside, holds, is_place, objects
from blastgate.manifests._text import decode
from blastgate.manifests._yaml import Map, YamlError, as_map, as_text
from blastgate.manifests.interface import Claims, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "knative"
RANK = 63
FILES = ("*.yaml", "*.yml")

MAX_BINDINGS = 200
KINDS = frozenset({"Trigger", "SinkBinding"})

_TRIGGER = holds(KINDS)


def matches(path: str) -> bool:
    """Tell by its path whether a YAML file is likely to hold Kubernetes objects."""
    return is_place(path)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the triggers and bindings of one file."""
    text = decode(data)
    if _TRIGGER.search(text) is None or "knative.dev/" not in text or "{{" in text:
        return Claims()
    try:
        here = objects(text, KINDS)
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    bindings = [found for found in here if as_text(found.get("kind")) == "SinkBinding"]
    bindings += [found for _, found in beside(path, snapshot, "SinkBinding")]
    edges = [edge for found in here for edge in _listens(path, found, bindings[:MAX_BINDINGS])]
    edges += [edge for found in here for edge in _calls(path, found)]
    return Claims(edges=tuple(dict.fromkeys(edges)))


def _referenced(holder: Map, key: str, kind: str) -> str:
    reference = as_map(as_map(holder.get(key)).get("ref"))
    return as_text(reference.get("name")) if as_text(reference.get("kind")) == kind else ""


def _listens(path: str, trigger: Map, bindings: list[Map]) -> Iterator[EdgeClaim]:
    spec = as_map(trigger.get("spec"))
    subscriber = _referenced(spec, "subscriber", "Service")
    if as_text(trigger.get("kind")) != "Trigger" or not subscriber:
        return
    for binding in (as_map(found.get("spec")) for found in bindings):
        sender = as_text(as_map(binding.get("subject")).get("name"))
        if sender and _referenced(binding, "sink", "Broker") == as_text(spec.get("broker")):
            yield EdgeClaim(f"k8s:{subscriber}", f"k8s:{sender}", "runtime", f"{path}:{spec.lines['subscriber']}")


def _calls(path: str, binding: Map) -> Iterator[EdgeClaim]:
    """A binding may send straight to a Service."""
    spec = as_map(binding.get("spec"))
    sender, target = as_text(as_map(spec.get("subject")).get("name")), _referenced(spec, "sink", "Service")
    if as_text(binding.get("kind")) == "SinkBinding" and sender and target:
        yield EdgeClaim(f"k8s:{sender}", f"k8s:{target}", "runtime", f"{path}:{spec.lines['sink']}")
