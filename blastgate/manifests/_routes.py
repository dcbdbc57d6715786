"""Where gateways, proxies and scrapers send requests, read from their configuration as text, line by line.

Sources: https://nginx.org/en/docs/http/ngx_http_proxy_module.html, https://caddyserver.com/docs/caddyfile/directives/reverse_proxy,
https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/address.proto, https://doc.traefik.io/traefik/routing/services/,
https://developer.konghq.com/gateway/entities/service/, https://docs.haproxy.org,
https://grafana.com/docs/grafana/latest/administration/provisioning/, https://prometheus.io/docs/prometheus/latest/configuration/configuration/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._containers import hosts
from blastgate.manifests._text import decode, name_of, numbered
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

MAX_BYTES = 500_000
MAX_ROUTES = 1_000  # of one file


class Route(NamedTuple):
    """A host that requests are sent to, and the 1-based line that says so."""

    host: str
    line: int


class Format(NamedTuple):
    """One product's configuration: how its files are called, and what stands before an address on a line."""

    name: re.Pattern[str]
    address: re.Pattern[str]


_ENDING = r"[^/]{0,60}\.(?:ya?ml|json|toml|conf|cfg|template|tmpl|tpl)$"

FORMATS = (
    Format(
        re.compile(r"nginx" + _ENDING + r"|\.conf(?:\.(?:template|tmpl|tpl|j2|erb))?$"),
        re.compile(
            r"^\s{0,99}(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass\s{1,40}([^;\s]{1,500});"
            r"|^\s{0,99}(?:upstream\s[^{\n]{1,99}\{\s{0,9})?server\s{1,40}([\w.-]{1,200}(?::\d{1,5})?)(?:\s[^;{}\n]{0,300})?;"
            r"|^\s{0,99}set\s{1,40}\$\w{1,60}\s{1,40}[\"']?(https?://[^;\s\"']{1,500})"
        ),
    ),
    Format(
        re.compile(r"caddyfile[^/]{0,20}$"),
        re.compile(
            r"^\s{0,99}(?:reverse_proxy|php_fastcgi|to)\s{1,40}(?:[@/*]\S{0,200}\s{1,40})?([^\s{}][^{}\n]{0,500})"
        ),
    ),
    Format(
        re.compile(r"envoy" + _ENDING),
        re.compile(r"""\baddress["']?\s{0,9}:\s{0,9}["']?([A-Za-z][\w.-]{0,200})["']?\s{0,9}(?:,|\}|$)"""),
    ),
    Format(
        re.compile(r"(?:traefik|dynamic|kong|krakend)" + _ENDING),
        re.compile(
            r"""\b(?:url|target|host|address)["']?\s{0,9}[:=]\s{0,9}\[?["']?"""
            r"""((?:(?:https?|h2c|grpcs?|tcp)://)?[A-Za-z][\w.:/-]{0,300})["']?\s{0,9}(?:,|\}|\]|$)"""
        ),
    ),
    Format(
        re.compile(r"datasources?(?:/[^/]{1,60})?\.ya?ml$"),
        re.compile(r"""^\s{0,99}url:\s{0,9}["']?(https?://[A-Za-z][\w.:/-]{0,300})"""),
    ),
    Format(
        re.compile(r"haproxy" + _ENDING),
        re.compile(r"^\s{0,99}server\s{1,40}\S{1,99}\s{1,40}([A-Za-z][\w.:-]{0,200})"),
    ),
    Format(
        re.compile(r"prometheus" + _ENDING),
        re.compile(r"""(?:[\[,-]\s{0,9})["']?([A-Za-z][\w.-]{0,200}:\d{2,5})["']?(?=\s{0,9}(?:[,\]]|$))"""),
    ),
    Format(
        re.compile(r"(?:otel|collector)" + _ENDING),
        re.compile(
            r"""\b(?:endpoint|targets)["']?\s{0,9}:\s{0,9}[\["']{0,3}((?:https?://)?[A-Za-z][\w.-]{0,200}:\d{2,5})"""
        ),
    ),
)


ROUTING_WORDS = (
    *(".conf", "nginx", "caddyfile", "envoy", "traefik", "dynamic", "kong", "krakend", "haproxy", "prometheus"),
    *("otel", "collector", "datasource"),
)
_says_routing = re.compile("|".join(map(re.escape, ROUTING_WORDS))).search


def is_routing(path: str) -> bool:
    """Tell by its name whether a file configures a gateway, proxy or scraper."""
    return _says_routing(_named(path)) is not None and _format_of(path) is not None


@lru_cache(maxsize=64)  # several services may mount one file
def routes_in(path: str, snapshot: Snapshot) -> tuple[Route, ...]:
    """Read the routes of a file that something else refers to; nothing when it is absent or no such file."""
    if path not in snapshot or not is_routing(path):
        return ()
    data = snapshot.read(path).data or b""
    return tuple(routes_of(path, decode(data[:MAX_BYTES])))


def routes_of(path: str, text: str) -> Iterator[Route]:
    """Yield the literal hosts that a configuration sends requests to; comments and variables are left out."""
    format_ = _format_of(path)
    found = 0
    for number, line in numbered(text) if format_ else ():
        if format_ is None or line.lstrip().startswith("#"):
            continue
        for match in format_.address.finditer(line[:2000]):
            for host in hosts(next(filter(None, match.groups()), "")):
                yield Route(host, number)
                found += 1
        if found > MAX_ROUTES:
            return


def _named(path: str) -> str:
    """Return what tells the product of a file: its name, with the folder in which Grafana keeps its sources."""
    folders, _, name = path.lower().rpartition("/")
    return f"datasources/{name}" if folders.endswith("datasources") and name_of(folders) == "datasources" else name


def _format_of(path: str) -> Format | None:
    name = _named(path)
    return next((one for one in FORMATS if one.name.search(name)), None)
