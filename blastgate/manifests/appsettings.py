"""Settings of .NET applications: connection strings, addresses, and the destinations of YARP and Ocelot gateways.

Read line by line, since these files may hold comments.
Source: https://learn.microsoft.com/aspnet/core/fundamentals/configuration/, .../fundamentals/servers/yarp/config-files
"""

from __future__ import annotations

import re

from blastgate.manifests._containers import addressed, reached
from blastgate.manifests._text import decode, name_of, numbered
from blastgate.manifests.interface import Claims, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "appsettings"
RANK = 81
FILES = ("*.json",)
WORDS = ("appsettings.", "ocelot.", "yarp.")

_SETTING = re.compile(r'"([^"\\\n]{1,200})"\s{0,9}:\s{0,9}"([^"\n]{1,1000})"')
_CONNECTIONS = re.compile(r'"ConnectionStrings"\s{0,9}:\s{0,9}\{')


def matches(path: str) -> bool:
    """Tell by its path whether a file holds the settings of a .NET application or gateway."""
    return path.endswith(".json") and name_of(path).lower().startswith(("appsettings.", "ocelot.", "yarp."))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one file of settings."""
    edges: list[EdgeClaim] = []
    connecting = False
    for number, line in numbered(decode(data)):
        if line.lstrip().startswith("//"):
            continue
        connecting = (connecting and "}" not in line) or _CONNECTIONS.search(line) is not None
        for name, value in _SETTING.findall(line[:4000]):
            registered = name == "ServiceName"  # Ocelot asks the registry where it is
            for host in (value,) if registered else addressed("DSN" if connecting else name, value):
                edges += reached(f"path:{path}", host, f"{path}:{number}")
    return Claims(edges=tuple(dict.fromkeys(edges)))
