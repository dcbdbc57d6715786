"""skaffold.yaml: each artifact is a service at its build context, known by its image.

Source: https://skaffold.dev/docs/references/yaml/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from blastgate.manifests._containers import image_references, repository_of, service_root
from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests._yaml import YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "skaffold"
RANK = 1
FILES = ("*.yaml", "*.yml")

_TEST = re.compile(r"(?:^|[._-])(?:tests?|testing|e2e|ci)(?=[._-])")
_OTHER_BUILDERS = frozenset({"jib", "ko", "bazel", "buildpacks", "custom"})


def matches(path: str) -> bool:
    """Tell by its path whether a file is a skaffold configuration."""
    return "skaffold" in path and name_of(path).startswith("skaffold") and path.endswith((".yaml", ".yml"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one skaffold configuration, every document of it."""
    try:
        documents = load(decode(data))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    artifacts = [as_map(a) for d in documents for a in as_items(as_map(as_map(d).get("build")).get("artifacts"))]
    return Claims(
        components=tuple(c for artifact in artifacts for c in _component(path, artifact)),
        edges=tuple(e for artifact in artifacts for e in _edges(path, artifact)),
    )


def _component(path: str, artifact: Any) -> Iterator[ComponentClaim]:
    image = as_text(artifact.get("image"))
    context = inside(folder_of(path), as_text(artifact.get("context")) or ".")
    name = name_of(repository_of(image))
    if not name or context is None:
        return
    dockerfile = inside(context, as_text(as_map(artifact.get("docker")).get("dockerfile")) or "Dockerfile")
    root = _module(context, artifact) or service_root(context, dockerfile or context)
    source = f"{path}:{artifact.lines.get('image', artifact.line)}"
    is_docker = dockerfile is not None and not _OTHER_BUILDERS & artifact.keys()
    references = (*image_references(image), *([f"dockerfile:{dockerfile}"] if is_docker else []))
    kind: Kind = "tool" if _TEST.search(name_of(path)) else "service"
    yield ComponentClaim(root, name, references, kind, source)


def _module(context: str, artifact: Any) -> str | None:
    """Find the module that Jib or Ko builds: its place in the build, or its folder below the context."""
    project = as_text(as_map(artifact.get("jib")).get("project")).lstrip(":").replace(":", "/")
    main = as_text(as_map(artifact.get("ko")).get("main"))
    return inside(context, project or main) if project or main else None


def _edges(path: str, artifact: Any) -> Iterator[EdgeClaim]:
    """An artifact that ``requires`` another is built from its image."""
    image = image_references(as_text(artifact.get("image")))
    for required in as_items(artifact.get("requires")):
        other = image_references(as_text(as_map(required).get("image")))
        if image and other:
            line = as_map(required).lines.get("image", artifact.line)
            yield EdgeClaim(image[-1], other[-1], "build", f"{path}:{line}")
