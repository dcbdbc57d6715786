"""What a policy asks to know of a change beside its lines: attributes of the base, whole texts, what landed before.

Nothing is read that no rule in force looks at; what cannot be read is left out, and whoever needs it knows no better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from blastgate.errors import SourceError
from blastgate.guardrails.interface import DAYS, may_be_workflows, number
from blastgate.model.change import ABSENT, Change, FileChange, RecentCommit
from blastgate.model.snapshot import BlobReader
from blastgate.policy.matching.attributes import compile_attributes, folders_above
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import ObjectReader, read_object
from blastgate.sources.git.revisions import tree_of
from blastgate.sources.git.trees import entry_by, folder_of

if TYPE_CHECKING:
    from blastgate.model.stats import Landed
    from blastgate.policy.model import Policy
    from blastgate.policy.settings import LoweringKind

ATTRIBUTES = ".gitattributes"
MAX_ATTRIBUTES = 1 << 20  # bytes of one file
MAX_FOLDERS = 5_000
MAX_TEXT, MAX_TEXTS, MAX_READ = 512 << 10, 2_000, 24 << 20  # bytes of one, their number, bytes of all
MAX_COMMITS = 500
DAY = 86_400


def with_background(git: Git | None, change: Change, policy: Policy, reader: BlobReader | None = None) -> Change:
    """Add to a change what the rules of a policy look at beside it.

    ``reader`` reads the change's own blobs, where they are not all in the repository (the work tree).
    """
    if git is None:
        return change
    base = change.merge_base
    attributes = {name for layer in policy.layers for rule in layer.categories for name in rule.attributes}
    marks = _marks(git, base, change.files, attributes) if attributes and base else {}
    wanted = _wanted_texts(change, policy)
    texts = _texts(reader or ObjectReader(git), wanted) if wanted else {}
    days = _window(policy)
    recent = _recent(git, change.base or base, days) if days and base else None
    return change._replace(marks=marks, texts=texts, recent=recent)


def _marks(git: Git, base: str, files: Iterable[FileChange], wanted: set[str]) -> dict[str, tuple[str, ...]]:
    paths = [path for file in files for path in file.paths]
    found = _attribute_files(git, base, paths)
    if not found:
        return {}
    marks = compile_attributes(found, wanted)
    return {path: names for path in paths if (names := marks(path))}


def _attribute_files(git: Git, base: str, paths: Iterable[str]) -> dict[str, str]:
    """Read the ``.gitattributes`` of every folder above the paths, as the base has them."""
    found: dict[str, str] = {}
    listing, tree_at = cache(partial(folder_of, git)), cache(partial(tree_of, git))
    for folder in sorted({folder for path in paths for folder in folders_above(path)})[:MAX_FOLDERS]:
        try:
            entry = entry_by(listing, tree_at(base), f"{folder}/{ATTRIBUTES}" if folder else ATTRIBUTES)
        except SourceError:
            continue
        data = read_object(git, entry.blob).content.data if entry and entry.mode.startswith("100") else None
        if data is not None:
            found[folder] = data[:MAX_ATTRIBUTES].decode("utf-8", "surrogateescape")
    return found


def _wanted_texts(change: Change, policy: Policy) -> list[str]:
    """List the blobs that lowering or a guardrail compares as a whole."""
    kinds = policy.lowering
    rails = {setting.id for layer in policy.layers for setting in layer.guardrails}
    wanted = [
        *(_workflows(change) if "new-privileged-workflow" in rails else ()),
        *(_compared(change, kinds) if kinds else ()),
    ]
    sides = ((mode, blob) for f in wanted for mode, blob in ((f.old_mode, f.old_blob), (f.new_mode, f.new_blob)))
    return list(dict.fromkeys(blob for mode, blob in sides if blob and mode != ABSENT))[:MAX_TEXTS]


def _workflows(change: Change) -> list[FileChange]:
    """List the changed workflows and actions; their reader is loaded only where there may be one."""
    may_be = may_be_workflows(change)
    if not may_be:
        return []
    from blastgate.workflows import is_workflow_path

    return [file for file in may_be if any(map(is_workflow_path, file.paths))]


def _compared(change: Change, kinds: Collection[LoweringKind]) -> list[FileChange]:
    """List the files whose lines do not rule out that they may be lowered."""
    from blastgate.classify.lowering import compares

    return [file for file in change.files if compares(file, change.patches.get(file.path), kinds)]


def _texts(reader: BlobReader, blobs: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    total = 0
    for blob, content in zip(blobs, reader.read(blobs), strict=True):
        data = content.data
        if data is None or len(data) > MAX_TEXT:
            continue
        total += len(data)
        if total > MAX_READ:
            break
        try:
            found[blob] = data.decode()
        except UnicodeDecodeError:
            continue
    return found


def _window(policy: Policy) -> int:
    """Return the days that the policy looks back, 0 where it does not."""
    settings = (setting for layer in policy.layers for setting in layer.guardrails if setting.id == "cumulative-radius")
    days = [number(setting, "days") for setting in settings]
    return max((day or DAYS for day in days), default=0)


def _recent(git: Git, base: str, days: int) -> tuple[RecentCommit, ...] | None:
    """Read what landed in the days before the newest commit of the base, merges left out; None where it is not here.

    The days are counted back from the base's commit, never from a date that the change brings along.
    """
    from blastgate.sources.git.supply import supply_history
    from blastgate.sources.history.log import read_history

    try:
        if git.remote is not None:
            supply_history(git, base, MAX_COMMITS)
        landed = list(islice(read_history(git, [base], "lines"), MAX_COMMITS))
    except SourceError:
        return None
    newest = landed[0].time if landed else None
    if newest is None:
        return None
    return tuple(_recent_commits(landed, newest, days))


def _recent_commits(landed: Iterable[Landed], newest: int, days: int) -> Iterator[RecentCommit]:
    for commit, time, files in landed:
        ago = (newest - time) / DAY if time is not None else days + 1.0
        if ago <= days and len(commit.parents) < 2:
            paths = tuple(file.path for file in files)
            yield RecentCommit(commit, paths, sum(file.added for file in files), max(0.0, ago))
