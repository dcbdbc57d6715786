"""Dockerfile and Containerfile: a service at its folder, what it copies from elsewhere, and the images it starts from.

The build context is not written in a Dockerfile, so it is the nearest folder in which most of the copied paths exist.
Source: https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from blastgate.manifests._build_images import only_builds
from blastgate.manifests._containers import DOCKER_FOLDERS, addressed, image_references, reached
from blastgate.manifests._text import decode, folder_of, folders_of, inside, is_within, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "dockerfile"
RANK = 50
WORDS = ("dockerfile", "containerfile")

_MATCH = re.compile(
    r"(?:^|/)(?:Dockerfile|Containerfile)(?:\.([^/]{1,80}))?$|(?:^|/)([^/]{1,80})\.[Dd]ockerfile$"
).search
_HEREDOC = re.compile(r"""<<-?["']?([A-Za-z_]\w{0,60})""")
_BOUND = re.compile(r"--mount=(?=\S{0,300}type=bind)\S{0,300}?(?:source|src)=([^,\s]{1,300})")
_ARGUMENT = re.compile(r"\$\{?([A-Za-z_]\w{0,99})\}?")
_ASSIGNED = re.compile(r"""([A-Za-z_]\w{0,99})=("[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\s"']{1,500})""")
NOT_SHIPPED = frozenset(
    {"dev", "development", "test", "tests", "ci", "debug", "lint", "cypress", "e2e", "docs", "local", "android", "ios"}
)
NOT_A_NAME = frozenset({"dockerignore", "j2", "tmpl", "template", "md", "swp"})


class Instruction(NamedTuple):
    """One instruction with the 1-based line it starts on."""

    line: int
    word: str
    rest: str


def matches(path: str) -> bool:
    """Tell by its path whether a file is a Dockerfile."""
    if "ockerfile" not in path and "ontainerfile" not in path:
        return False
    found = _MATCH(path)
    return found is not None and (found[1] or "") not in NOT_A_NAME


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one Dockerfile."""
    folder = folder_of(path)
    instructions = list(_instructions(decode(data)))
    copied = [(i.line, source) for i in instructions for source in _sources(i)]
    context = _context(folder, [source for _, source in copied], snapshot)
    claims, edges = [_component(path, instructions)], list(_addresses(path, instructions))
    for line, source in copied:
        place = _place(context, source, snapshot)
        if place is None or (is_within(folder, place) and place != folder):
            continue
        edges.append(EdgeClaim(f"dockerfile:{path}", f"path:{place}", "build", f"{path}:{line}"))
        shared = place if place in folders_of(snapshot) else folder_of(place)
        if not is_within(folder, shared) and not is_within(shared, folder):
            claims.append(ComponentClaim(shared, name_of(shared), (), None, f"{path}:{line}"))
    edges += _bases(path, instructions)
    return Claims(components=tuple(claims), edges=tuple(edges))


def _component(path: str, instructions: list[Instruction]) -> ComponentClaim:
    """A variant as ``Dockerfile.dev`` is a tool, and so is what only builds packages; one in a folder of Dockerfiles is
    of the service it is named for.

    Where what is copied in is an argument, one file builds many services and none of them lives at its folder.
    """
    found = _MATCH(path)
    variant = ((found[1] or found[2]) if found else None) or ""
    words = set(re.split(r"[._-]", variant.lower()))
    kind: Kind = "tool" if words & NOT_SHIPPED or only_builds(instructions) else "service"
    folder: str | None = folder_of(path)
    name = name_of(folder or "")
    if name in DOCKER_FOLDERS:
        named = variant or ("" if not _is_template(instructions) else name)
        folder, name = (None, named) if named else (folder_of(folder or ""), name_of(folder_of(folder or "")))
    elif name_of(folder_of(folder or "")) in DOCKER_FOLDERS:
        folder = None
    return ComponentClaim(folder, name, (f"dockerfile:{path}",), kind, f"{path}:1")


def _is_template(instructions: list[Instruction]) -> bool:
    """Tell whether an argument without a default says what is copied into the image."""
    free = {i.rest.strip() for i in instructions if i.word == "ARG" and "=" not in i.rest}
    used = (found for i in instructions for source in _sources(i) for found in _ARGUMENT.findall(source))
    return any(name in free for name in used)


def _addresses(path: str, instructions: list[Instruction]) -> Iterator[EdgeClaim]:
    """What the image calls by default: the hosts in its environment."""
    for instruction in instructions:
        if instruction.word != "ENV":
            continue
        pairs = _ASSIGNED.findall(instruction.rest) or [tuple(instruction.rest.split(None, 1))]
        for pair in pairs:
            for host in addressed(pair[0], pair[-1].strip("\"'")) if len(pair) == 2 else ():
                yield from reached(f"dockerfile:{path}", host, f"{path}:{instruction.line}")


def _instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions with continued lines joined, comments and here-documents left out."""
    held, start, closing = "", 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if closing:
            closing = "" if line == closing else closing
            continue
        if line.startswith("#") or (not line and held):
            continue
        start = start if held else number
        if line.endswith(("\\", "`")):
            held += line[:-1] + " "
            continue
        yield from _instruction(start, held + line)
        heredoc = _HEREDOC.search(held + line)
        closing, held = heredoc[1] if heredoc else "", ""
    yield from _instruction(start, held)


