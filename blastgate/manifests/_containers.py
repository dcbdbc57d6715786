"""What the container manifests share: image names, hosts in addresses, and folders that only hold Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import folder_of, is_within, name_of, paths_named
from blastgate.manifests.interface import EdgeClaim
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

DOCKER_FOLDERS = frozenset({"docker", "dockerfiles", ".docker", "containers"})

BUILT_BY = (
    *("Dockerfile", "pom.xml", "build.gradle", "build.gradle.kts", "package.json", "go.mod", "pyproject.toml"),
    *("requirements.txt", "Cargo.toml", "composer.json", "Gemfile", "mix.exs", "build.sbt"),
)

_ADDRESS = re.compile(
    r"(?:[_.:-]|^)(?:ADDR|ADDRESS|HOST|HOSTS|HOSTNAME|ENDPOINTS?|SERVERS?|SERVICE|BROKERS?|UPSTREAM)$|UR[IL]S?$"
)
_CONNECTION = re.compile(r"(?:[_.:-]|^)(?:CONNECTION_?STRING|DSN)$")
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_IN_CONNECTION = re.compile(
    r"\b(?:host|server|data source|addr)\s{0,5}=\s{0,5}(?:tcp:)?([A-Za-z0-9][\w.-]{0,200})", re.IGNORECASE
)
_HOST = re.compile(r"[A-Za-z0-9_](?:[\w.-]{0,200})$")
_HOST_AND_PORT = re.compile(r"([A-Za-z0-9_][\w.-]{0,200}):\d{2,5}(?:/\S{0,200})?$")
_NUMBERS = re.compile(r"[\d.]{1,40}$")
_TOPIC = re.compile(r"(?:_|^)(?:TOPIC|QUEUE|EXCHANGE|SUBJECT)(?:_NAME)?$")
_SENDS = re.compile(r"(?:_|^)(?:PRODUC|PUBLISH|OUT|SEND|SINK|TARGET|DEST)")
_LISTENS = re.compile(r"(?:_|^)(?:CONSUM|SUBSCRI|IN(?:PUT|COMING)?_|LISTEN|SOURCE|RECEIV)")
_TOPIC_NAME = re.compile(r"[A-Za-z][\w./-]{2,199}$")


def image_references(image: str) -> tuple[str, ...]:
    """Name an image in the space ``image:``: exactly as written, then without tag and digest."""
    image = image.strip()
    bare = image.split("@", 1)[0]
    slash = bare.rfind("/")
    colon = bare.find(":", bare.rfind("}") if "}" in bare[slash + 1 :] else slash + 1)
    repository = bare[:colon] if colon > 0 else bare
    for prefix in ("docker.io/", "index.docker.io/", "library/"):
        repository = repository.removeprefix(prefix)
    return tuple(dict.fromkeys((f"image:{bare}", f"image:{repository}"))) if image else ()


def repository_of(image: str) -> str:
    """Return an image's name without tag and digest; empty when there is none."""
    return next(reversed(image_references(image)), "").removeprefix("image:")


def is_address(name: str) -> bool:
    """Tell by its name whether an environment variable holds the address of something."""
    words = _WORD_BREAK.sub("_", name[:300]).upper()
    return bool(_ADDRESS.search(words) or _CONNECTION.search(words))


def addressed(name: str, value: str) -> Iterator[str]:
    """Yield the hosts of a setting: all of one named as an address, else those that a port or scheme gives away.

    A container image is no address, though its tag may look like a port.
    """
    if is_address(name):
        yield from hosts(value)
    elif "IMAGE" not in name.upper():
        yield from located(value)


def located(value: str) -> Iterator[str]:
    """Yield the hosts that stand in a text as ``scheme://host`` or ``host:port``."""
    for part in re.split(r"[,;=\s\"']+", value[:2000]):
        found = _HOST_AND_PORT.match(part)
        if "://" in part:
            yield from hosts(part)
        elif found:
            yield found[1]


def reached(from_: str, host: str, evidence: str) -> Iterator[EdgeClaim]:
    """Claim that something calls a host; what only the machine itself can mean is left out."""
    if host != "localhost" and not _NUMBERS.match(host):
        yield EdgeClaim(from_, f"host:{host}", "runtime", evidence)


class Topic(NamedTuple):
    """A topic or queue by its name, and on which sides of it the one that names it stands."""

    name: str
    sends: bool
    listens: bool


def topic_named(variable: str, value: str) -> Topic | None:
    """Return the topic or queue that an environment variable names; None when it is no name written out.

    Where the variable does not say whether it is sent to or listened on, both may be.
    """
    value = value.strip()
    if not _TOPIC.search(variable.upper()) or not _TOPIC_NAME.match(value):
        return None
    sends, listens = bool(_SENDS.search(variable.upper())), bool(_LISTENS.search(variable.upper()))
    return Topic(value, sends or not listens, listens or not sends)


def folder_built_as(image: str, service: str, snapshot: Snapshot) -> str | None:
    """Find the one folder that has the name of an organisation's image and something to build it from.

    A folder with a Dockerfile and the service's own name says so itself.
    """
    repository = repository_of(image)
    name = name_of(repository)
    if "/" not in repository or "$" in name or not name:
        return None
    found = {folder_of(path) for built_by in BUILT_BY for path in paths_named(snapshot, f"{name}/{built_by}")}
    folder = found.pop() if len(found) == 1 else None
    return None if folder is None or (name == service and f"{folder}/Dockerfile" in snapshot) else folder


def hosts(value: str) -> Iterator[str]:
    """Yield the host names in an address, a list of addresses, or a connection string."""
    value = value[:2000]
    for part in re.split(r"[,\s]+", value):
        host = part.rpartition("://")[2].split("/", 1)[0].split("?", 1)[0]
        host = host.rpartition("@")[2].split(":", 1)[0]
        if _HOST.match(host):
            yield host
    yield from _IN_CONNECTION.findall(value)


def service_root(context: str, dockerfile: str) -> str | None:
    """Find the folder of a service that is built: the build context, or the Dockerfile's own folder below it.

    None when the Dockerfile lies in a folder that only collects Dockerfiles: then the folder says nothing.
    """
    folder = folder_of(dockerfile)
    if folder == context or not is_within(folder, context):
        return context
    if name_of(folder) in DOCKER_FOLDERS:
        return folder_of(folder) if name_of(dockerfile) == "Dockerfile" else None
    return None if name_of(folder_of(folder)) in DOCKER_FOLDERS else folder
