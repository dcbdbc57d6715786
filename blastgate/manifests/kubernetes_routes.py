"""Kubernetes routes: the file that sends requests to a Service governs what stands behind it.

Ingress, Gateway API, Istio and Traefik objects. Sources: https://kubernetes.io/docs/concepts/services-networking/ingress/,
https://gateway-api.sigs.k8s.io/reference/spec/, https://istio.io/latest/docs/reference/config/networking/virtual-service/
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._kubernetes import holds, is_place, objects
from blastgate.manifests._text import decode
from blastgate.manifests._yaml import Map, YamlError, as_text, walk
from blastgate.manifests.interface import Claims, GovernsClaim
from blastgate.model.snapshot import Snapshot

NAME = "kubernetes-routes"
RANK = 61
FILES = ("*.yaml", "*.yml")

ROUTES = frozenset({"Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "VirtualService", "IngressRoute"})
NAMED_BY = {
    "service": "name",
    "backendRefs": "name",
    "services": "name",
    "destination": "host",
    "backend": "serviceName",
}

_ROUTE = holds(ROUTES)


def matches(path: str) -> bool:
    """Tell by its path whether a YAML file is likely to hold Kubernetes objects."""
    return is_place(path)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the routes of one file; what does not parse is told by the kind that reads workloads."""
    text = decode(data)
    if _ROUTE.search(text) is None or "{{" in text:
        return Claims()
    try:
        routes = objects(text, ROUTES)
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    names = dict.fromkeys(name for route in routes for name in _services(route))
    return Claims(governs=tuple(GovernsClaim(path, "", f"k8s:{name}", "it routes requests to them") for name in names))


def _services(route: Map) -> Iterator[str]:
    for keys, value, _ in walk(route.get("spec")):
        named_by = NAMED_BY.get(keys[-1]) if keys else None
        if isinstance(value, Map) and named_by is not None:
            host = as_text(value.get(named_by)).split(".", 1)[0]
            if host:
                yield host
