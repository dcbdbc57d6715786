"""Spring settings: the name an application registers under, the hosts and routes it is told, and its bound topics.

Micronaut and Quarkus keep theirs alike. What a configuration server keeps is of the application it is named for.

Sources: https://docs.spring.io/spring-boot/appendix/application-properties/,
https://docs.spring.io/spring-cloud-stream/reference/spring-cloud-stream/binding-properties.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._containers import addressed, reached
from blastgate.manifests._text import decode, name_of, numbered
from blastgate.manifests._yaml import Leaf, YamlError, leaves, load
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "spring"
RANK = 80
FILES = ("*.yaml", "*.yml", "*.properties")

NAMES = frozenset({"spring.application.name", "micronaut.application.name", "quarkus.application.name"})

_MATCH = re.compile(
    r"(?:^|/)src/main/resources/(?:config/)?(?:application|bootstrap)[\w-]{0,60}\.(?:ya?ml|properties)$"
)
_SHARED = re.compile(
    r"(?:^|/)src/main/resources/(?:shared|configs?|config-repo)/([a-z][\w-]{1,80})\.(?:ya?ml|properties)$"
)
DISCOVERY = frozenset({"defaultZone", "default-zone"})  # of what is kept for all, all that every application uses
_DEFAULT = re.compile(r"\$\{[\w.\-]{1,200}:([^{}$]{0,500})\}")
_BINDING = re.compile(
    r"^spring\.cloud\.stream\.bindings\.(?:[^.]{1,200}-(in|out)-\d{1,4}|(input|output))\.destination$"
)


def matches(path: str) -> bool:
    """Tell by its path whether a file holds the settings of a Spring application, those for tests left out."""
    return (
        path.endswith((".yml", ".yaml", ".properties"))
        and "src/main/resources/" in path
        and (_MATCH.search(path) is not None or _SHARED.search(path) is not None)
    )


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one file of settings; a profile's settings count as the application's."""
    try:
        settings = list(_settings(path, decode(data)))
    except YamlError as problem:
        return Claims(warnings=(f"{path}:{problem.line}: {problem.why}",))
    shared = _SHARED.search(path) if _MATCH.search(path) is None else None
    if shared:
        applications = [shared[1]] if shared[1] != "application" else _kept_beside(path, snapshot)
        told = settings if shared[1] != "application" else [s for s in settings if s.keys[-1] in DISCOVERY]
        reaches = (edge for name in applications for s in told for edge in _reached(f"host:{name}", path, s))
        return Claims(edges=tuple(dict.fromkeys(reaches)))
    root = path[: path.rindex("src/main/resources/")].rstrip("/")
    names = {s.text: s.line for s in settings if ".".join(s.keys) in NAMES and "$" not in s.text}
    topics = [(found, s) for s in settings if (found := _BINDING.match(".".join(s.keys))) and "$" not in s.text]
    sent = [f"topic:{s.text}" for found, s in topics if (found[1] or found[2]).startswith("out")]
    heard = [s for found, s in topics if (found[1] or found[2]).startswith("in")]
    references = tuple(dict.fromkeys([*(f"host:{name}" for name in names), *sent]))
    line = next(iter(names.values()), 1)
    claim = ComponentClaim(root, name_of(root), references, "app" if names else None, f"{path}:{line}")
    edges = [edge for s in settings for edge in _reached(f"path:{root}", path, s)]
    edges += [EdgeClaim(f"path:{root}", f"topic:{s.text}", "runtime", f"{path}:{s.line}") for s in heard]
    return Claims(components=(claim,) if references else (), edges=tuple(dict.fromkeys(edges)))


def _kept_beside(path: str, snapshot: Snapshot) -> list[str]:
    """List the applications for which a configuration server keeps a file of their own beside one for all of them."""
    folder = path[: path.rindex("/") + 1]
    names = (found[1] for other in snapshot.entries if other.startswith(folder) and (found := _SHARED.search(other)))
    return sorted({name for name in names if not name.startswith("application")})


def _settings(path: str, text: str) -> Iterator[Leaf]:
    """Yield the settings with placeholders by their defaults. Raises YamlError for what is not YAML."""
    if path.endswith(".properties"):
        for number, line in numbered(text):
            name, given, value = line.strip().partition("=")
            if given and not name.startswith(("#", "!")):
                yield Leaf(tuple(name.strip().split(".")), _filled(value.strip()), number)
        return
    for document in load(text):
        for leaf in leaves(document):
            yield Leaf(tuple(".".join(leaf.keys).split(".")), _filled(leaf.text), leaf.line)


def _filled(value: str) -> str:
    return _DEFAULT.sub(lambda found: found[1], value[:4000])


def _reached(from_: str, path: str, setting: Leaf) -> Iterator[EdgeClaim]:
    """The hosts of a setting, and the registered name that a route leads to."""
    routed = setting.keys[-1] in ("serviceId", "service-id")
    for host in (setting.text,) if routed else addressed(setting.keys[-1], setting.text):
        yield from reached(from_, host, f"{path}:{setting.line}")
