"""Gateways, proxies and scrapers: nginx, Caddy, Envoy, Traefik, Kong, HAProxy, Prometheus and OpenTelemetry collectors.

Whoever owns the file calls what it routes to. A file that compose mounts is read for its service there too.
"""

from __future__ import annotations

import re

from blastgate.manifests._containers import reached
from blastgate.manifests._routes import is_routing, routes_of
from blastgate.manifests._text import decode
from blastgate.manifests.interface import Claims
from blastgate.model.snapshot import Snapshot

NAME = "gateway"
RANK = 60

_LIKELY = re.compile(r"\.conf|nginx|[cC]addyfile|envoy|traefik|dynamic|kong|krakend|haproxy|prometheus|otel|collector")


def matches(path: str) -> bool:
    """Tell by its path whether a file configures where requests go."""
    return _LIKELY.search(path) is not None and is_routing(path)


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the routes of one configuration."""
    routes = routes_of(path, decode(data))
    edges = (edge for route in routes for edge in reached(f"path:{path}", route.host, f"{path}:{route.line}"))
    return Claims(edges=tuple(dict.fromkeys(edges)))
