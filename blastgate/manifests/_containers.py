"""What the container manifests share: image names, hosts in addresses, and folders that only hold Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import folder_of, is_within, name_of

DOCKER_FOLDERS = frozenset({"docker", "dockerfiles", ".docker", "containers"})

_ADDRESS = re.compile(
    r"(?:_|^)(?:ADDR|ADDRESS|URL|URI|HOST|HOSTS|HOSTNAME|ENDPOINT|ENDPOINTS|SERVER|SERVERS|BROKERS?)$"
)
_CONNECTION = re.compile(r"(?:_|^)(?:CONNECTION_?STRING|DSN)$")
_IN_CONNECTION = re.compile(
    r"\b(?:host|server|data source|addr)\s{0,5}=\s{0,5}(?:tcp:)?([A-Za-z0-9][\w.-]{0,200})", re.IGNORECASE
)
_HOST = re.compile(r"[A-Za-z0-9_](?:[\w.-]{0,200})$")


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


def is_address(name: str) -> bool:
    """Tell by its name whether an environment variable holds the address of something."""
    return bool(_ADDRESS.search(name.upper()) or _CONNECTION.search(name.upper()))


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