def _instruction(line: int, text: str) -> Iterator[Instruction]:
    words = text.split(None, 1)
    if words:
        yield Instruction(line, words[0].upper(), words[1] if len(words) > 1 else "")


def _sources(instruction: Instruction) -> list[str]:
    """List what an instruction takes from the build context."""
    if instruction.word == "RUN":
        return [s for s in _BOUND.findall(instruction.rest) if "from=" not in instruction.rest]
    if instruction.word not in ("COPY", "ADD"):
        return []
    words = instruction.rest.split()
    while words and words[0].startswith("--"):
        if words.pop(0).startswith("--from="):
            return []
    if words and words[0].startswith("["):
        words = _listed(" ".join(words))
    return [word for word in words[:-1] if not word.startswith("<<")]


def _listed(text: str) -> list[str]:
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [word for word in words if isinstance(word, str)]


def _context(folder: str, sources: list[str], snapshot: Snapshot) -> str:
    best, most, candidate = folder, 0, folder
    while True:
        found = sum(_place(candidate, source, snapshot) is not None for source in sources)
        if found > most:
            best, most = candidate, found
        if not candidate:
            return best
        candidate = folder_of(candidate)


def _place(context: str, source: str, snapshot: Snapshot) -> str | None:
    """Resolve a copied path in a context as far as it is literal; None when nothing is there."""
    literal = []
    for part in source.lstrip("/").split("/"):
        if any(mark in part for mark in "*?["):
            break
        literal.append(part)
    place = inside(context, "/".join(literal))
    if place is None or not (place in snapshot or place in folders_of(snapshot)):
        return None
    return place


def _bases(path: str, instructions: list[Instruction]) -> Iterator[EdgeClaim]:
    """Follow base images and ``COPY --from`` to images built in this repository; stages are not images."""
    stages = {"scratch"}
    for line, word, rest in instructions:
        words = [w for w in rest.split() if not w.startswith("--")]
        if word == "FROM" and words:
            image = words[0]
            if len(words) > 2 and words[1].lower() == "as":
                stages.add(words[2].lower())
        elif word in ("COPY", "ADD") and "--from=" in rest:
            image = rest.split("--from=", 1)[1].split(None, 1)[0] if rest.split("--from=", 1)[1].strip() else ""
        else:
            continue
        if image and image.lower() not in stages and not image.isdigit():
            yield EdgeClaim(f"dockerfile:{path}", image_references(image)[-1], "build", f"{path}:{line}")
