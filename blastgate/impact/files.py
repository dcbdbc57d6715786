"""The file graph: which file of a snapshot imports which, in every language that has a file here.

Facts (the imports of one blob) are extracted once per blob and kept in a :class:`FactsStore`; only resolution, the
meaning of an import among these paths, is worked out per snapshot, and not even that for files a change left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, cast

from blastgate import registry
from blastgate.languages.interface import Import, Language, Resolver
from blastgate.model.graph import FileEdge, Unreadable, Unresolved
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import BlobReader, Content, Entry, Snapshot

ROOM = "blastgate.languages"
COMMON = frozenset({".json", ".yaml", ".yml", ".html", ".htm"})  # too common to say it: see PATH_WORDS


class FactKey(NamedTuple):
    """What the imports of a file depend on: its bytes, the language and the version of its scanner."""

    blob: str
    language: str
    version: int


class FileGraph(NamedTuple):
    """The imports of every source file that has any, what could not be resolved or read, which are tests, and all.

    Paths are sorted; the edges of a file stand in the order of its lines, one per file imported.
    """

    imports: Mapping[str, tuple[FileEdge, ...]] = MappingProxyType({})
    unresolved: tuple[Unresolved, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    tests: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


class Resolved(NamedTuple):
    """What the imports of one file came to."""

    edges: tuple[FileEdge, ...]
    unresolved: tuple[Unresolved, ...]


class FactsStore:
    """Remembers the imports of blobs, and per language the last resolution; in memory, for the life of the process.

    ``strings``: imports by string count too. What they make of a blob is remembered under a name of its own.
    """

    def __init__(self, strings: bool = False) -> None:
        self._strings = strings
        self._facts: dict[FactKey, tuple[Import, ...]] = {}
        self._kept: Mapping[str, list[Any]] = {}
        self._asked: dict[str, list[Any]] = {}
        self.scanned = 0  # blobs since the start: what a memory of earlier runs did not know
        self._resolutions: dict[str, _Resolution] = {}

    def key(self, blob: str, language: Language) -> FactKey:
        """Name the imports that count of a blob."""
        name = f"{language.NAME}-strings" if self._by_string(language) else language.NAME
        return FactKey(blob, name, language.VERSION)

    def _by_string(self, language: Language) -> Callable[[bytes], tuple[Import, ...]] | None:
        return getattr(language, "extract_strings", None) if self._strings else None

    def get(self, key: FactKey) -> tuple[Import, ...] | None:
        """Return the imports of a blob, or None when it was never scanned."""
        found = self._facts.get(key)
        if found is None and (row := self._kept.get(f"{key.language} {key.version} {key.blob}")) is not None:
            found = tuple(map(Import, row[::3], row[1::3], row[2::3]))
            self._facts[key] = found
        return found

    def knows(self, key: FactKey) -> bool:
        """Tell whether a blob was scanned."""
        if key in self._facts:
            return True
        name = f"{key.language} {key.version} {key.blob}"
        row = self._kept.get(name)
        if row is None:
            return False
        self._asked[name] = row
        return True

    def scan(self, key: FactKey, language: Language, data: bytes) -> None:
        """Find the imports of a blob, and remember them."""
        imports, by_string = language.extract(data), self._by_string(language)
        if by_string is not None:
            imports = tuple(sorted((*imports, *by_string(data)), key=lambda found: found.line))
        self._facts[key] = imports
        self.scanned += 1

    def recall(self, rows: Mapping[str, list[Any]]) -> None:
        """Take over what :meth:`rows` gave in an earlier run; each row is read when it is asked for."""
        self._kept = rows

    def rows(self) -> dict[str, list[Any]]:
        """List the facts that were asked for, as plain data: names, lines and kinds in turn."""
        read = {
            f"{key.language} {key.version} {key.blob}": [part for found in imports for part in found]
            for key, imports in self._facts.items()
        }
        return {**self._asked, **read}

    def resolution(self, language: Language, snapshot: Snapshot) -> _Resolution:
        """Return the last resolution of a language if this snapshot leaves it valid, else a new one."""
        last = self._resolutions.get(language.NAME)
        if last is None or not last.holds_for(snapshot):
            last = self._resolutions[language.NAME] = _Resolution(language, snapshot)
        return last

    def speller(self, language: Language) -> Callable[[str], str]:
        """Return the look-up of the names that a scanned blob writes in its imports, one in a line."""
        _, name, version = self.key("", language)
        prefix = f"{name} {version} "

        def spelled(blob: str) -> str:
            row = self._kept.get(prefix + blob)
            if row is not None:
                return "\n".join(row[::3])
            found = self._facts.get(FactKey(blob, name, version))
            return "\n".join(item.name for item in found or ())

        return spelled

    def steering(self) -> frozenset[str]:
        """List the blobs that the resolvers have read: settings, whose change may change any answer."""
        return frozenset().union(*(last.steering for last in self._resolutions.values()))


class _RecordingReader:
    """Reads on behalf of a resolver and remembers which blobs steered it."""

    def __init__(self, reader: BlobReader) -> None:
        self._reader = reader
        self.seen: set[str] = set()

    def read(self, blobs: Iterable[str]) -> Iterator[Content]:
        wanted = list(blobs)
        self.seen.update(wanted)
        return self._reader.read(wanted)


class _Resolution:
    """A resolver and its answers. Resolution is a function of the set of paths, the blobs the resolver read and the
    file's own imports; it holds for another snapshot with the same paths and the same of these blobs."""

    def __init__(self, language: Language, snapshot: Snapshot) -> None:
        self._reader = _RecordingReader(snapshot.reader)
        self._entries = snapshot.entries
        self.resolver: Resolver = language.resolver(Snapshot(snapshot.tree, snapshot.entries, self._reader))
        self._by_file: dict[tuple[str, str], Resolved] = {}
        self._held: tuple[Mapping[str, Entry], int] = (snapshot.entries, 0)  # the last it held for, and what was read

    @property
    def steering(self) -> set[str]:
        """The blobs that the resolver has read."""
        return self._reader.seen

    def holds_for(self, snapshot: Snapshot) -> bool:
        """Tell whether the paths, the modes and every blob that steered the resolver are the same there."""
        held, read = self._held
        if snapshot.entries is self._entries or (snapshot.entries is held and read == len(self._reader.seen)):
            return True
        if snapshot.entries.keys() != self._entries.keys():
            return False
        changed = ((self._entries[path], new) for path, new in snapshot.entries.items() if new != self._entries[path])
        holds = all(old.mode == new.mode and old.blob not in self._reader.seen for old, new in changed)
        if holds:
            self._held = (snapshot.entries, len(self._reader.seen))
        return holds

    def of(self, path: str, blob: str, imports: tuple[Import, ...]) -> Resolved:
        """Return the edges of one file."""
        answer = self._by_file.get((path, blob))
        if answer is None:
            answer = self._by_file[path, blob] = _resolve(self.resolver, path, imports)
        return answer


