"""Helm charts: a chart is infrastructure; its values name the images and addresses of what it deploys.

Templates are not YAML until rendered: they are read as text, for names that are written out.
Source: https://helm.sh/docs/topics/charts/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from blastgate.manifests._containers import addressed, reached, repository_of
from blastgate.manifests._kubernetes import WORKLOADS
from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests._yaml import Leaf, Map, YamlError, as_items, as_map, as_text, leaves, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "helm"
RANK = 45
FILES = ("*.yaml", "*.yml", "*.tpl")

MAX_VALUES = 500_000  # bytes
WHY = "it deploys them"

_MATCH = re.compile(
    r"(?:^|/)(?:Chart|requirements|values[^/]{0,80})\.ya?ml$|(?:^|/)templates/[^/]{1,200}(?:/[^/]{1,200})?\.(?:ya?ml|tpl)$"
)
_REPOSITORY = frozenset({"repository", "repo", "image"})
_PLAIN_VALUE = re.compile(r"\{\{-?\s{0,9}\.Values\.([\w.]{1,200})\s{0,9}(?:\|\s{0,9}quote\s{0,9})?-?\}\}")
_KIND = re.compile(r"^kind:\s{0,20}[\"']?(\w{1,60})")
_NAME = re.compile(r"^  name:\s{0,20}[\"']?([a-z0-9][a-z0-9.-]{0,200})[\"']?\s{0,20}$")
_VARIABLE = re.compile(r"^\s{0,60}-\s{1,9}name:\s{0,9}[\"']?([A-Za-z_]\w{0,200})[\"']?\s{0,9}$")
_VALUE = re.compile(r"^\s{0,60}value:\s{0,9}[\"']?([^\"'{}\s]{1,500})[\"']?\s{0,9}$")


def matches(path: str) -> bool:
    """Tell by its path whether a file is part of a chart."""
    return path.endswith((".yaml", ".yml", ".tpl")) and _MATCH.search(path) is not None


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one file of a chart; what only looks like one claims nothing."""
    chart = _chart_of(path)
    if f"{chart}/Chart.yaml".lstrip("/") not in snapshot:
        return Claims()
    text = decode(data)
    if "templates/" in path[len(chart) :]:
        return _template(path, _filled(text, chart, snapshot))
    try:
        document = as_map(next(iter(load(text)), None)) if "{{" not in text else Map()
    except YamlError as problem:
        return Claims(
            (_component(chart, "", f"{path}:{problem.line}"),), warnings=(f"{path}:{problem.line}: {problem.why}",)
        )
    if name_of(path).startswith("values"):
        return _values(chart, path, document)
    return _chart(chart, path, document, snapshot)


def _chart_of(path: str) -> str:
    return (
        path.split("/templates/", 1)[0]
        if "/templates/" in path
        else ""
        if path.startswith("templates/")
        else folder_of(path)
    )


def _component(chart: str, name: str, source: str) -> ComponentClaim:
    return ComponentClaim(chart, name or name_of(chart), (f"helm:{name}",) if name else (), "infra", source)


def _chart(chart: str, path: str, document: Map, snapshot: Snapshot) -> Claims:
    """A chart needs the charts that its dependencies name by a local path, or keep in its own folder."""
    edges = []
    for dependency in map(as_map, as_items(document.get("dependencies"))):
        repository, name = as_text(dependency.get("repository")), as_text(dependency.get("name"))
        place = inside(chart, repository.removeprefix("file://")) if repository.startswith("file://") else None
        place = place if place is not None else inside(chart, f"charts/{name}")
        if place is not None and f"{place}/Chart.yaml".lstrip("/") in snapshot:
            line = dependency.lines.get("repository", dependency.line)
            edges.append(EdgeClaim(f"path:{chart}", f"path:{place}", "infra", f"{path}:{line}"))
    own = name_of(path) == "Chart.yaml"
    source = f"{path}:{document.lines.get('name', 1)}"
    return Claims((_component(chart, as_text(document.get("name")), source),) if own else (), tuple(edges))


