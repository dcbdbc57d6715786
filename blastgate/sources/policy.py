"""Where the policy comes from: the default branch, never the change that is judged by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import normpath
from types import MappingProxyType
from typing import TYPE_CHECKING

from blastgate.errors import BlastgateError, SourceError
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import SYMLINK
from blastgate.policy.graph_rules import GraphRules
from blastgate.policy.layers.pins import MARK, read_pin
from blastgate.sources.cache import NO_CACHE, Cache
from blastgate.sources.git.door import Git
from blastgate.sources.git.objects import MISSING, read_object
from blastgate.sources.git.process import MISSING_REMEDY
from blastgate.sources.git.revisions import default_tip, head_of, short_name, tree_of
from blastgate.sources.git.trees import entry_at

if TYPE_CHECKING:
    from blastgate.model.assessment import Trust
    from blastgate.policy.layers.stack import Read
    from blastgate.policy.model import Policy


POLICY_FILE = ".blastgate.yml"
CODEOWNERS_FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")  # GitHub takes the first that exists


class PolicySource(NamedTuple):
    """A policy with the CODEOWNERS of the branch it is trusted from.

    ``text`` is what it was loaded from (None: the built-in one), ``beside`` the files that it extends.
    """

    policy: Policy
    codeowners: bytes | None
    text: bytes | None = None
    beside: Mapping[str, bytes] = MappingProxyType({})


class Place(NamedTuple):
    """A commit that may hold a policy, what the user calls it, and how far it is trusted."""

    commit: str
    name: str
    trust: Trust


BUILT_IN = Place("", "built-in", "built-in")


def read_policy(git: Git | None, base: str, head: str, file: Path | None, cache: Cache = NO_CACHE) -> PolicySource:
    """Read the policy to judge by; ``base`` and ``head`` are commits or empty, ``cache`` keeps it between runs.

    ``file`` wins when given. Else the default branch's, then (where that has none) the one committed at the head of
    the change, which ``trust`` tells, then the built-in one. An uncommitted policy never counts.
    Raises SourceError when a policy is there and cannot be read, PolicyError when it has mistakes.
    """
    places = list(_places(git, base, head)) if git is not None else []
    codeowners = _codeowners(git, places[0]) if git is not None and places else None
    return _in_force(git, places, file, codeowners, cache)


def read_policy_alone(git: Git, base: str, head: str, file: Path | None) -> Policy:
    """Read the policy as :func:`read_policy` does, for whoever asks for no owners: CODEOWNERS need not be here."""
    return _in_force(git, list(_places(git, base, head)), file, None).policy


def _in_force(
    git: Git | None, places: list[Place], file: Path | None, codeowners: bytes | None, cache: Cache = NO_CACHE
) -> PolicySource:
    loaded = partial(_loaded, cache=cache)
    if file is not None:
        named = Place("", str(file), "file")
        return loaded(_read_file(file), named, _either(partial(_read_beside, file), partial(_floor, git)), codeowners)
    found = _governing(git, places) if git is not None else None
    if git is None or found is None:
        return loaded(None, BUILT_IN, lambda _: None, codeowners)
    place, text = found
    named = place._replace(name=f"{place.name}:{POLICY_FILE}")
    return loaded(text, named, _either(partial(_read_committed, git, place.commit), partial(_floor, git)), codeowners)


def _loaded(
    text: bytes | None, place: Place, read: Read, codeowners: bytes | None, cache: Cache = NO_CACHE
) -> PolicySource:
    """Load a policy, and keep the texts that it was loaded from."""
    from blastgate.sources.kept import kept_policy

    reading, beside = remembering(read)
    policy = kept_policy(cache, text, (place.name, place.trust), reading)
    return PolicySource(policy, codeowners, text, beside)


def remembering(read: Read) -> tuple[Read, Mapping[str, bytes]]:
    """Read as before, and keep every text that was found, by its name: a record of a judgement holds them all."""
    beside: dict[str, bytes] = {}

    def reading(name: str) -> bytes | None:
        found = read(name)
        if found is not None:
            beside[name] = found
        return found

    return reading, beside


def _either(read: Read, elsewhere: Read) -> Read:
    """Read files of the policy's own commit or folder by one way, floors of other repositories by the other."""
    return lambda name: elsewhere(name) if name.startswith(MARK) else read(name)


