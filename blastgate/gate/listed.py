"""The trees of a change without git: as GitHub lists them, with a smaller graph made of the manifests in them.

What it cannot know is told: no source is read for its imports, and of many manifests the first in worth only.
"""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.errors import SourceError
from blastgate.gate.hub import Hub
from blastgate.impact.build import join_graph
from blastgate.impact.claims import manifest_paths, read_claims
from blastgate.impact.files import FileGraph
from blastgate.impact.folders import is_unshipped
from blastgate.impact.merge import merge
from blastgate.model.change import ABSENT, SUBMODULE, Change, FileChange, Status
from blastgate.model.graph import Graph
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Entry, Snapshot
from blastgate.model.wording import some
from blastgate.policy.model import Policy
from blastgate.sources.github.change import HINT
from blastgate.sources.github.objects import NOT_ASKED

MOST_MANIFESTS = 24  # blobs read for the graph: a call each
MOST_OTHERS = 12  # lockfiles of the change, on both sides
NO_IMPORTS = "the graph is of manifests alone, from GitHub's API: no source was read for its imports"
NO_FILE = Entry(ABSENT, "")


class Listed(NamedTuple):
    """The trees of base and head, as GitHub lists them."""

    base: Snapshot
    head: Snapshot


def read_listed_trees(hub: Hub, base: str, head: str) -> Listed | None:
    """List both trees by their ids, one call each, or one for both; None where GitHub cuts one short or hides it."""
    found = [hub.tree(tree) for tree in (base, head)]
    before, after = found
    return Listed(before, after) if before is not None and after is not None else None


def with_entries(change: Change, listed: Listed, number: int) -> Change:
    """Add modes and blobs to the files of a change, as the trees have them.

    Raises SourceError where the trees differ in a file that the change leaves out.
    """
    told = {path for file in change.files for path in (file.path, file.old_path) if path}
    base, head = listed.base.entries, listed.head.entries
    differing = {path for path in base.keys() | head.keys() if base.get(path) != head.get(path)}
    left_out = sorted(differing - told)
    if left_out:
        message = f"changes files that GitHub's list of them leaves out: {some(left_out)}"
        raise SourceError(message, f"pull request {number}", HINT)
    return change._replace(files=tuple(_with_entry(file, listed) for file in change.files))


def _with_entry(file: FileChange, listed: Listed) -> FileChange:
    old = listed.base.entries.get(file.old_path or file.path, NO_FILE)
    new = listed.head.entries.get(file.path, NO_FILE)
    found = file._replace(old_mode=old.mode, new_mode=new.mode, old_blob=old.blob, new_blob=new.blob)
    return found._replace(status=_status(found))


def _status(file: FileChange) -> Status:
    if SUBMODULE in (file.old_mode, file.new_mode):
        return "submodule"
    if file.status == "modified" and file.old_mode[:3] != file.new_mode[:3]:
        return "type-changed"
    return "mode-changed" if file.status == "modified" and file.old_blob == file.new_blob else file.status


def smaller_graph(hub: Hub, listed: Listed, change: Change, policy: Policy) -> Graph:
    """Build the graph of manifests of both sides. Raises GitHubError.

    Its reach is a lower bound and so unknown, unless the policy accepts it and every manifest was read.
    """
    both = tuple(listed)
    paths = _by_worth(manifest_paths(listed.base.entries.keys() | listed.head.entries.keys()), change)
    hub.blobs.left = MOST_MANIFESTS
    for path in paths:
        for side in both:
            side.read(path)
    base, head = (join_graph(read_claims(side), policy.components, FileGraph(), frozenset()) for side in both)
    graph = merge(base, head)
    hub.blobs.left = MOST_OTHERS
    unread = sum(item.why == NOT_ASKED.why for item in graph.unreadable)
    left_out = f", and {unread:,} of {len(paths):,} manifests were not read" if unread else ""
    return graph._replace(
        warnings=(f"{NO_IMPORTS}{left_out}", *graph.warnings),
        imports_known=False,
        at_least=bool(unread) or not policy.accepts_smaller_graph,
    )


def _by_worth(paths: Iterable[str], change: Change) -> list[str]:
    """Sort manifests: changed ones first, then what ships, near the top first; workflows and examples last."""
    changed = {path for file in change.files for path in file.paths}

    def rank(path: str) -> tuple[bool, bool, int, str]:
        folder = path.rpartition("/")[0]
        return (path not in changed, path.startswith(".github/") or is_unshipped(folder), path.count("/"), path)

    return sorted(paths, key=rank)
