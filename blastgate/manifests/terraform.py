"""Terraform: a folder with ``*.tf`` files is infrastructure; local module sources and files read are its edges.

Source: https://developer.hashicorp.com/terraform/language/modules/sources#local-paths
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "terraform"
RANK = 40

_SOURCE = re.compile(r'^\s{0,100}source\s{0,100}=\s{0,100}"(\.{1,2}/[^"\n]{0,500})"')
_FILE = re.compile(
    r'\b(?:templatefile|file|filebase64|filemd5|filesha256|fileset)\(\s{0,20}"(?:\$\{path\.module\}/)?([^"$\n]{1,500})"'
)


def matches(path: str) -> bool:
    """Tell by its path whether a file is Terraform configuration."""
    return path.endswith((".tf", ".tf.json", ".tofu"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one file of a Terraform folder."""
    folder = folder_of(path)
    claim = ComponentClaim(folder, name_of(folder), (), "infra", f"{path}:1")
    return Claims(components=(claim,), edges=tuple(_edges(path, decode(data))))


def _edges(path: str, text: str) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for number, line in numbered(text):
        local = [m[1] for m in (_SOURCE.match(line),) if m] + _FILE.findall(line)
        for relative in local:
            place = inside(folder, relative)
            if place is not None:
                yield EdgeClaim(f"path:{folder}", f"path:{place}", "infra", f"{path}:{number}")
