"""setup.cfg of setuptools, read line by line: name, requirements and console scripts.

Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.manifests._python import normal, target
from blastgate.manifests._text import decode, folder_of, name_of, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "setup-cfg"
RANK = 22
FILES = ("setup.cfg",)

Options = dict[tuple[str, str], list[tuple[int, str]]]


def matches(path: str) -> bool:
    """Tell by its path whether a file is a setup.cfg."""
    return path.endswith("setup.cfg") and name_of(path) == "setup.cfg"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one setup.cfg; one without ``[metadata]`` or ``[options]`` only holds the settings of tools."""
    folder, options = folder_of(path), _options(decode(data))
    if not {section for section, _ in options} & {"metadata", "options"}:
        return Claims()
    line, name = next(iter(options.get(("metadata", "name"), [])), (1, ""))
    references = (f"pypi:{normal(name)}",) if name else ()
    kind: Kind = "app" if options.get(("options.entry_points", "console_scripts")) else "library"
    claim = ComponentClaim(folder, name or name_of(folder), references, kind, f"{path}:{line}")
    return Claims(components=(claim,), edges=tuple(_edges(path, options)))


def _options(text: str) -> Options:
    """Map each option of each section to its lines that hold something; indented lines continue an option."""
    found: Options = {}
    section, values = "", None
    for number, line in numbered(text):
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", ";")):
            continue
        if line[0] in " \t" and values is not None:
            values.append((number, stripped))
        elif stripped.startswith("[") and stripped.endswith("]"):
            section, values = stripped[1:-1], None
        else:
            option, given, value = stripped.partition("=")
            values = found.setdefault((section, option.strip()), [])
            values += [(number, value.strip())] if given and value.strip() else []
    return found


def _edges(path: str, options: Options) -> Iterator[EdgeClaim]:
    for (section, option), values in options.items():
        if (section, option) == ("options", "install_requires") or section == "options.extras_require":
            for number, requirement in values:
                to = target(folder_of(path), requirement)
                if to is not None:
                    yield EdgeClaim(f"path:{folder_of(path)}", to, "manifest", f"{path}:{number}")
