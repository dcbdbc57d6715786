"""Backstage catalogues: components by their owners' own words, what they depend on, provide and consume.

Source: https://backstage.io/docs/features/software-catalog/descriptor-format
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._containers import folder_built_as
from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests._yaml import Map, YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import EdgeKind, Kind
from blastgate.model.snapshot import Snapshot

NAME = "catalog-info"
RANK = 5
FILES = ("*.yaml", "*.yml")

KINDS: dict[str, Kind] = {"service": "service", "website": "app", "library": "library", "documentation": "docs"}
RELATIONS: dict[str, EdgeKind] = {"dependsOn": "runtime", "consumesApis": "runtime"}


def matches(path: str) -> bool:
    """Tell by its path whether a file is a catalogue's description."""
    return path.endswith((".yaml", ".yml")) and name_of(path).startswith("catalog-info.")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one description; templates of descriptions are left alone."""
    text = decode(data)
    if "{{" in text:
        return Claims()
    try:
        entities = [as_map(document) for document in load(text)]
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    components = [entity for entity in entities if as_text(entity.get("kind")) == "Component" and _name(entity)]
    return Claims(
        components=(
            *(claim for entity in components for claim in _component(path, entity, len(components), snapshot)),
            *(
                _resource(path, entity)
                for entity in entities
                if as_text(entity.get("kind")) == "Resource" and _name(entity)
            ),
        ),
        edges=tuple(edge for entity in entities for edge in (*_relations(path, entity), *_definition(path, entity))),
    )


def _name(entity: Map) -> str:
    return as_text(as_map(entity.get("metadata")).get("name"))


def _component(path: str, entity: Map, together: int, snapshot: Snapshot) -> Iterator[ComponentClaim]:
    """The only component of a file is its folder; of several, each is the one folder of its name, or nowhere."""
    spec, metadata = as_map(entity.get("spec")), as_map(entity.get("metadata"))
    provided = [f"catalog:{_entity('api', as_text(api))}" for api in as_items(spec.get("providesApis"))]
    kind = KINDS.get(as_text(spec.get("type")))
    folder = folder_of(path) if together == 1 else folder_built_as(f"x/{_name(entity)}", "", snapshot)
    if folder is not None:
        references = (f"catalog:component:{_name(entity)}", *provided)
        yield ComponentClaim(folder, _name(entity), references, kind, f"{path}:{metadata.lines['name']}")


def _resource(path: str, entity: Map) -> ComponentClaim:
    """A database or queue that the owners list: it has no folder here."""
    line = as_map(entity.get("metadata")).lines["name"]
    return ComponentClaim(None, _name(entity), (f"catalog:resource:{_name(entity)}",), None, f"{path}:{line}")


def _relations(path: str, entity: Map) -> Iterator[EdgeClaim]:
    spec = as_map(entity.get("spec"))
    from_ = f"catalog:{as_text(entity.get('kind')).lower()}:{_name(entity)}"
    for key, kind in RELATIONS.items():
        items = as_items(spec.get(key))
        for item, line in zip(items, items.lines, strict=True):
            if as_text(item):
                default = "api" if key == "consumesApis" else "component"
                yield EdgeClaim(from_, f"catalog:{_entity(default, item)}", kind, f"{path}:{line}")


def _definition(path: str, entity: Map) -> Iterator[EdgeClaim]:
    """An API entity is defined by a file: whoever provides the API here is of that contract."""
    definition = as_map(as_map(entity.get("spec")).get("definition"))
    place = inside(folder_of(path), as_text(definition.get("$text"))) if as_text(definition.get("$text")) else None
    if place is not None and as_text(entity.get("kind")) == "API":
        line = definition.lines["$text"]
        yield EdgeClaim(f"catalog:api:{_name(entity)}", f"path:{place}", "contract", f"{path}:{line}")


def _entity(default: str, reference: str) -> str:
    """Normalise ``[kind:][namespace/]name`` to kind and name."""
    kind, given, rest = reference.rpartition(":")
    return f"{(kind if given else default).lower()}:{rest.rsplit('/', 1)[-1]}"