def read_graph_rules(git: Git, base: str, head: str, file: Path | None) -> GraphRules:
    """Read what the policy says of the graph, as :func:`read_policy` finds it; raises as that does.

    The built-in policy says nothing of it and is not even loaded.
    """
    if file is None and _governing(git, list(_places(git, base, head))) is None:
        return GraphRules()
    return read_policy_alone(git, base, head, file).graph_rules


def _governing(git: Git, places: list[Place]) -> tuple[Place, bytes] | None:
    """Find the most trusted place that has a policy, and its text."""
    for place in places:
        text = _read_committed(git, place.commit, POLICY_FILE)
        if text is not None:
            return place, text
    return None


def read_default_policy(git: Git, commit: str, branch: str) -> PolicySource:
    """Read the policy at the tip of the default branch, else the built-in one: for the gate, a change's own never is.

    A floor in another repository that is not here is fetched. Raises as :func:`read_policy` does.
    """
    place = Place(commit, branch, "default-branch")
    codeowners = _codeowners(git, place)
    text = _read_committed(git, commit, POLICY_FILE)
    if text is None:
        return _loaded(None, BUILT_IN, lambda _: None, codeowners)
    named = place._replace(name=f"{branch}:{POLICY_FILE}")
    return _loaded(
        text, named, _either(partial(_read_committed, git, commit), partial(_fetched_floor, git)), codeowners
    )


def fetch_floors(git: Git, file: Path | None) -> tuple[str, ...]:
    """Fetch every floor that the policy in force names and that is not here; return what they are called.

    Raises SourceError when one cannot be fetched, PolicyError when the policy has mistakes.
    """
    elsewhere = partial(_fetched_floor, git)
    places = list(_places(git, "", head_of(git) or ""))
    found = _governing(git, places) if file is None else None
    if file is not None:
        source = _loaded(
            _read_file(file), Place("", str(file), "file"), _either(partial(_read_beside, file), elsewhere), None
        )
    elif found is not None:
        place, text = found
        named = place._replace(name=f"{place.name}:{POLICY_FILE}")
        source = _loaded(text, named, _either(partial(_read_committed, git, place.commit), elsewhere), None)
    else:
        return ()
    return tuple(layer.source for layer in source.policy.layers if layer.source.startswith(MARK))


def _floor(git: Git | None, name: str) -> bytes | None:
    from blastgate.sources.floors import read_floor

    pin = read_pin(name)
    return None if isinstance(pin, str) else read_floor(git, pin)


def _fetched_floor(git: Git, name: str) -> bytes | None:
    from blastgate.sources.floors import fetch_floor

    pin = read_pin(name)
    if not isinstance(pin, str) and _floor(git, name) is None:
        fetch_floor(git, pin)
    return _floor(git, name)


def _places(git: Git, base: str, head: str) -> Iterator[Place]:
    """The most trusted first. Without a default branch the base of the change is the best there is."""
    try:
        branch, commit = default_tip(git)
        yield Place(commit, short_name(branch), "default-branch")
    except BlastgateError:
        if base:
            yield Place(base, base[:12], "base")
    if head:
        yield Place(head, head[:12], "head")


def _codeowners(git: Git, place: Place) -> bytes | None:
    found = (_read_committed(git, place.commit, path) for path in CODEOWNERS_FILES)
    return next((text for text in found if text is not None), None)


def _read_committed(git: Git, commit: str, path: str) -> bytes | None:
    """Read a regular file of a commit; None when it is not there. A symlink could point anywhere: refused."""
    found = entry_at(git, tree_of(git, commit), normpath(path))
    if found is None:
        return None
    if found.mode == SYMLINK:
        raise SourceError("is a symbolic link", f"{commit[:12]}:{path}", "commit a regular file in its place")
    kind, (data, why) = read_object(git, found.blob)
    if why == MISSING.why:
        raise SourceError(why, f"{commit[:12]}:{path}", MISSING_REMEDY)
    return data if kind == "blob" and data is not None else git.run("cat-file", "blob", found.blob)


def _read_file(file: Path) -> bytes:
    if file.is_symlink():
        raise SourceError("is a symbolic link", str(file), "name the regular file itself")
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", str(file), "check the path given to --policy") from error


def _read_beside(policy: Path, path: str) -> bytes | None:
    """Read a file that a policy file extends, relative to its folder."""
    file = policy.parent / path
    return _read_file(file) if file.exists() else None
