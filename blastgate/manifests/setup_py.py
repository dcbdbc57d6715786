"""setup.py of setuptools, read as text and never executed: literal name, requirements and console scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._python import normal, target
from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "setup-py"
RANK = 23
FILES = ("setup.py",)

_CALL = re.compile(r"\bsetup\s{0,20}\(")
_DISTRIBUTION = re.compile(r"""\bname\s{0,20}=\s{0,20}["']([A-Za-z0-9._-]{1,200})["']""")
_REQUIRES = re.compile(r"\binstall_requires\s{0,20}=\s{0,20}[\[(]([^\])]{0,20000})")
_STRING = re.compile(r"""["']([^"'\n]{1,300})["']""")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a setup.py."""
    return path.endswith("setup.py") and name_of(path) == "setup.py"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one setup.py; a module of that name that never calls ``setup()`` claims nothing."""
    folder, text = folder_of(path), decode(data)
    call = _CALL.search(text)
    if call is None:
        return Claims()
    name = _DISTRIBUTION.search(text, call.start())
    named = name[1] if name else name_of(folder)
    claim = ComponentClaim(
        folder,
        named,
        (f"pypi:{normal(named)}",) if name else (),
        "app" if "console_scripts" in text else "library",
        f"{path}:{text.count(chr(10), 0, (name or call).start()) + 1}",
    )
    return Claims(components=(claim,), edges=tuple(_edges(path, text)))


def _edges(path: str, text: str) -> Iterator[EdgeClaim]:
    requires = _REQUIRES.search(text)
    if requires is None:
        return
    line, at = text.count("\n", 0, requires.start(1)) + 1, requires.start(1)
    for found in _STRING.finditer(text, requires.start(1), requires.end(1)):
        line, at = line + text.count("\n", at, found.start()), found.start()
        to = target(folder_of(path), found[1])
        if to is not None:
            yield EdgeClaim(f"path:{folder_of(path)}", to, "manifest", f"{path}:{line}")
