"""kustomization.yaml: it governs the workloads of its resources, and so do its patches and generated settings.

Bases and components are followed; what is remote is left alone.
Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._containers import repository_of
from blastgate.manifests._kubernetes import workload_names
from blastgate.manifests._text import decode, folder_of, inside
from blastgate.manifests._yaml import Map, YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "kustomize"
RANK = 62
FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
MAX_FILES = 300  # that one kustomization brings together, its bases included
MAX_WORKLOADS = 500
WHY = "it puts together what is deployed"

_RESOURCES = ("resources", "bases", "components")
_PATCHES = ("patchesStrategicMerge", "configurations", "transformers", "generators", "crds")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a kustomization."""
    return path.endswith(NAMES) and path.rpartition("/")[2] in NAMES


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one kustomization and the names of the workloads that it brings together."""
    try:
        document = _document(decode(data))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    workloads = dict.fromkeys(
        name for place in _resources(path, document, snapshot) for name in workload_names(place, snapshot)
    )
    governed = [f"k8s:{name}" for name in workloads][:MAX_WORKLOADS]
    images = [as_text(as_map(image).get("name")) for image in as_items(document.get("images"))]
    named = [f"image:{name}" for image in images if (name := repository_of(image))]
    governing = [path, *(place for place in dict.fromkeys(_beside(path, document)) if place in snapshot)][:MAX_FILES]
    claims = [GovernsClaim(place, "", space, WHY) for place in governing for space in governed]
    claims += [GovernsClaim(path, "", space, WHY) for space in named]
    return Claims(governs=tuple(claims))


def _document(text: str) -> Map:
    documents = load(text)
    return as_map(documents[0] if documents else None)


def _resources(path: str, document: Map, snapshot: Snapshot) -> list[str]:
    """List the files that a kustomization brings together, in its bases and components too; each is read once."""
    found: list[str] = []
    opened = {path}
    waiting = [(path, document)]
    while waiting and len(found) < MAX_FILES:
        asking, current = waiting.pop(0)
        for place in _listed(asking, current, _RESOURCES):
            inner = next((p for name in NAMES if (p := f"{place}/{name}".lstrip("/")) in snapshot), None)
            if place in snapshot:
                found.append(place)
            elif inner is not None and inner not in opened and len(opened) < MAX_FILES:
                opened.add(inner)
                waiting.append((inner, _quietly(inner, snapshot)))
    return found[:MAX_FILES]


def _quietly(path: str, snapshot: Snapshot) -> Map:
    """Read a kustomization that is told of on its own when it does not parse."""
    try:
        return _document(decode(snapshot.read(path).data or b""))
    except YamlError:
        return Map()


def _listed(path: str, document: Map, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        for item in as_items(document.get(key)):
            place = inside(folder_of(path), as_text(item)) if as_text(item) else None
            if place is not None:
                yield place


def _beside(path: str, document: Map) -> Iterator[str]:
    """Yield the patches of a kustomization and the files that its ConfigMaps, Secrets and charts are made of."""
    yield from _listed(path, document, _PATCHES)
    written: list[str] = []
    for key in ("patches", "patchesJson6902", "replacements"):
        written += [as_text(as_map(item).get("path")) for item in as_items(document.get(key))]
    for key in ("configMapGenerator", "secretGenerator"):
        for generator in map(as_map, as_items(document.get(key))):
            listed = [*as_items(generator.get("files")), *as_items(generator.get("envs")), generator.get("env")]
            written += [as_text(item).rpartition("=")[2] for item in listed]
    written += [as_text(as_map(item).get("valuesFile")) for item in as_items(document.get("helmCharts"))]
    for relative in filter(None, written):
        place = inside(folder_of(path), relative)
        if place is not None:
            yield place
