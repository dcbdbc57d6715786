"""Tiltfiles as text: what is built as an image and where, and the files that are taken in. Never evaluated.

What Tilt deploys is for developers: those edges never propagate. Source: https://docs.tilt.dev/api.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from blastgate.manifests._code import Code, Literal
from blastgate.manifests._containers import image_references, repository_of, service_root
from blastgate.manifests._text import decode, folder_of, folders_of, inside, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import EdgeKind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "tilt"
WORDS = ("tiltfile",)
RANK = 6

MAX_CALLS = 1_000
MAX_STRINGS = 200  # of one call

_CALL = re.compile(
    r"(?<![\w.])(docker_build|docker_build_with_restart|custom_build"
    r"|include|load|load_dynamic|k8s_yaml|helm|kustomize)[ \t]*+\("
)
_BUILDS = frozenset({"docker_build", "docker_build_with_restart", "custom_build"})
_TAKES_IN = frozenset({"include", "load", "load_dynamic"})
_NAMED = re.compile(r"(\w{1,60})\s{0,9}=\s{0,9}$")


class Call(NamedTuple):
    """One call: the function, its 1-based line, and the strings among its own arguments, by place and by name."""

    function: str
    line: int
    positional: list[str]
    named: dict[str, str]


def matches(path: str) -> bool:
    """Tell by its path whether a file is a Tiltfile."""
    return path.endswith(("Tiltfile", ".tiltfile", ".Tiltfile"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one Tiltfile."""
    code = Code(decode(data), hashes=True)
    calls = list(islice(_calls(code), MAX_CALLS))
    components = (claim for call in calls if call.function in _BUILDS for claim in _built(path, call))
    edges = (edge for call in calls if call.function not in _BUILDS for edge in _taken_in(path, call, snapshot))
    return Claims(components=tuple(components), edges=tuple(dict.fromkeys(edges)))


def _calls(code: Code) -> Iterator[Call]:
    for found in _CALL.finditer(code.text):
        opening = found.end() - 1
        positional: list[str] = []
        named: dict[str, str] = {}
        for string in islice(code.strings(opening, code.closing(opening)), MAX_STRINGS):
            around = code.enclosing(string.at)
            inner = code.text[around[0]] if around else ""
            if around[:1] == [opening] or (inner == "[" and around[1:2] == [opening]):
                _place(code, string, positional, named)
        yield Call(found[1], code.line(found.start()), positional, named)


def _place(code: Code, string: Literal, positional: list[str], named: dict[str, str]) -> None:
    keyword = _NAMED.search(code.text[max(0, string.at - 80) : string.at])
    if keyword:
        named[keyword[1]] = string.value
    else:
        positional.append(string.value)


def _built(path: str, call: Call) -> Iterator[ComponentClaim]:
    image = call.named.get("ref") or next(iter(call.positional), "")
    written = call.named.get("context") or (call.positional[1] if len(call.positional) > 1 else "")
    if call.function == "custom_build":
        written = call.named.get("dir", "") or next((p for p in call.positional[1:] if p.startswith("./")), "")
    context = inside(folder_of(path), written) if written else None
    name = name_of(repository_of(image))
    if not name or context is None:
        return
    dockerfile = inside(folder_of(path), call.named["dockerfile"]) if "dockerfile" in call.named else None
    dockerfile = dockerfile if dockerfile is not None else f"{context}/Dockerfile".lstrip("/")
    references = (*image_references(image), f"dockerfile:{dockerfile}")
    yield ComponentClaim(service_root(context, dockerfile), name, references, "service", f"{path}:{call.line}")


def _taken_in(path: str, call: Call, snapshot: Snapshot) -> Iterator[EdgeClaim]:
    wanted = call.positional[:1] if call.function in _TAKES_IN else call.positional
    for relative in wanted:
        place = inside(folder_of(path), relative) if not relative.startswith("ext:") else None
        if place is not None and (place in snapshot or place in folders_of(snapshot)) and name_of(place):
            deploys = call.function not in _TAKES_IN
            kind: EdgeKind = "infra" if deploys else "manifest"
            yield EdgeClaim(f"path:{path}", f"path:{place}", kind, f"{path}:{call.line}", dev=deploys)
