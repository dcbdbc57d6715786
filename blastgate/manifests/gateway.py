"""Gateways, proxies and scrapers: nginx, Caddy, Envoy, Traefik, Kong, HAProxy, Prometheus, Grafana and OpenTelemetry.

Whoever owns the file calls what it routes to. A file that compose mounts is read for its service there too.
"""

from __future__ import annotations

from blastgate.manifests._containers import reached
from blastgate.manifests._routes import ROUTING_WORDS, is_routing, routes_of
from blastgate.manifests._text import decode
from blastgate.manifests.interface import Claims
from blastgate.model.snapshot import Snapshot

NAME = "gateway"
RANK = 60

WORDS = ROUTING_WORDS
_ENDINGS = (".conf", ".cfg", ".yaml", ".yml", ".json", ".toml", ".template", ".tmpl", ".tpl", ".j2", ".erb")


def matches(path: str) -> bool:
    """Tell by its path whether a file configures where requests go."""
    return (path.endswith(_ENDINGS) or "addyfile" in path) and is_routing(path)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the routes of one configuration."""
    routes = routes_of(path, decode(data))
    edges = (edge for route in routes for edge in reached(f"path:{path}", route.host, f"{path}:{route.line}"))
    return Claims(edges=tuple(dict.fromkeys(edges)))
