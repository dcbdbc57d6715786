"""What a JavaScript specifier means in a tree where nothing is installed or built.

In order: relative paths (extensions guessed, ``.js`` meaning ``.ts``, index files), ``#imports`` of the nearest
package.json, ``paths`` of the nearest tsconfig, packages of the repository by name (output folders mapped back to
source), ``baseUrl``, and the aliases ``@/``, ``~/`` and ``$lib/`` that Vue, Nuxt and Svelte have without saying so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from blastgate.languages._js_settings import Settings
from blastgate.languages._package_exports import exported, imported, is_output, source_candidates
from blastgate.languages._paths import folders_up
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

_SUFFIXES = (
    *(".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts"),
    *(".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".json"),
)
_RANKS = {suffix: rank for rank, suffix in enumerate(_SUFFIXES)}
_WRITTEN_AS = {
    ".js": (".ts", ".tsx", ".d.ts"),
    ".jsx": (".tsx",),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
}
_ALIASES = {"@": ("src", ""), "~": ("src", "app", ""), "~~": ("",), "@@": ("",), "$lib": ("src/lib",)}

_Answer = tuple[str, ...] | None


class JavaScriptResolver:
    """Answers from a table of paths without their extensions, and the settings of each folder."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._files = snapshot.entries
        self._stems = _index(snapshot.entries)
        self._settings = Settings(snapshot)
        self._memo: dict[tuple[str, str], _Answer] = {}

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the files of a specifier; ``?raw`` and other queries of bundlers are dropped."""
        key = (path.rpartition("/")[0], found.name)
        if key not in self._memo:
            self._memo[key] = self._look(key[0], found.name)
        return self._memo[key]

    def by_name(self, path: str, fresh: bool) -> bool:
        """Tell files apart that stand for their folder, and those that settings name."""
        return not path.endswith(".json") and not self._settings.names(
            path.rpartition("/")[2].lstrip(".").partition(".")[0]
        )

    def _look(self, folder: str, written: str) -> _Answer:
        name = written.partition("?")[0]
        if name.startswith(("./", "../")) or name in (".", ".."):
            return self._relative(folder, name)
        if name.startswith("#"):
            return self._own_name(folder, name)
        if not name or name.startswith("/") or ":" in name.partition("/")[0]:
            return ()
        return self._bare(folder, name)

    def _relative(self, folder: str, name: str) -> _Answer:
        """Resolve a path; one into an output folder that is not committed means the source it is built from."""
        place = normalize(folder, name)
        if place is None:
            return None
        if file := self._file(place):
            return (file,)
        if name.endswith("/"):
            return ()  # a folder, as new URL() may name one
        root = next((above for above in folders_up(place) if above in self._settings.packages), "")
        built = place[len(root) :].lstrip("/")
        return (self._targets(root, ["./" + built]) or None) if is_output(built) else None

    def _own_name(self, folder: str, name: str) -> _Answer:
        """Resolve a ``#name``: by the nearest package.json, else by tsconfig ``paths``."""
        for above in folders_up(folder):
            if above in self._settings.packages:
                targets = imported(self._settings.packages[above], name)
                inside = [target for group in targets for target in group if target.startswith(".")]
                outside = [target for group in targets for target in group if not target.startswith((".", "#"))]
                if files := self._targets(above, inside):
                    return files
                if outside and not inside:
                    return self._bare(above, outside[0])
                break
        return self._aliased(folder, name) or None

    def _bare(self, folder: str, name: str) -> _Answer:
        if files := self._aliased(folder, name):
            return files
        parts = name.split("/")
        package = "/".join(parts[:2]) if name.startswith("@") else parts[0]
        root = self._settings.package_root(package, folder)
        if root is not None:
            return self._exported(root, "." + name[len(package) :])
        base_url = self._settings.tsconfig(folder).base_url
        file = self._file(f"{base_url}/{name}".lstrip("/")) if base_url is not None else None
        if file:
            return (file,)
        return self._by_convention(folder, parts) if parts[0] in _ALIASES else ()

    def _aliased(self, folder: str, name: str) -> tuple[str, ...]:
        for target in self._settings.tsconfig(folder).targets(name):
            if file := self._file(target):
                return (file,)
        return ()

    def _by_convention(self, folder: str, parts: list[str]) -> _Answer:
        """Try the folders that a framework's own alias means, in the nearest package that has such a file."""
        for above in folders_up(folder):
            if above and above not in self._settings.packages:
                continue
            for start in _ALIASES[parts[0]]:
                if file := self._file("/".join(part for part in (above, start, *parts[1:]) if part)):
                    return (file,)
        return None

    def _exported(self, root: str, subpath: str) -> _Answer:
        """Resolve a package of the repository; a subpath that its ``exports`` hide is tried as a path."""
        subpath = subpath.rstrip("/")
        run, types = exported(self._settings.packages[root], subpath)
        for targets in (run, types):
            if files := self._targets(root, targets):
                return files
        spare = ("src/index", "index", "src/main", "lib/index") if subpath == "." else (subpath, f"src/{subpath[2:]}")
        for place in spare:
            normal = normalize(root, place)
            if normal is not None and (file := self._file(normal)):
                return (file,)
        return None

    def _targets(self, root: str, targets: Iterable[str]) -> tuple[str, ...]:
        """Find the source file of each target; several conditions may have several."""
        found: dict[str, None] = {}
        for target in targets:
            for place in (target, *source_candidates(target)):
                normal = normalize(root, place)
                if normal is not None and (file := self._file(normal)):
                    found[file] = None
                    break
        return tuple(found)

    def _file(self, place: str) -> str | None:
        """Find the file of a path as written: itself, with an extension, ``.js`` for ``.ts``, or a folder's index."""
        if place in self._files:
            return place
        if file := self._stems.get(place):
            return file
        dot = place.rfind(".")
        for suffix in _WRITTEN_AS.get(place[dot:], ()) if dot > 0 else ():
            if place[:dot] + suffix in self._files:
                return place[:dot] + suffix
        return self._index_file(place)

    def _index_file(self, folder: str) -> str | None:
        package: Mapping[str, Any] = self._settings.packages.get(folder, {})
        for field in ("source", "module", "main", "types"):
            target = package.get(field)
            if isinstance(target, str):
                for place in (target, *source_candidates(target)):
                    normal = normalize(folder, place)
                    if normal and normal != folder and (file := self._files_at(normal)):
                        return file
        return self._files_at(f"{folder}/index" if folder else "index")

    def _files_at(self, place: str) -> str | None:
        return place if place in self._files else self._stems.get(place)


def _index(paths: Iterable[str]) -> dict[str, str]:
    """Map each path without extension to the file that is taken for it: TypeScript first."""
    ranks: dict[str, int] = {}
    stems: dict[str, str] = {}
    for path, stem, rank in _stems(paths):
        if stem not in ranks or rank < ranks[stem]:
            ranks[stem] = rank
            stems[stem] = path
    return stems


def _stems(paths: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    for path in paths:
        dot = path.rfind(".")
        suffix = path[dot:]
        if suffix in _RANKS:
            if path.endswith(".d" + suffix) and ".d" + suffix in _RANKS:
                dot, suffix = dot - 2, ".d" + suffix
            yield path, path[:dot], _RANKS[suffix]
