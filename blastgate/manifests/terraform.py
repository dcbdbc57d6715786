"""Terraform and Terragrunt: a folder of it is infrastructure; local modules, files read and paths named are its edges.

Sources: https://developer.hashicorp.com/terraform/language/modules/sources#local-paths,
https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#dependency
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, folders_of, inside, name_of, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "terraform"
RANK = 40
FILES = ("*.tf", "*.json", "*.tofu", "*.hcl")
WORDS = (".tf", ".tofu", "terragrunt")

_SOURCE = re.compile(r'^\s{0,100}source\s{0,100}=\s{0,100}"(\.{1,2}/[^"\n]{0,500})"')
_FILE = re.compile(
    r'\b(?:templatefile|file|filebase64|filemd5|filesha256|fileset)\(\s{0,20}"(?:\$\{path\.module\}/)?([^"$\n]{1,500})"'
)
_LOCAL = re.compile(r'"(?:\$\{path\.(?:module|root|cwd)\}/|(?=\.{1,2}/))([^"$\n]{1,500})"')
_PARENT = re.compile(r'\bfind_in_parent_folders\((?:\s{0,9}"([^"$/\n]{1,100})")?')


def matches(path: str) -> bool:
    """Tell by its path whether a file is Terraform or Terragrunt configuration."""
    return path.endswith((".tf", ".tf.json", ".tofu", "terragrunt.hcl")) and name_of(path) not in (".tf", ".tofu")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one file of a Terraform folder."""
    folder = folder_of(path)
    claim = ComponentClaim(folder, name_of(folder), (), "infra", f"{path}:1")
    return Claims(components=(claim,), edges=tuple(dict.fromkeys(_edges(path, decode(data), snapshot))))


def _edges(path: str, text: str, snapshot: Snapshot) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    for number, line in numbered(text):
        if line.lstrip().startswith(("#", "//")):
            continue
        said = [m[1] for m in (_SOURCE.match(line),) if m] + _FILE.findall(line)
        places = [place for relative in said if (place := inside(folder, relative)) is not None]
        places += [place for relative in _LOCAL.findall(line) if (place := _here(folder, relative, snapshot))]
        places += [place for name in _PARENT.findall(line) if (place := _above(folder, name, snapshot))]
        for place in dict.fromkeys(places):
            yield EdgeClaim(f"path:{folder}", f"path:{place}", "infra", f"{path}:{number}")


def _here(folder: str, relative: str, snapshot: Snapshot) -> str | None:
    """Resolve a path that some argument names, where something is: a function's code, a chart, a build context."""
    place = inside(folder, relative)
    return place if place and (place in snapshot or place in folders_of(snapshot)) else None


def _above(folder: str, name: str, snapshot: Snapshot) -> str | None:
    """Find the configuration that Terragrunt takes in from a folder above."""
    while folder:
        folder = folder_of(folder)
        place = f"{folder}/{name or 'terragrunt.hcl'}".lstrip("/")
        if place in snapshot:
            return place
    return None
