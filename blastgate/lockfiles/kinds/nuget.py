"""Directory.Packages.props: the versions of all projects below it.

Source: https://learn.microsoft.com/nuget/consume-packages/central-package-management
"""

from __future__ import annotations

import re

from blastgate.lockfiles.kinds._text import decode
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package

NAME = "nuget"
FILES = ("Directory.Packages.props",)
SPACE = "nuget"

_COMMENT = re.compile(r"<!--(?:[^-]++|-(?!->))*+(-->)?")
_VERSION = re.compile(
    r"<PackageVersion\s++(?:Include|Update)=\"([^\"$;]++)\"\s++Version=\"([^\"]++)\"\s*+(?:/>|>\s*+</PackageVersion>)"
)
_PROPERTY = re.compile(r"<(\w{1,80})>([^<>]{0,200})</\1>")
_ASKED = re.compile(r"\$\((\w{1,80})\)")


def read(data: bytes) -> Lock:
    """Read the versions, also those that a property of the file gives; whatever else it sets is settings.

    Raises LockError for what is no project file.
    """
    text = _COMMENT.sub(lambda found: "" if found[1] else found[0], decode(data))
    if "<Project" not in text:
        raise LockError("it is no project file")
    properties = dict(_PROPERTY.findall(text))
    written = _VERSION.findall(text)
    asked = {name for _, version in written for name in _ASKED.findall(version)}
    packages = {}
    for name, version in written:
        resolved = _ASKED.sub(lambda found: properties.get(found[1], found[0]), version)
        packages[name.lower()] = Package(name.lower(), resolved)
    others = _PROPERTY.sub(lambda found: "" if found[1] in asked else found[0], _VERSION.sub("", text))
    pinned = "<CentralPackageTransitivePinningEnabled>true" in text  # what no project names is pinned as well
    return Lock(packages, own=True, linked=not pinned, settings=" ".join(others.split()))
