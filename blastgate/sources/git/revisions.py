"""Names of commits to commit ids: what the user wrote, the default branch, the merge base."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple
from blastgate.sources.git.door import Git
from blastgate.sources.git.trees import links_of

USUAL_BRANCHES = ("main", "master", "trunk", "develop", "development", "default")
MOST_FORKS = 8  # commits where two histories parted that a comparison looks at
MAX_NAMES = 20_000  # branch names looked through for the nearest one


def resolve(git: Git, ref: str) -> str:
    """Find the commit id of a ref, tag, id or revision expression.

    Raises SourceError naming the ref, with the nearest branch, when it is empty, unknown, or both a branch and a tag.
    """
    if not ref.strip() or "\0" in ref:
        raise SourceError("the name of a commit is empty", "revision", "name a branch, a tag or a commit id")
    code, out, err = git.ask("rev-parse", "--verify", "--end-of-options", ref + "^{commit}")
    if b"is ambiguous" in err:
        hint = f"write refs/heads/{ref} or refs/tags/{ref}"
        raise SourceError("means more than one commit here", ref, hint)
    if code:
        raise SourceError("is not a commit of this repository", ref, _remedy(git, ref))
    return out.decode().strip()


def resolve_all(git: Git, refs: Sequence[str]) -> list[str]:
    """Find the commit ids of several refs at once; raises as :func:`resolve` does."""
    plain = all(ref.strip() and ref[0] not in "-^:" and "\0" not in ref for ref in refs)
    code, out, err = git.ask("rev-parse", *(f"{ref}^{{commit}}" for ref in refs)) if plain else (1, b"", b"")
    found = out.decode("ascii", "replace").split()
    sure = code == 0 and b"is ambiguous" not in err and len(found) == len(refs)
    return found if sure else [resolve(git, ref) for ref in refs]


def tree_of(git: Git, commit: str) -> str:
    """Find the tree id of a commit. Raises SourceError when the commit is not here."""
    links = links_of(git, commit)
    if links is not None:
        return links.tree
    out = git.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{tree}")
    if out is None:
        raise SourceError("is not a commit of this repository", commit, _remedy(git, commit))
    return out.decode().strip()


def head_of(git: Git) -> str | None:
    """Find the commit that HEAD stands on; None before the first commit."""
    out = git.try_run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return out.decode().strip() if out else None


def merge_heads(git: Git) -> tuple[str, ...]:
    """Find the commits that a merge in progress brings in; none where there is no merge."""
    file = git.git_dir / "MERGE_HEAD"
    return tuple(resolve(git, name) for name in file.read_text("ascii", "replace").split()) if file.is_file() else ()


def default_branch(git: Git) -> str:
    """Find the full name of the branch that changes are merged into (``refs/remotes/origin/main``).

    What the remote calls its HEAD, or a bare repository's own HEAD, then the usual names, then the user's
    ``init.defaultBranch``. The full name cannot be taken for a tag. Raises SourceError when there is none.
    """
    return default_tip(git)[0]


def default_tip(git: Git) -> tuple[str, str]:
    """Find the full name of the default branch as :func:`default_branch` does, and the commit that it stands on."""
    found = _existing(git, ("HEAD", *USUAL_BRANCHES))
    name = _default_among(git, found)
    return name, found[name].commit if name in found else resolve(git, name)


def _default_among(git: Git, found: dict[str, _Ref]) -> str:
    remotes = {name.split("/")[2] for name in found if name.startswith("refs/remotes/")}
    remote = next(iter(remotes)) if len(remotes) == 1 else "origin"
    places = (f"refs/remotes/{remote}/", "refs/heads/")
    if f"{places[0]}HEAD" in found:
        return found[f"{places[0]}HEAD"].target or f"{places[0]}HEAD"
    own_head = git.try_run("symbolic-ref", "--quiet", "HEAD") if git.bare else None
    if own_head and head_of(git):
        return own_head.decode("utf-8", "surrogateescape").strip()
    for name in (place + branch for place in places for branch in USUAL_BRANCHES):
        if name in found:
            return name
    return _configured(git, places)


def short_name(ref: str) -> str:
    """Shorten a full ref name for people: ``origin/main``, ``main``."""
    for prefix in ("refs/remotes/", "refs/heads/", "refs/tags/"):
        if ref.startswith(prefix):
            return ref[len(prefix) :]
    return ref


def merge_base(git: Git, base: str, head: str) -> str:
    """Find the commit where two commits parted, the first of :func:`merge_bases`; raises as that does."""
    return merge_bases(git, base, head)[0]


def merge_bases(git: Git, base: str, head: str) -> tuple[str, ...]:
    """Find the commits where two commits parted, several where their histories cross; never a guess.

    Raises SourceError when there is none: cut off by a shallow clone, or the histories are unrelated.
    """
    links = links_of(git, head)
    if base == head or (links is not None and base in links.parents):
        return (base,)
    code, out, err = git.store.ask("merge-base", "--all", base, head)
    if code > 1:
        raise SourceError(f"has no readable history: {_first_line(err)}", f"{base[:12]}...{head[:12]}", _deepen(git))
    if code or not out.strip():
        where = f"{base[:12]}...{head[:12]}"
        if git.shallow:
            raise SourceError("the merge base is beyond the end of this shallow clone", where, _deepen(git))
        raise SourceError("the histories are unrelated: there is no merge base", where, "name another --base")
    return tuple(out.decode().split())


def _deepen(git: Git) -> str:
    return "git fetch --unshallow (in CI: fetch-depth: 0)" if git.shallow else "fetch the full history of both commits"


def _remedy(git: Git, ref: str) -> str:
    from difflib import get_close_matches  # only for an error

    places = ("refs/heads", "refs/remotes", "refs/tags")
    listing = git.run("for-each-ref", f"--count={MAX_NAMES}", "--format=%(refname)", *places)
    names = [short_name(name) for name in listing.decode("utf-8", "surrogateescape").splitlines()]
    if not names:
        return "the repository has no commits here yet"
    same = [name for name in names if name.endswith("/" + ref)]
    near = same or get_close_matches(ref, names, 1, 0.6)
    if near:
        return f"did you mean {near[0]}?"
    if git.shallow and any(mark in ref for mark in "~^@"):
        return f"it may be beyond the end of this shallow clone: {_deepen(git)}"
    return f"git fetch origin {ref}, or name one of: {', '.join(sorted(names)[:3])}"


class _Ref(NamedTuple):
    """A ref's commit, and the ref it points to (none: empty)."""

    commit: str
    target: str


def _existing(git: Git, branches: tuple[str, ...]) -> dict[str, _Ref]:
    """Which refs have one of these names, here or on a remote."""
    patterns = [place + branch for place in ("refs/heads/", "refs/remotes/*/") for branch in branches]
    form = "--format=%(objectname) %(refname) %(symref)"
    listing = git.run("for-each-ref", form, *patterns).decode("utf-8", "surrogateescape")
    rows = (line.split(" ") for line in listing.splitlines())
    return {name: _Ref(commit, target) for commit, name, target in rows}


def _configured(git: Git, places: tuple[str, ...]) -> str:
    setting = git.try_run("config", "--get", "init.defaultBranch") or b""
    branch = setting.decode("utf-8", "surrogateescape").strip()
    found = _existing(git, (branch,)) if branch else {}
    for name in (place + branch for place in places):
        if name in found:
            return name
    hint = "name it with --base REF, or: git remote set-head origin --auto"
    if head_of(git) is None:
        hint = "nothing is committed here yet: check --worktree, or check --staged, judges what is there"
    raise SourceError("no default branch was found", str(git.folder), hint)


def _first_line(errors: bytes) -> str:
    return errors.decode("utf-8", "replace").strip().split("\n")[0]