def build_file_graph(snapshot: Snapshot, facts: FactsStore) -> FileGraph:
    """Read what is not known yet in one pass and resolve it; pass the same store for base and head."""
    sources = source_files(snapshot.entries)
    unreadable = learn(snapshot, sources, facts)
    imports: dict[str, tuple[FileEdge, ...]] = {}
    unresolved: list[Unresolved] = []
    resolutions: dict[str, _Resolution] = {}
    for path, language in sources.items():
        blob = snapshot.entries[path].blob
        found = facts.get(facts.key(blob, language)) if path not in unreadable else None
        if not found:
            continue
        if language.NAME not in resolutions:
            resolutions[language.NAME] = facts.resolution(language, snapshot)
        edges, missing = resolutions[language.NAME].of(path, blob, found)
        unresolved.extend(missing)
        if edges:
            imports[path] = edges
    tests = frozenset(path for path, language in sources.items() if language.is_test(path))
    return FileGraph(imports, tuple(unresolved), tuple(unreadable.values()), tests, frozenset(sources))


def source_files(entries: Mapping[str, Entry]) -> dict[str, Language]:
    """Map each source file to its language, in path order; submodules are no files."""
    found = ((path, language_of(path)) for path in sorted(entries))
    return {path: language for path, language in found if language and entries[path].mode != "160000"}


