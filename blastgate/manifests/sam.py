"""AWS SAM templates: each function is a service at its code, with its layers and the queues between functions.

Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests._yaml import Map, YamlError, as_items, as_map, as_text, leaves, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "sam"
RANK = 4
FILES = ("*.yaml", "*.yml", "*.json")
WORDS = ("template", "sam", "stack")

FUNCTION, LAYER = "AWS::Serverless::Function", "AWS::Serverless::LayerVersion"

_MATCH = re.compile(r"(?:template|sam|stack)[^/]{0,60}\.(?:ya?ml|json)$", re.IGNORECASE)
MAX_FUNCTIONS = 500  # AWS takes no more resources in a template
MAX_LAYERS = 20
MAX_VALUES = 1_000  # that are looked at of one function

_EVENT_SOURCES = ("Queue", "Topic", "Stream")


def matches(path: str) -> bool:
    """Tell by its path whether a file may be a SAM template."""
    return path.endswith((".yaml", ".yml", ".json")) and _MATCH.match(name_of(path)) is not None


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one template; any other file of such a name claims nothing."""
    if b"AWS::Serverless" not in data:
        return Claims()
    try:
        document = as_map(next(iter(load(decode(data))), None))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    resources = as_map(document.get("Resources"))
    common = as_map(as_map(document.get("Globals")).get("Function"))
    named = list(resources.items())[:MAX_FUNCTIONS]
    functions = {name: as_map(found) for name, found in named if _type(found) == FUNCTION}
    layers = {name: as_map(found) for name, found in named if _type(found) == LAYER}
    components = [c for name, found in functions.items() for c in _function(path, name, found, common, resources)]
    components += [c for name, found in layers.items() for c in _layer(path, name, found, resources)]
    edges = [edge for name, found in functions.items() for edge in _edges(path, name, found, common)]
    governs = [GovernsClaim(path, "", f"sam:{path}#{name}", "it deploys them") for name in functions]
    return Claims(components=tuple(components), edges=tuple(dict.fromkeys(edges)), governs=tuple(governs))


def _type(resource: object) -> str:
    return as_text(as_map(resource).get("Type"))


def _function(path: str, name: str, found: Map, common: Map, resources: Map) -> Iterator[ComponentClaim]:
    properties, metadata = as_map(found.get("Properties")), as_map(found.get("Metadata"))
    written = as_text(metadata.get("DockerContext")) or as_text(properties.get("CodeUri") or common.get("CodeUri"))
    root = inside(folder_of(path), written or ".") if not written.startswith("s3:") else None
    if root is not None:
        topics = dict.fromkeys(f"topic:{path}#{queue}" for queue in _sent_to(properties))
        references = (f"sam:{path}#{name}", *topics)
        yield ComponentClaim(root, name, references, "service", f"{path}:{resources.lines[name]}")


def _layer(path: str, name: str, found: Map, resources: Map) -> Iterator[ComponentClaim]:
    written = as_text(as_map(found.get("Properties")).get("ContentUri"))
    root = inside(folder_of(path), written) if written else None
    if root is not None:
        yield ComponentClaim(root, name, (f"sam:{path}#{name}",), "library", f"{path}:{resources.lines[name]}")


def _sent_to(properties: Map) -> Iterator[str]:
    """Yield the resources that a function may send to by its policies, or is told of in its environment."""
    for leaf in leaves(properties.get("Policies"), MAX_VALUES):
        if any("Send" in key or "Publish" in key or "PutEvents" in key for key in leaf.keys):
            yield leaf.text.split(".", 1)[0]
    for leaf in leaves(as_map(properties.get("Environment")).get("Variables"), MAX_VALUES):
        if leaf.text.isalnum():
            yield leaf.text


def _edges(path: str, name: str, found: Map, common: Map) -> Iterator[EdgeClaim]:
    properties = as_map(found.get("Properties"))
    for holder in (properties, common):
        layers = as_items(holder.get("Layers"))
        for item, line in zip(layers[:MAX_LAYERS], layers.lines[:MAX_LAYERS], strict=True):
            if as_text(item):
                yield EdgeClaim(f"sam:{path}#{name}", f"sam:{path}#{as_text(item)}", "build", f"{path}:{line}")
    for leaf in leaves(properties.get("Events"), MAX_VALUES):
        if leaf.keys and leaf.keys[-1] in _EVENT_SOURCES:
            queue = leaf.text.split(".", 1)[0]
            yield EdgeClaim(f"sam:{path}#{name}", f"topic:{path}#{queue}", "runtime", f"{path}:{leaf.line}")
