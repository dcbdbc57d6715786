"""What a Cargo.toml says of its crate: names, roots and what it depends on, read line by line.

Source: https://doc.rust-lang.org/cargo/reference/manifest.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from blastgate.model.paths import normalize

_SECTION = re.compile(r"\[+\s*([\w.'\"-]+)\s*\]+")
_KEY = re.compile(r"[\"']?([\w-]+)[\"']?\s*[=.]")
_VALUE = re.compile(r"(name|path)\s*=\s*[\"']([^\"'\n]{1,300})[\"']")
_RENAMED = re.compile(r"([\w-]+)\s*=\s*\{[^}\n]{0,300}?package\s*=\s*[\"']([\w-]+)[\"']")


@dataclass(slots=True)
class Package:
    """One Cargo.toml with a package: its folder, its library's name in code, its own name if that is another, the
    library's root file, other roots, and what it depends on."""

    folder: str
    name: str = ""
    declared: str = ""
    library: str | None = None
    roots: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)  # crates that it ships with, as code names them
    needs_for_tests: set[str] = field(default_factory=set)


def read_package(folder: str, manifest: str) -> Package:
    """Read a Cargo.toml line by line; one without a package has no name."""
    package, section = Package(folder), ""
    for line in manifest.splitlines():
        line = line.strip()
        if line.startswith("["):
            opened = _SECTION.match(line)
            section = opened[1] if opened else ""
            kind, _, crate = section.rpartition(".")
            _depend(package, kind, crate)
            continue
        if key := _KEY.match(line):
            _depend(package, section, key[1])
        if renamed := _RENAMED.match(line):
            package.renamed[_identifier(renamed[1])] = _identifier(renamed[2])
        if value := _VALUE.match(line):
            _set(package, section, value[1], value[2])
    return package


def _depend(package: Package, section: str, crate: str) -> None:
    if section.endswith("dependencies") and not section.startswith("workspace"):
        known = package.needs_for_tests if section.endswith("dev-dependencies") else package.needs
        known.add(_identifier(crate))


def _set(package: Package, section: str, key: str, value: str) -> None:
    if section == "package" and key == "name":
        package.declared = _identifier(value)
        package.name = package.name or package.declared
    elif section == "lib" and key == "name":
        package.name = _identifier(value)
    elif key == "path" and (place := normalize(package.folder, value)) is not None:
        if section == "lib":
            package.library = place
        elif section in ("bin", "test", "bench", "example"):
            package.roots.append(place)


def _identifier(name: str) -> str:
    return name.replace("-", "_")
