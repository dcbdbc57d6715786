"""A change read from a repository: a range of commits, the index, or the work tree."""

from __future__ import annotations

from typing import Any

from blastgate.model.change import Change, Commit, Identity
from blastgate.sources.commits import count_lines, read_commits
from blastgate.sources.compare import Comparison, compare_index, compare_trees
from blastgate.sources.git import Git
from blastgate.sources.revisions import default_branch, head_of, merge_base, resolve, short_name
from blastgate.sources.worktree import index_of, stage_copy

MAX_COUNTED_COMMITS = 300  # in a longer range no lines are counted commit by commit


def read_range(git: Git, base: str | None, head: str | None, lines: bool) -> Change:
    """Read what ``head`` (default HEAD) changes since it parted from ``base`` (default: the default branch).

    Raises SourceError for an unknown ref, and when there is no merge base.
    """
    base_ref = default_branch(git) if base is None else base
    head_ref = "HEAD" if head is None else head
    base_id, head_id = resolve(git, base_ref), resolve(git, head_ref)
    fork = merge_base(git, base_id, head_id)
    return Change(
        base=base_id,
        head=head_id,
        merge_base=fork,
        described=f"{short_name(base_ref)}...{short_name(head_ref)}",
        commits=_commits(git, base_id, head_id),
        **_found(compare_trees(git, fork, head_id, lines)),
    )


def read_staged(git: Git, lines: bool) -> Change:
    """Read what the index in force changes against HEAD, or adds before the first commit. Nothing is written.

    Raises SourceError in a bare repository and when paths are in conflict.
    """
    return _uncommitted(git, index_of(git), "index", lines)


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


def _found(comparison: Comparison) -> dict[str, Any]:
    return {"files": comparison.files, "patches": comparison.patches}


def _commits(git: Git, base: str, head: str) -> tuple[Commit, ...]:
    """All commits of the range; their lines are counted when they are few."""
    commits = list(read_commits(git, [f"^{base}", head]))
    return tuple(count_lines(git, commits) if len(commits) <= MAX_COUNTED_COMMITS else commits)


def _people(git: Git) -> tuple[Identity, ...]:
    """Who would author a commit here; nobody when git does not know."""
    out = git.try_run("var", "GIT_AUTHOR_IDENT")
    if out is None:
        return ()
    name, _, rest = out.decode("utf-8", "replace").partition(" <")
    return (Identity(name, rest.partition("> ")[0]),)
