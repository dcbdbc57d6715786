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
_WORDS = (
    "k8s",
    "kube",
    "kustom",
    "manifest",
    "deploy",
    "statefulset",
    "cronjob",
    "overlays",
    "istio",
    "dapr",
    "knative",
)
_DOCUMENT = re.compile(r"^---", re.MULTILINE)
_METADATA = re.compile(r"^metadata:[ \t]{0,20}(\{[^\n]{0,2000})?", re.MULTILINE)
_FLOW_NAME = re.compile(r"[{,]\s{0,20}name:\s{0,20}[\"']?([a-z0-9][\w.-]{0,252})")
_BLOCK_NAME = re.compile(r"name:[ \t]{0,20}[\"']?([a-z0-9][\w.-]{0,252})[\"']?\s{0,20}(?:#|$)")
_KIND = re.compile(r"^kind:[ \t]{0,20}[\"']?(\w{1,60})", re.MULTILINE)


@lru_cache(maxsize=4)  # several kinds ask of one path in turn
def is_place(path: str) -> bool:
    """Tell by its path whether a YAML file is likely to hold Kubernetes objects; at the top, any may."""
    if not path.endswith((".yml", ".yaml")) or path.startswith("."):
        return False
    lower = path.lower()
    if any(word in lower for word in _WORDS) and _PLACE.search(path) is not None:
        return True
    return "/" not in path and not path.startswith("docker-") and "compose" not in path


def holds(kinds: frozenset[str]) -> re.Pattern[str]:
    """Compile the cheap look for objects of these kinds: nothing is parsed where no line says so."""
    names = "|".join(sorted(kinds))
    return re.compile(rf"^kind:[ \t]{{0,20}}[\"']?(?:{names})\b", re.MULTILINE)


def objects(text: str, kinds: frozenset[str]) -> list[Map]:
    """Read the objects of some kinds; other documents of the text cost no more than finding their ends.

    Raises YamlError for what is not YAML.
    """
    found = []
    above = counted = 0
    for start, end in _documents(text, kinds):
        above, counted = above + text.count("\n", counted, start), start
        found += [as_map(document) for document in load(text[start:end], above)]
    return [document for document in found if name(document)]


def name(document: Map) -> str:
    """Return the name of an object; empty when it has none, or one to be filled in."""
    found = as_text(as_map(document.get("metadata")).get("name"))
    return "" if "{" in found or "$" in found else found


@lru_cache(maxsize=2048)  # a base is asked for by each of its overlays
def workload_names(path: str, snapshot: Snapshot) -> tuple[str, ...]:
    """List the workloads that a file of this snapshot defines, by its text; none when it is a template."""
    data = snapshot.read(path).data or b"" if path in snapshot else b""
    text = decode(data) if len(data) <= MAX_BYTES and b"{{" not in data else ""
    spans = _documents(text, WORKLOADS) if any(kind in text for kind in WORKLOADS) else ()
    return tuple(found for start, end in spans if (found := _named_in(text[start:end])))


def _documents(text: str, kinds: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where the documents of some kinds start and end."""
    ends = [match.start() for match in _DOCUMENT.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        kind = _KIND.search(text, start, end)
        if kind is not None and kind[1] in kinds:
            yield start, end


def _named_in(document: str) -> str:
    """Find ``metadata.name`` of a document without parsing it: at the indentation of what ``metadata`` holds."""
    found = _METADATA.search(document)
    if found is None:
        return ""
    if found[1]:
        return "".join(_FLOW_NAME.findall(found[1])[:1])
    inner = ""
    for line in document[found.end() :].split("\n")[1:]:
        indent = line[: len(line) - len(line.lstrip())]
        if line.strip() and not indent:
            return ""
        inner = inner or (indent if line.strip() and not line.lstrip().startswith("#") else "")
        name_here = _BLOCK_NAME.match(line[len(inner) :]) if inner and indent == inner else None
        if name_here:
            return name_here[1]
    return ""


def beside(path: str, snapshot: Snapshot, kind: str) -> Iterator[tuple[str, Map]]:
    """Yield the objects of one kind in the other files of a folder, with the path of each."""
    for other in _by_folder(snapshot).get(folder_of(path), [])[:MAX_BESIDE]:
        if other != path:
            yield from ((other, found) for found in _readable(other, snapshot, frozenset({kind})))


def _readable(path: str, snapshot: Snapshot, kinds: frozenset[str]) -> tuple[Map, ...]:
    return _objects_of(snapshot, path, kinds) if path in snapshot else ()


@lru_cache(maxsize=512)  # what stands beside one file stands beside the next one too
def _objects_of(snapshot: Snapshot, path: str, kinds: frozenset[str]) -> tuple[Map, ...]:
    data = snapshot.read(path).data or b""
    if len(data) > MAX_BYTES or not any(kind.encode() in data for kind in kinds):
        return ()
    text = decode(data)
    try:
        return tuple(objects(text, kinds)) if "{{" not in text else ()
    except YamlError:
        return ()


@lru_cache(maxsize=1)
def _by_folder(snapshot: Snapshot) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(snapshot.entries):
        if path.endswith((".yml", ".yaml")) and not name_of(path).startswith("."):
            found.setdefault(folder_of(path), []).append(path)
    return found
