"""Kubernetes workloads: what is deployed under which name and image, and the Services it is told to call.

Plain manifests and kustomize bases; Helm templates are not YAML until rendered and are read by :mod:`helm`.
Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.manifests._containers import addressed, folder_built_as, image_references, located
from blastgate.manifests._kubernetes import WORKLOADS, beside, holds, is_place, name, objects
from blastgate.manifests._text import decode
from blastgate.manifests._yaml import Map, YamlError, as_items, as_map, as_text
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "kubernetes"
RANK = 2
FILES = ("*.yaml", "*.yml")

READ = WORKLOADS | {"Service", "ConfigMap"}

MAX_CONTAINERS = 50
MAX_NAMED = 200  # objects that one file refers to

_WORKLOAD = holds(WORKLOADS)


class File(NamedTuple):
    """One file of objects, and the snapshot it stands in."""

    path: str
    objects: list[Map]
    snapshot: Snapshot
    known: dict[tuple[str, str], tuple[str, Map] | None]

    def named(self, kind: str, wanted: str) -> tuple[str, Map] | None:
        """Find an object by kind and name, in this file or one beside it, with the path of its file; once each."""
        if (kind, wanted) not in self.known and len(self.known) < MAX_NAMED:
            self.known[kind, wanted] = self._look_for(kind, wanted)
        return self.known.get((kind, wanted))

    def _look_for(self, kind: str, wanted: str) -> tuple[str, Map] | None:
        here = next((found for found in self.objects if found.get("kind") == kind and name(found) == wanted), None)
        if here is not None:
            return self.path, here
        others = beside(self.path, self.snapshot, kind)
        return next(((path, found) for path, found in others if name(found) == wanted), None)


class Variable(NamedTuple):
    """A variable of a container, and the place that sets it."""

    name: str
    value: str
    evidence: str


def matches(path: str) -> bool:
    """Tell by its path whether a YAML file is likely to hold Kubernetes objects."""
    return is_place(path)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the workloads of one file; a file without any claims nothing and is not complained of."""
    text = decode(data)
    if _WORKLOAD.search(text) is None or "{{" in text:
        return Claims()
    try:
        file = File(path, objects(text, READ), snapshot, {})
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    workloads = [found for found in file.objects if as_text(found.get("kind")) in WORKLOADS]
    edges = {edge: None for workload in workloads for edge in _edges(file, workload)}
    governs = {governs: None for workload in workloads for governs in _governs(file, workload)}
    return Claims(
        components=tuple(_component(file, workload) for workload in workloads),
        edges=tuple(edges),
        governs=tuple(governs),
    )


def _pod(workload: Map) -> Map:
    """Return the pod with its metadata, wherever this kind of workload keeps it."""
    spec = as_map(workload.get("spec"))
    if as_text(workload.get("kind")) == "CronJob":
        spec = as_map(as_map(spec.get("jobTemplate")).get("spec"))
    return as_map(spec.get("template")) if "template" in spec else workload


def _containers(workload: Map) -> Iterator[Map]:
    pod = as_map(_pod(workload).get("spec"))
    for key in ("containers", "initContainers"):
        for container in as_items(pod.get(key))[:MAX_CONTAINERS]:
            yield as_map(container)


def _component(file: File, workload: Map) -> ComponentClaim:
    images = [as_text(container.get("image")) for container in _containers(workload)][:1]
    references = [f"k8s:{name(workload)}", *(f"k8s:{found}" for found in _selecting(file, workload))]
    application = as_text(as_map(as_map(_pod(workload).get("metadata")).get("annotations")).get("dapr.io/app-id"))
    references += [f"host:{application}"] if application else []
    references += [reference for image in images for reference in image_references(image)]
    line = as_map(workload.get("metadata")).lines.get("name", workload.line)
    kind: Kind | None = None if as_text(workload.get("kind")) == "Job" else "service"
    root = folder_built_as("".join(images), name(workload), file.snapshot)
    return ComponentClaim(root, name(workload), tuple(dict.fromkeys(references)), kind, f"{file.path}:{line}")


def _selecting(file: File, workload: Map) -> Iterator[str]:
    """Yield the Services of the same file or folder whose selector fits the workload's pods."""
    labels = as_map(as_map(_pod(workload).get("metadata")).get("labels"))
    here = [found for found in file.objects if found.get("kind") == "Service"]
    there = [found for _, found in beside(file.path, file.snapshot, "Service")] if labels and not here else []
    for service in here + there:
        selector = as_map(as_map(service.get("spec")).get("selector"))
        if selector and all(labels.get(key) == value for key, value in selector.items()):
            yield name(service)


def _governs(file: File, workload: Map) -> Iterator[GovernsClaim]:
    yield GovernsClaim(file.path, "", f"k8s:{name(workload)}", "it deploys them")
    for _, found in _config_maps(file, workload):
        if found is not None and found[0] != file.path:
            yield GovernsClaim(found[0], "", f"k8s:{name(workload)}", "it sets their environment")


def _edges(file: File, workload: Map) -> Iterator[EdgeClaim]:
    from_ = f"k8s:{name(workload)}"
    for variable in _variables(file, workload):
        for host in addressed(variable.name, variable.value):
            yield EdgeClaim(from_, f"k8s:{host.split('.', 1)[0]}", "runtime", variable.evidence)
    for container in _containers(workload):
        for key in ("command", "args"):
            items = as_items(container.get(key))
            for item, line in zip(items, items.lines, strict=True):
                for host in located(as_text(item)):
                    yield EdgeClaim(from_, f"k8s:{host.split('.', 1)[0]}", "runtime", f"{file.path}:{line}")


def _variables(file: File, workload: Map) -> Iterator[Variable]:
    """Yield the variables of a workload: written in it, and those of the ConfigMaps it takes its environment from."""
    for container in _containers(workload):
        for item in as_items(container.get("env")):
            variable: Any = as_map(item)
            line = variable.lines.get("value", variable.line)
            yield Variable(as_text(variable.get("name")), as_text(variable.get("value")), f"{file.path}:{line}")
    for key, found in _config_maps(file, workload):
        path, values = (found[0], as_map(found[1].get("data"))) if found else ("", Map())
        for variable_name, value in values.items():
            if key in (None, variable_name):
                yield Variable(variable_name, as_text(value), f"{path}:{values.lines[variable_name]}")


def _config_maps(file: File, workload: Map) -> Iterator[tuple[str | None, tuple[str, Map] | None]]:
    """Yield the ConfigMaps that a workload's environment names: None with a whole one, else the key taken of it."""
    for container in _containers(workload):
        for item in as_items(container.get("envFrom")):
            wanted = as_text(as_map(as_map(item).get("configMapRef")).get("name"))
            if wanted:
                yield None, file.named("ConfigMap", wanted)
        for item in as_items(container.get("env")):
            source = as_map(as_map(as_map(item).get("valueFrom")).get("configMapKeyRef"))
            if as_text(source.get("name")):
                yield as_text(source.get("key")), file.named("ConfigMap", as_text(source.get("name")))
