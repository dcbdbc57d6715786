"""The package.json and tsconfig.json files of a snapshot: who has which name, and which settings govern a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from blastgate.languages._lexing import read_jsonc
from blastgate.languages._package_exports import mapped
from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages._tsconfig import TsConfig, extended, read_tsconfig
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_PRIVATE = frozenset({"node_modules", "fixtures", "__fixtures__", "__fixtures", "testdata"})
_LEADING = ("exports", "imports", "source", "module", "main", "browser", "svelte", "types", "typings", "tsconfig")
_BY_ITSELF = "index main src app lib"  # what stands for a folder or a package that says nothing
_GLUED = re.compile(r"[\w-]\*|\*[\w-]")
_MAX_ROUNDS = 20  # of reading what configs extend


class Settings:
    """All settings that steer resolution, read in a few passes when made."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.packages: dict[str, dict[str, Any]] = {}
        self._roots: dict[str, list[str]] = {}
        self._configs: dict[str, dict[str, Any]] = {}
        self._by_folder: dict[str, list[str]] = {}
        self._governing: dict[str, TsConfig] = {}
        self._said: str | None = None
        self._read_packages()
        self._read_configs()

    def package_root(self, name: str, folder: str) -> str | None:
        """Return the folder of the package with this name, the one nearest to ``folder`` if there are several.

        A package inside a fixture folder is seen from that folder only.
        """
        roots = [root for root in self._roots.get(name, ()) if _visible(root, folder)]
        return nearest_first(roots, folder)[0] if roots else None

    def tsconfig(self, folder: str) -> TsConfig:
        """Return the settings of the nearest tsconfig.json or jsconfig.json at or above a folder."""
        known = self._governing.get(folder)
        if known is None:
            if folder in self._by_folder:
                known = self._config_of(folder)
            elif folder:
                known = self.tsconfig(folder.rpartition("/")[0])
            else:
                known = TsConfig()
            self._governing[folder] = known
        return known

    def names(self, stem: str) -> bool:
        """Tell whether settings may lead to a file of this name under another one: they have it somewhere, or a star
        that stands for a part of a name (``./src/*-impl.ts``)."""
        if self._said is None:
            said = [package.get(field) for package in self.packages.values() for field in _LEADING]
            for config in self._configs.values():
                options = config.get("compilerOptions")
                said += [config.get("extends"), options.get("paths") if isinstance(options, dict) else None]
            self._said = " ".join((_BY_ITSELF, *(repr(item) for item in said if item is not None)))
        return _GLUED.search(self._said) is not None or stem in self._said

    def _config_of(self, folder: str) -> TsConfig:
        """Read a folder's config; one that only refers to its parts (tsconfig.app.json) takes ``paths`` from them."""
        main = TsConfig()
        for path in self._by_folder[folder]:
            config = read_tsconfig(path, self._configs, self._locate)
            if config.paths:
                return config
            if config.base_url is not None and main.base_url is None:
                main = config
        return main

    def _read_packages(self) -> None:
        paths = [path for path in self._snapshot.entries if path == "package.json" or path.endswith("/package.json")]
        for path, content in self._snapshot.read_many(sorted(paths)):
            root = path.rpartition("/")[0]
            package = self.packages[root] = read_jsonc(content.data)
            name = package.get("name")
            if isinstance(name, str) and name:
                self._roots.setdefault(name, []).append(root)

    def _read_configs(self) -> None:
        """Read every config, then what they extend, until nothing new is named."""
        wanted = [path for path in self._snapshot.entries if _is_config(path.rpartition("/")[2])]
        for path in sorted(wanted, key=_config_order):
            self._by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        for folder, paths in list(self._by_folder.items()):
            if not paths[0].endswith(("tsconfig.json", "jsconfig.json")):
                del self._by_folder[folder]  # nothing but parts and bases: it governs no file by itself
        for _ in range(_MAX_ROUNDS):
            read = self._read_round(wanted)
            bases = {
                self._locate(path.rpartition("/")[0], name) for path in read for name in extended(self._configs[path])
            }
            wanted = sorted(base for base in bases if base is not None and base not in self._configs)
            if not wanted:
                break

    def _read_round(self, paths: Iterable[str]) -> list[str]:
        read = []
        for path, content in self._snapshot.read_many(sorted(paths)):
            self._configs[path] = read_jsonc(content.data)
            read.append(path)
        return read

    def _locate(self, folder: str, name: str) -> str | None:
        """Find the config that ``extends`` names: a path, or a package of the repository."""
        if name.startswith("."):
            return self._existing(normalize(folder, name))
        parts = name.split("/")
        package = "/".join(parts[:2]) if name.startswith("@") else parts[0]
        root = self.package_root(package, folder)
        if root is None:
            return None
        subpath = name[len(package) + 1 :]
        exports = [
            target for target, _ in mapped(self.packages[root].get("exports"), "./" + subpath if subpath else ".")
        ]
        for target in (*exports, subpath or str(self.packages[root].get("tsconfig", "tsconfig.json"))):
            if found := self._existing(normalize(root, target)):
                return found
        return None

    def _existing(self, path: str | None) -> str | None:
        for candidate in (path, f"{path}.json", f"{path}/tsconfig.json") if path is not None else ():
            if candidate in self._snapshot.entries:
                return candidate
        return None


def _is_config(file: str) -> bool:
    return file.endswith(".json") and file.startswith(("tsconfig.", "jsconfig."))


def _config_order(path: str) -> tuple[bool, bool, str]:
    file = path.rpartition("/")[2]
    return file != "tsconfig.json", file != "jsconfig.json", path


def _visible(root: str, folder: str) -> bool:
    """Tell whether a package may be imported from a folder: fixtures only from within the fixture."""
    parts = root.split("/")
    for i, part in enumerate(parts):
        if part in _PRIVATE:
            return "/".join(parts[: i + 1]) in folders_up(folder)
    return True
