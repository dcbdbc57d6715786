"""Kubernetes workloads: what is deployed under which name and image, and the Services its environment names.

Plain manifests and kustomize bases; Helm templates are not YAML until rendered and are left alone.
Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from blastgate.manifests._containers import hosts, image_references, is_address
from blastgate.manifests._text import decode
from blastgate.manifests._yaml import Map, YamlError, as_items, as_map, as_text, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "kubernetes"
RANK = 2

WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Pod", "ReplicaSet", "Rollout"})

_PLACE = re.compile(
    r"(?:^|[/_.-])(?:k8s|kube|kubernetes|kustomize|manifests?|deploy|deployments?|statefulsets?|cronjobs?|overlays)(?:[/_.-])"
)
_WORKLOAD = re.compile(r"^kind:[ \t]{0,20}[\"']?(?:" + "|".join(sorted(WORKLOADS)) + r")\b", re.MULTILINE)


def matches(path: str) -> bool:
    """Tell by its path whether a YAML file is likely to hold Kubernetes objects."""
    return path.endswith((".yml", ".yaml")) and not path.startswith(".github/") and _PLACE.search(path) is not None


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the workloads of one file; a file without any claims nothing and is not complained of."""
    text = decode(data)
    if _WORKLOAD.search(text) is None or "{{" in text:
        return Claims()
    try:
        documents = [as_map(document) for document in load(text)]
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    workloads = [d for d in documents if as_text(d.get("kind")) in WORKLOADS and _name(d)]
    services = [d for d in documents if as_text(d.get("kind")) == "Service" and _name(d)]
    return Claims(
        components=tuple(_component(path, workload, services) for workload in workloads),
        edges=tuple(edge for workload in workloads for edge in _edges(path, workload)),
        governs=tuple(GovernsClaim(path, "", f"k8s:{_name(w)}", "it deploys them") for w in workloads),
    )


def _name(document: Map) -> str:
    return as_text(as_map(document.get("metadata")).get("name"))


def _pod(workload: Map) -> Map:
    """Return the pod's spec, wherever this kind of workload keeps it."""
    spec = as_map(workload.get("spec"))
    if as_text(workload.get("kind")) == "CronJob":
        spec = as_map(as_map(spec.get("jobTemplate")).get("spec"))
    return as_map(as_map(spec.get("template")).get("spec")) if "template" in spec else spec


def _containers(workload: Map) -> Iterator[Map]:
    pod = _pod(workload)
    for key in ("containers", "initContainers"):
        for container in as_items(pod.get(key)):
            yield as_map(container)


def _component(path: str, workload: Map, services: list[Map]) -> ComponentClaim:
    images = [as_text(container.get("image")) for container in _containers(workload)]
    references = [f"k8s:{_name(workload)}", *(f"k8s:{name}" for name in _selecting(workload, services))]
    references += [reference for image in images[:1] for reference in image_references(image)]
    line = as_map(workload.get("metadata")).lines.get("name", workload.line)
    kind: Kind | None = None if as_text(workload.get("kind")) == "Job" else "service"
    return ComponentClaim(None, _name(workload), tuple(references), kind, f"{path}:{line}")


def _selecting(workload: Map, services: list[Map]) -> Iterator[str]:
    """Yield the Services of the same file whose selector fits the workload's pods."""
    template = as_map(as_map(workload.get("spec")).get("template"))
    labels = as_map(as_map(template.get("metadata")).get("labels"))
    for service in services:
        selector = as_map(as_map(service.get("spec")).get("selector"))
        if selector and all(labels.get(key) == value for key, value in selector.items()):
            yield _name(service)


def _edges(path: str, workload: Map) -> Iterator[EdgeClaim]:
    for container in _containers(workload):
        for item in as_items(container.get("env")):
            variable: Any = as_map(item)
            if not is_address(as_text(variable.get("name"))):
                continue
            line = variable.lines.get("value", variable.line)
            for host in hosts(as_text(variable.get("value"))):
                yield EdgeClaim(f"k8s:{_name(workload)}", f"k8s:{host.split('.', 1)[0]}", "runtime", f"{path}:{line}")
