"""A change read from a repository: a range of commits, the index, or the work tree."""

from __future__ import annotations

from typing import Any

from blastgate.model.change import Change, Commit, Identity
from blastgate.sources.changes.compare import Comparison, compare_index, compare_trees, differing_from
from blastgate.sources.changes.worktree import index_of, stage_copy
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import (
    default_tip,
    head_of,
    merge_bases,
    merge_heads,
    resolve,
    resolve_all,
    short_name,
)
from blastgate.sources.history.commits import count_lines, read_commits

MAX_COUNTED_COMMITS = 300  # in a longer range no lines are counted commit by commit


def read_range(git: Git, base: str | None, head: str | None, lines: bool) -> Change:
    """Read what ``head`` (default HEAD) changes since it parted from ``base`` (default: the default branch).

    Raises SourceError for an unknown ref, and when there is no merge base.
    """
    head_ref = "HEAD" if head is None else head
    base_ref, base_id = (base, "") if base is not None else default_tip(git)
    base_id, head_id = resolve_all(git, (base_ref, head_ref)) if not base_id else (base_id, resolve(git, head_ref))
    forks = merge_bases(git, base_id, head_id)
    return Change(
        base=base_id,
        head=head_id,
        merge_base=forks[0],
        described=f"{short_name(base_ref)}...{short_name(head_ref)}",
        commits=_commits(git, [f"^{base_id}", head_id]),
        **_found(_range(git, forks, (base_id, head_id), lines)),
    )


def read_whole(git: Git, head: str | None, lines: bool) -> Change:
    """Read all that ``head`` (default HEAD) holds as new: a first push brings its history from the first commit on."""
    head_id = resolve(git, "HEAD" if head is None else head)
    described = f"{head_id[:12]} from its first commit"
    found = _found(compare_trees(git, git.empty_tree, head_id, lines))
    return Change("", head_id, "", described, commits=_commits(git, [head_id]), **found)


def read_staged(git: Git, lines: bool, merging: bool = False) -> Change:
    """Read what the index in force changes against HEAD, or adds before the first commit. Nothing is written.

    ``merging`` leaves out what a merge in progress takes over as it is from the other side: it was judged there.
    Raises SourceError in a bare repository and when paths are in conflict.
    """
    view = index_of(git)
    change = _uncommitted(git, view, "index", lines)
    heads = merge_heads(git) if merging else ()
    if not heads:
        return change
    own = set.intersection(*(differing_from(view, commit) for commit in heads))
    files = tuple(file for file in change.files if own.intersection(file.paths))
    kept = {file.path for file in files}
    patches = {path: patch for path, patch in change.patches.items() if path in kept}
    return change._replace(described="what the merge itself changes", files=files, patches=patches)


def read_worktree(git: Git, lines: bool) -> Change:
    """Read what the work tree changes against HEAD, untracked files that are not ignored included.

    Raises SourceError in a bare repository and when a file cannot be read.
    """
    return _uncommitted(git, stage_copy(git, anew=True), "work tree", lines)


def _uncommitted(git: Git, view: Git, name: str, lines: bool) -> Change:
    head = head_of(git) or ""
    found = compare_index(view, head or git.empty_tree, lines)
    described = f"{name} against HEAD" if head else f"{name} before the first commit"
    return Change(head, "", head, described, commits_known=False, people=_people(git), **_found(found))


def _range(git: Git, forks: tuple[str, ...], ends: tuple[str, str], lines: bool) -> Comparison:
    if len(forks) == 1:
        return compare_trees(git, forks[0], ends[1], lines)
    from blastgate.sources.changes.crossed import compare_from_all  # only where histories cross

    return compare_from_all(git, forks, ends, lines)


def _found(comparison: Comparison) -> dict[str, Any]:
    return {"files": comparison.files, "patches": comparison.patches}


def _commits(git: Git, revisions: list[str]) -> tuple[Commit, ...]:
    """All commits of the range; their lines are counted when they are few."""
    commits = list(read_commits(git, revisions))
    return tuple(count_lines(git, commits) if len(commits) <= MAX_COUNTED_COMMITS else commits)


def _people(git: Git) -> tuple[Identity, ...]:
    """Who would author a commit here; nobody when git does not know."""
    out = git.try_run("var", "GIT_AUTHOR_IDENT")
    if out is None:
        return ()
    name, _, rest = out.decode("utf-8", "replace").partition(" <")
    return (Identity(name, rest.partition("> ")[0]),)