def language_of(path: str) -> Language | None:
    """Find the language of a file by its extension; None for a file that is no source."""
    ending = extension(path)
    return None if ending in COMMON and not _worded(ending, path) else _language(ending)


def _worded(ending: str, path: str) -> bool:
    """Tell whether a path has one of the words that the language of a common extension wants."""
    at = path.rfind("/") + 1
    return _has_word(ending, path[at:]) or _has_word(ending, path[:at])


@lru_cache(maxsize=1 << 16)  # many files share their folder, many their name
def _has_word(ending: str, part: str) -> bool:
    pattern = _words(ending)
    return pattern is not None and pattern.search(part.lower()) is not None


@cache
def _words(ending: str) -> re.Pattern[str] | None:
    name = _languages().get(ending)
    words = "|".join(map(re.escape, registry.texts(ROOM, name, "PATH_WORDS"))) if name is not None else ""
    return re.compile(rf"(?:^|[/._-])(?:{words})[/._-]") if words else None


@cache
def _language(ending: str) -> Language | None:
    """Load a language when there is a file of it."""
    name = _languages().get(ending)
    return cast(Language, registry.load(ROOM, name)) if name is not None else None


@cache
def _languages() -> dict[str, str]:
    return {ext: name for name in registry.names(ROOM) for ext in registry.texts(ROOM, name, "EXTENSIONS")}


def settle(facts: FactsStore, snapshot: Snapshot, path: str, imports: tuple[Import, ...]) -> Resolved:
    """Resolve the imports of one source file among the files of a snapshot."""
    language = language_of(path)
    assert language is not None
    return facts.resolution(language, snapshot).of(path, snapshot.entries[path].blob, imports)


def extension(path: str) -> str:
    """Return the last extension of a path in lower case with its dot, or nothing."""
    at = path.rfind(".")
    return path[at:].lower() if at >= 0 and path.find("/", at) < 0 else ""


def learn(snapshot: Snapshot, sources: Mapping[str, Language], facts: FactsStore) -> dict[str, Unreadable]:
    """Scan every blob that the store does not know, and tell which files could not be read."""
    wanted: dict[FactKey, str] = {}
    keys = {path: facts.key(snapshot.entries[path].blob, language) for path, language in sources.items()}
    irregular = {path for path in keys if not snapshot.entries[path].mode.startswith("100")}
    for path, key in keys.items():
        if path not in irregular and not facts.knows(key):
            wanted.setdefault(key, path)
    failed: dict[FactKey, str] = {}
    for key, (path, content) in zip(wanted, snapshot.read_many(wanted.values()), strict=True):
        if content.data is None:
            failed[key] = content.why
        else:
            facts.scan(key, sources[path], content.data)
    why = dict.fromkeys(irregular, "a symbolic link is not followed")
    why |= {path: failed[key] for path, key in keys.items() if path not in irregular and key in failed}
    return {path: Unreadable(path, why[path]) for path in sorted(why)}


def _resolve(resolver: Resolver, path: str, imports: tuple[Import, ...]) -> Resolved:
    """Resolve the imports of one file; several imports of one file become one edge of the strongest kind."""
    edges: dict[str, FileEdge] = {}
    unresolved: list[Unresolved] = []
    for found in imports:
        files = resolver.resolve(path, found)
        if files is None:
            unresolved.append(Unresolved(path, found.line, found.name))
            continue
        for file in files:
            known = edges.get(file)
            if file != path and (known is None or (known.kind == "type-import" and found.kind != "type-import")):
                edges[file] = FileEdge(file, found.kind, found.line)
    return Resolved(tuple(edges.values()), tuple(unresolved))
