"""The graph of a tree from that of another one in which paths came or went: only what may mean them is resolved.

Manifests are read and joined again, which is right whatever they look at. Of the files that stayed, one is resolved
again only if a path that came or went may be what it imports: a resolver that finds files by their names says so
(:class:`~blastgate.languages.interface.ByName`), and then only who writes such a name is asked, the name of the file or
of a folder that came or went with it; of every other language all files are. Other settings make the graph be built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING

from blastgate.impact.files import FactsStore, FileGraph, Resolved, language_of, learn
from blastgate.impact.modified import Differences, replaced
from blastgate.impact.packed_imports import PackedImports
from blastgate.impact.stored import Built
from blastgate.languages.interface import Language
from blastgate.model.graph import FileEdge, Graph
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import SUBMODULE, Snapshot

if TYPE_CHECKING:
    from blastgate.policy.model import ComponentRule

FEW_WORDS = 20  # of more, one expression of RE2 finds any faster than one search for each
WORDS_BYTES = 64 << 20  # what that expression may take
_IGNORED = str.maketrans("", "", "_-")  # an import may write a name with or without them


class _Moved(NamedTuple):
    """The paths that came or went, those that hold something new, and the folders that stay: all, and for each ending
    that came or went those that hold a file of it, and these with the folders above them."""

    paths: tuple[str, ...]
    fresh: frozenset[str]
    folders: frozenset[str]
    holding: Mapping[str, frozenset[str]]
    alike: Mapping[str, frozenset[str]]


def patch_paths(
    base: Built, changed: Differences, head: Snapshot, facts: FactsStore, rules: tuple[ComponentRule, ...]
) -> Built:
    """Return the graph of a tree, equal to building it, where no setting of a resolver was modified or removed."""
    from blastgate.impact.build import join_graph
    from blastgate.impact.claims import read_claims  # with every reader of manifests: most changes need none

    files, imports = _file_graph(base.graph, _moved(changed, head), head, facts)
    among = sorted((set(base.manifests) - changed.went.keys()) | changed.came)
    claims = read_claims(head, among)
    graph = join_graph(claims, rules, files, files.sources)._replace(imports=imports)
    settings = base.settings | facts.steering()
    return Built(graph, claims.read | settings, settings, claims.manifests)


def _moved(changed: Differences, head: Snapshot) -> _Moved:
    paths = tuple(sorted(changed.came | changed.went.keys()))
    stayed = head.entries.keys() - changed.came
    fresh = changed.came | {change.path for change in changed.modified}
    holding = _holding(stayed, frozenset(map(_ending, paths)))
    alike = {ending: _folders(f"{folder}/" for folder in folders) for ending, folders in holding.items()}
    return _Moved(paths, fresh, _folders(stayed), holding, alike)


def _holding(paths: Iterable[str], endings: frozenset[str]) -> dict[str, frozenset[str]]:
    """List the folders that hold a file of an ending, for each."""
    found: dict[str, set[str]] = {ending: set() for ending in endings}
    for path in paths:
        if (folders := found.get(_ending(path))) is not None:
            folders.add(path.rpartition("/")[0])
    return {ending: frozenset(folders) for ending, folders in found.items()}


def _folders(paths: Iterable[str]) -> frozenset[str]:
    """List every folder of these paths, the top included."""
    found = {""}
    for path in paths:
        folder = path[: max(path.rfind("/"), 0)]
        while folder not in found:
            found.add(folder)
            folder = folder[: max(folder.rfind("/"), 0)]
    return frozenset(found)


def _file_graph(
    base: Graph, moved: _Moved, head: Snapshot, facts: FactsStore
) -> tuple[FileGraph, Mapping[str, tuple[FileEdge, ...]]]:
    sources = _sources(base, moved, head)
    unreadable = learn(head, sources, facts)
    doubtful = {item.path for item in base.unreadable} | unreadable.keys() | moved.fresh
    certain = {path: language for path, language in sources.items() if path not in doubtful}
    anew = (doubtful & sources.keys()) | set(_meant(certain, moved, head, facts))
    found = {path: _resolved(path, sources[path], head, facts, path in unreadable) for path in sorted(anew)}
    changed = {path: found[path].edges if path in found else () for path in (*anew, *moved.paths)}
    imports = replaced(base.imports, changed)
    kept = (item for item in base.unresolved if item.path not in changed)
    new = (item for resolved in found.values() for item in resolved.unresolved)
    whole = imports.unpacked() if isinstance(imports, PackedImports) else imports
    tests = frozenset(path for path in whole if sources[path].is_test(path))
    unresolved = tuple(sorted((*kept, *new), key=lambda item: item.path))
    read = tuple(unreadable[path] for path in sorted(unreadable))
    return FileGraph(whole, unresolved, read, tests, frozenset(sources)), imports


def _sources(base: Graph, moved: _Moved, head: Snapshot) -> dict[str, Language]:
    came = (path for path in moved.paths if path in head.entries and head.entries[path].mode != SUBMODULE)
    found = ((path, language_of(path)) for path in (*(base.files - set(moved.paths)), *came))
    return {path: language for path, language in found if language is not None}


def _meant(sources: Mapping[str, Language], moved: _Moved, head: Snapshot, facts: FactsStore) -> Iterator[str]:
    """Yield the files of which some import may mean a path that came or went."""
    writes = _writing({name for path in moved.paths for name in _names(path, moved)})
    by_language: dict[str, list[str]] = {}
    for path, language in sources.items():
        by_language.setdefault(language.NAME, []).append(path)
    for paths in by_language.values():
        language = sources[paths[0]]
        if _by_name(language, moved, head, facts):
            spelled = facts.speller(language)
            written = ((path, f"{path}\n{spelled(head.entries[path].blob)}") for path in paths)
            yield from (path for path, text in written if writes(_plain(text)))
        else:
            yield from paths


def _by_name(language: Language, moved: _Moved, head: Snapshot, facts: FactsStore) -> bool:
    """Tell whether every path that came or went is found by its name alone, and takes no folder's name."""
    says = getattr(facts.resolution(language, head).resolver, "by_name", None)
    if says is None:
        return False
    for path in moved.paths:
        folder, _, file = path.rpartition("/")
        fresh = folder not in moved.folders
        namesake = f"{folder}/{_stem(file)}".lstrip("/") in moved.folders
        if namesake or not _stem(file) or not says(path, fresh):
            return False
    return True


