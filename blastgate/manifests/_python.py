"""What the Python manifests share: requirement strings, normalised names, and requirements files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import folder_of, inside, name_of, numbered
from blastgate.manifests.interface import EdgeClaim

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_SEPARATORS = re.compile(r"[-_.]+")
_LOCAL = re.compile(r"@\s{0,20}(?:file:|\.{1,2}/)[^\s;]*")
_REMOTE = re.compile(r"\s*[a-z+]{2,20}://")
_DEV_FILE = re.compile(r"(?:^|[-_./])(?:dev|develop|development|tests?|testing|docs?|lint|ci|typing)(?:[-_./]|$)")
_NOT_WORDS = re.compile(r"\$\{PROJECT_ROOT\}/?|\{root:uri\}/?|#.*$")


def normal(name: str) -> str:
    """Normalise a distribution name (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def target(folder: str, requirement: str) -> str | None:
    """Turn a requirement string into a reference: a local path where it names one, else the distribution's name."""
    requirement = _NOT_WORDS.sub("", requirement)
    editable = re.match(r"\s*(?:-e|--editable)[\s=]+(.*)", requirement)
    if editable:
        return _local(folder, editable[1])
    if requirement.lstrip().startswith(("./", "../", "file:")):
        return _local(folder, requirement)
    local = _LOCAL.search(requirement)
    if local and (place := _local(folder, local[0].lstrip("@ "))):
        return place
    name = _NAME.match(requirement) if not _REMOTE.match(requirement) else None
    return f"pypi:{normal(name[1])}" if name else None


def first_word(requirement: str) -> str:
    """Return a requirement's name as written, to find its line by."""
    found = _NAME.match(requirement)
    return found[1] if found else ""


def _local(folder: str, text: str) -> str | None:
    text = (
        re.sub(r"^file:(?:/{1,3}(?=\.))?", "", text.strip()).split("[", 1)[0].split(";", 1)[0].split("#", 1)[0].strip()
    )
    place = inside(folder, text)
    return f"path:{place}" if place is not None and not place.endswith((".whl", ".gz", ".zip")) else None


def is_dev_file(path: str) -> bool:
    """Tell by its name whether a requirements file is for development only."""
    return bool(_DEV_FILE.search(name_of(path).lower().removesuffix(".txt").removesuffix(".in")))


def requirement_edges(path: str, text: str) -> Iterator[EdgeClaim]:
    """Read a requirements file: one edge per requirement; ``-r`` and ``-c`` lines mean another file's folder."""
    folder, dev = folder_of(path), is_dev_file(path)
    for number, line in numbered(text):
        line = line.strip()
        other = re.match(r"(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)", line)
        if other:
            place = inside(folder, other[1])
            to = f"path:{place}" if place is not None else None
        elif not line or line.startswith(("#", "--")) or (line.startswith("-") and not line.startswith("-e")):
            continue
        else:
            to = target(folder, line)
        if to is not None:
            yield EdgeClaim(f"path:{folder}", to, "manifest", f"{path}:{number}", dev)
