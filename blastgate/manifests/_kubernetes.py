"""What the Kubernetes kinds share: where objects are kept, their documents, and what stands beside a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests._yaml import Map, YamlError, as_map, as_text, load
from blastgate.model.snapshot import Snapshot

WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Pod", "ReplicaSet", "Rollout"})
MAX_BESIDE = 200  # files of a folder that are looked at
MAX_BYTES = 500_000

_PLACE = re.compile(
    r"(?:^|[/_.-])(?:k8s|kube|kubernetes|kustomize|kustomization|manifests?|deploy|deployments?|statefulsets?|cronjobs?"
    r"|overlays|istio|dapr|knative)(?:[/_.-])",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)  # several kinds ask of one path in turn
def is_place(path: str) -> bool:
    """Tell by its path whether a YAML file is likely to hold Kubernetes objects; at the top, any may."""
    if not path.endswith((".yml", ".yaml")) or path.startswith("."):
        return False
    return _PLACE.search(path) is not None or (
        "/" not in path and not path.startswith("docker-") and "compose" not in path
    )


def holds(kinds: frozenset[str]) -> re.Pattern[str]:
    """Compile the cheap look for objects of these kinds: nothing is parsed where no line says so."""
    names = "|".join(sorted(kinds))
    return re.compile(rf"^kind:[ \t]{{0,20}}[\"']?(?:{names})\b", re.MULTILINE)


_WORKLOAD = holds(WORKLOADS)


def objects(text: str) -> list[Map]:
    """Read the objects of a text. Raises YamlError for what is not YAML."""
    return [found for document in load(text) if (found := as_map(document)) and name(found)]


def name(document: Map) -> str:
    """Return the name of an object; empty when it has none, or one to be filled in."""
    found = as_text(as_map(document.get("metadata")).get("name"))
    return "" if "{" in found or "$" in found else found


def workload_names(path: str, snapshot: Snapshot) -> list[str]:
    """List the workloads that a file of this snapshot defines; none when it is a template or does not parse."""
    return [name(found) for found in _readable(path, snapshot, _WORKLOAD) if as_text(found.get("kind")) in WORKLOADS]


def beside(path: str, snapshot: Snapshot, kind: str) -> Iterator[tuple[str, Map]]:
    """Yield the objects of one kind in the other files of a folder, with the path of each."""
    look = holds(frozenset({kind}))
    for other in _by_folder(snapshot).get(folder_of(path), [])[:MAX_BESIDE]:
        if other != path:
            yield from ((other, found) for found in _readable(other, snapshot, look) if found.get("kind") == kind)


def _readable(path: str, snapshot: Snapshot, look: re.Pattern[str]) -> list[Map]:
    data = snapshot.read(path).data or b"" if path in snapshot else b""
    text = decode(data[:MAX_BYTES])
    if len(data) > MAX_BYTES or look.search(text) is None or "{{" in text:
        return []
    try:
        return objects(text)
    except YamlError:
        return []


@lru_cache(maxsize=1)
def _by_folder(snapshot: Snapshot) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(snapshot.entries):
        if path.endswith((".yml", ".yaml")) and not name_of(path).startswith("."):
            found.setdefault(folder_of(path), []).append(path)
    return found