def _names(path: str, moved: _Moved) -> Iterator[str]:
    """Yield the name of a file without extensions, and those of the folders that have such files only with it."""
    folder, _, file = path.rpartition("/")
    yield _plain(_stem(file))
    ending = _ending(path)
    if folder and folder not in moved.holding[ending]:
        yield _plain(folder.rpartition("/")[2])
    while folder not in moved.alike[ending]:
        above, _, name = folder.rpartition("/")
        yield _plain(name)
        folder = above


def _writing(words: Set[str]) -> Callable[[str], bool]:
    """Return what tells whether a text has one of some words; of many words in one pass over the text."""
    if len(words) <= FEW_WORDS:
        return lambda text: any(word in text for word in words)
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes are bytes
    options.max_mem = WORDS_BYTES
    search = re2.compile(b"|".join(re2.escape(_as_bytes(word)) for word in sorted(words)), options).search
    return lambda text: search(_as_bytes(text)) is not None


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _ending(path: str) -> str:
    return path[path.rfind(".") :] if "." in path else ""


def _stem(file: str) -> str:
    return file.lstrip(".").partition(".")[0]


def _plain(text: str) -> str:
    return text.lower().translate(_IGNORED)


def _resolved(path: str, language: Language, head: Snapshot, facts: FactsStore, unreadable: bool) -> Resolved:
    blob = head.entries[path].blob
    imports = () if unreadable else facts.get(facts.key(blob, language)) or ()
    return facts.resolution(language, head).of(path, blob, imports) if imports else Resolved((), ())
