"""Generated protobuf code: the line that names its source ties whoever owns the stub to the contract.

Source: the headers that protoc-gen-go, protoc's Python plug-in and grpc-tools write (``// source: demo.proto``).
"""

from __future__ import annotations

import re

from blastgate.manifests._text import decode, folder_of, is_within, paths_named
from blastgate.manifests.interface import Claims, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "proto-stub"
WORDS = ("_pb", ".pb.")
RANK = 91
FILES = ("*.go", "*.py", "*.js", "*.ts")
ONLY_THE_BEGINNING = True  # a generated or long source file is no oversized manifest

HEADER_CHARACTERS = 3000

_SOURCE = re.compile(r"^(?://|#|\s?\*)\s{0,5}(?:@generated from file |source: )([\w./-]{1,300}\.proto)\b", re.MULTILINE)


def matches(path: str) -> bool:
    """Tell by its path whether a file is code that protoc generated."""
    return path.endswith((".pb.go", "_pb2.py", "_pb.js", "_pb.ts", "_pb.d.ts"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read the header of one stub and find the definition it names: in a folder above it, else the shallowest."""
    text = decode(data[:HEADER_CHARACTERS])
    found = _SOURCE.search(text)
    if found is None:
        return Claims()
    name = found[1].lstrip("./")
    candidates = paths_named(snapshot, name)
    if not candidates:
        return Claims()
    source = min(candidates, key=lambda other: (not is_within(path, folder_of(other) or "/"), other.count("/"), other))
    line = text.count("\n", 0, found.start(1)) + 1
    return Claims(edges=(EdgeClaim(f"path:{path}", f"path:{source}", "contract", f"{path}:{line}"),))
