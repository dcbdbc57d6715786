"""setup.cfg of setuptools: name, requirements and console scripts.

Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
"""

from __future__ import annotations

import configparser

from blastgate.manifests._python import first_word, normal, target
from blastgate.manifests._text import Words, decode, folder_of, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "setup-cfg"
RANK = 22


def matches(path: str) -> bool:
    """Tell by its path whether a file is a setup.cfg."""
    return path.endswith("setup.cfg") and name_of(path) == "setup.cfg"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one setup.cfg; one without ``[metadata]`` or ``[options]`` only holds the settings of tools."""
    folder, text = folder_of(path), decode(data)
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        line = getattr(error, "lineno", None) or 1
        return Claims(warnings=(f"{path}:{line}: not an INI file",))
    if not parser.has_section("metadata") and not parser.has_section("options"):
        return Claims()
    words = Words(text)
    name = parser.get("metadata", "name", fallback=None) or ""
    scripts = parser.get("options.entry_points", "console_scripts", fallback=None)
    references = (f"pypi:{normal(name)}",) if name else ()
    claim = ComponentClaim(
        folder,
        name or name_of(folder),
        references,
        "app" if scripts else "library",
        f"{path}:{words.line('metadata', 'name')}",
    )
    return Claims(components=(claim,), edges=_edges(path, parser, words))


def _edges(path: str, parser: configparser.RawConfigParser, words: Words) -> tuple[EdgeClaim, ...]:
    found = []
    listed = [("options", "install_requires")]
    if parser.has_section("options.extras_require"):
        listed += [("options.extras_require", extra) for extra in parser.options("options.extras_require")]
    for section, option in listed:
        for requirement in (parser.get(section, option, fallback=None) or "").split("\n"):
            to = target(folder_of(path), requirement) if requirement.strip() else None
            if to is not None:
                line = words.line(option, first_word(requirement))
                found.append(EdgeClaim(f"path:{folder_of(path)}", to, "manifest", f"{path}:{line}"))
    return tuple(found)
