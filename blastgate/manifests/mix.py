"""mix.exs: Elixir projects, the apps of an umbrella, and what they take in by path or name.

The manifest is a program and is never run: it is read as text, for what people write literally.
Source: https://hexdocs.pm/mix/Mix.Project.html, https://hexdocs.pm/mix/Mix.Tasks.Deps.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from blastgate.manifests._code import Code
from blastgate.manifests._text import decode, folder_of, inside, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "mix"
RANK = 36
FILES = ("mix.exs",)

MAX_DEPENDENCIES = 1_000

_APP = re.compile(r"\bapp:\s{0,20}:([a-z]\w{0,99})")
_DEPENDENCY = re.compile(r"\{\s{0,20}:([a-z]\w{0,99})\s{0,20},")
_ONLY = re.compile(r"\bonly:\s{0,20}(\[[^\]]{0,200}\]|:\w{1,40})")
_PATH = re.compile(r"\bpath:\s{0,20}\"([^\"\n]{1,300})\"")
_LOCKFILE = re.compile(r"\blockfile:\s{0,20}\"([^\"\n]{1,300})\"")
_RUNS = re.compile(r"\b(?:releases|escript):")
_STARTS = re.compile(r"\bmod:\s{0,20}\{")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a mix.exs."""
    return name_of(path) == "mix.exs"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one project; the top of an umbrella only coordinates."""
    folder, code = folder_of(path), Code(decode(data), hashes=True)
    app = _APP.search(code.text)
    name = app[1] if app else name_of(folder)
    source = f"{path}:{code.line(app.start()) if app else 1}"
    references = (f"hex:{app[1]}",) if app else ()
    claim = ComponentClaim(folder, name, references, _kind(folder, code.text, snapshot), source)
    written = _LOCKFILE.search(code.text)
    lockfile = inside(folder, written[1] if written else "mix.lock")
    governs = (GovernsClaim(lockfile or "", folder, "hex", "its lockfile pins their packages"),)
    return Claims((claim,), tuple(_edges(path, code)), governs if lockfile in snapshot.entries else ())


def _kind(folder: str, text: str, snapshot: Snapshot) -> Kind:
    if "apps_path:" in text:
        return "tool"
    configured = any(f"{folder}/config/{file}.exs".lstrip("/") in snapshot for file in ("runtime", "prod"))
    return "app" if _RUNS.search(text) or (configured and _STARTS.search(text)) else "library"


def _edges(path: str, code: Code) -> Iterator[EdgeClaim]:
    """What is only for environments other than production does not ship."""
    folder = folder_of(path)
    for found in islice(_DEPENDENCY.finditer(code.text), MAX_DEPENDENCIES):
        options = code.text[found.start() : min(code.closing(found.start()), found.start() + 2_000)]
        only, local = _ONLY.search(options), _PATH.search(options)
        place = inside(folder, local[1]) if local else None
        to = f"path:{place}" if place is not None else f"hex:{found[1]}"
        dev = only is not None and ":prod" not in only[1]
        yield EdgeClaim(f"path:{folder}", to, "manifest", f"{path}:{code.line(found.start())}", dev)