def _values(chart: str, path: str, document: Map) -> Claims:
    """The values beside an image belong to it; the image of the chart itself says whom the chart is for."""
    found = list(leaves(document))
    images = {leaf.keys[:-1]: leaf for leaf in found if _is_image(leaf)}
    held = _held(found, {_holder(keys) for keys in images})
    edges: list[EdgeClaim] = []
    governs: list[GovernsClaim] = []
    for keys, image in images.items():
        references = _named_by(image.text)
        governs += [GovernsClaim(path, "", reference, WHY) for reference in references]
        holder = _holder(keys)
        if not holder:
            edges += [EdgeClaim(r, f"path:{chart}", "infra", f"{path}:{image.line}") for r in references]
        edges += [edge for r in references for edge in _addresses(r, path, held.get(holder, []))]
    return Claims(edges=tuple(dict.fromkeys(edges)), governs=tuple(dict.fromkeys(governs)))


def _is_image(leaf: Leaf) -> bool:
    """``image: {repository: x}``, ``image: x``, or a repository in whatever names an image."""
    last, above = leaf.keys[-1] if leaf.keys else "", "".join(leaf.keys[-2:-1]).lower()
    return bool(leaf.text.strip()) and last in _REPOSITORY and (last == "image" or "image" in above)


def _named_by(image: str) -> tuple[str, str]:
    """Name a component by its image, and by the last part of the image's name."""
    repository = repository_of(image)
    return f"image:{repository}", f"host:{name_of(repository)}"


def _holder(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[:-1] if keys[-1:] == ("image",) else keys


def _held(found: list[Leaf], holders: set[tuple[str, ...]]) -> dict[tuple[str, ...], list[Leaf]]:
    """Group the values by the nearest holder of an image at or above them."""
    groups: dict[tuple[str, ...], list[Leaf]] = {}
    for leaf in found:
        above = (leaf.keys[:length] for length in range(len(leaf.keys) - 1, -1, -1))
        nearest = next((keys for keys in above if keys in holders), None)
        if nearest is not None:
            groups.setdefault(nearest, []).append(leaf)
    return groups


def _addresses(from_: str, path: str, values: Iterable[Leaf]) -> Iterator[EdgeClaim]:
    """Read the addresses among values: a key with its value, or an entry of ``env`` with its name before its value."""
    name = ""
    for leaf in values:
        last = leaf.keys[-1] if leaf.keys else ""
        if _is_image(leaf):
            continue
        for host in addressed(name if last == "value" else last, leaf.text):
            yield from reached(from_, host, f"{path}:{leaf.line}")
        name = leaf.text if last == "name" else ""


@lru_cache(maxsize=64)  # every template of a chart asks for its values
def _defaults(chart: str, snapshot: Snapshot) -> dict[str, str]:
    path = f"{chart}/values.yaml".lstrip("/")
    data = snapshot.read(path).data or b"" if path in snapshot else b""
    try:
        document = next(iter(load(decode(data))), None) if len(data) <= MAX_VALUES else None
    except YamlError:
        return {}
    return {".".join(leaf.keys): leaf.text for leaf in leaves(document)}


def _filled(text: str, chart: str, snapshot: Snapshot) -> str:
    """Fill in the plain values of a template by the chart's defaults; everything else stays as written."""
    if ".Values." not in text:
        return text
    defaults = _defaults(chart, snapshot)
    return _PLAIN_VALUE.sub(lambda found: defaults.get(found[1], found[0])[:500], text)


def _template(path: str, text: str) -> Claims:
    """The workloads of a template by their written names, and the hosts in their environment."""
    edges: list[EdgeClaim] = []
    names: list[str] = []
    kind = workload = variable = ""
    for number, line in numbered(text):
        found = _KIND.match(line)
        if found or line.startswith("---"):
            kind, workload = found[1] if found else "", ""
        elif kind in WORKLOADS and not workload and (named := _NAME.match(line)):
            workload = named[1]
            names.append(workload)
        elif workload:
            value = _VALUE.match(line)
            for host in addressed(variable, value[1]) if value and variable else ():
                edges += reached(f"host:{workload}", host, f"{path}:{number}")
            entry = _VARIABLE.match(line)
            variable = entry[1] if entry else ""
    governs = tuple(GovernsClaim(path, "", f"host:{name}", WHY) for name in dict.fromkeys(names))
    return Claims(edges=tuple(dict.fromkeys(edges)), governs=governs)
