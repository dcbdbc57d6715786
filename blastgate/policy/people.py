"""Who is who: groups of the policy, CODEOWNERS, and the people a requirement could be met by.

People are known by e-mail address or login, never by a display name, which anyone may choose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from blastgate.model.change import Identity
from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression
from blastgate.policy.matching.codeowners import Owners, compile_owners
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import Group, Policy

# docs.github.com, "Setting your commit email address": ID+USERNAME@users.noreply.github.com, without the id before 2017
_NOREPLY = expression(
    r"(?:[0-9]+\+)?([A-Za-z0-9][A-Za-z0-9_-]*(?:\[bot\])?)@users\.noreply\.github\.com", re.IGNORECASE
)


class Candidates(NamedTuple):
    """Who could approve for a group, those who own most first; and why nobody can, where nobody can."""

    members: tuple[str, ...]
    note: str = ""


class People:
    """The people of one policy. Pure: teams (``@org/team``) are names here, resolved only where GitHub is asked.

    ``linked`` is what GitHub says of addresses (``@login``), which the policy's own ``emails`` outrank; ``teams`` are
    the members of those it could be asked for. ``independence`` is what an approver must not have been.
    """

    def __init__(
        self,
        policy: Policy,
        codeowners: bytes | None,
        linked: Mapping[str, str] | None = None,
        teams: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._teams = teams or {}
        self.independence = policy.approvals.independence
        self._groups = {name: group for name in group_names(policy) if (group := effective_group(policy, name))}
        self._declared = frozenset(group_names(policy))
        self._codeowners = codeowners
        self._linked = {email.lower(): login.lower() for email, login in (linked or {}).items()}
        self._logins = dict(self._linked)
        for layer in reversed(policy.layers):
            self._logins.update({email.lower(): login.lower() for email, login in layer.emails.items()})

    @cached_property
    def _owners(self) -> Owners:
        return compile_owners(self._codeowners)

    def names_of(self, identity: Identity) -> frozenset[str]:
        """Return what an identity is called in a policy: its address and, where it tells one, its ``@login``.

        An address that GitHub gives tells whose it is: no policy says that it is another's.
        """
        email = identity.email.strip().lower()
        noreply = _NOREPLY.fullmatch(email)
        known = self._linked if noreply else self._logins
        login = known.get(email) or (f"@{noreply.group(1)}" if noreply else "")
        return frozenset(name for name in (email, login) if name)

    def groups_of(self, identity: Identity) -> frozenset[str]:
        """Return the groups that name this person; ownership of paths makes nobody a member."""
        names = self.names_of(identity)
        names |= {team for team, members in self._teams.items() if names & members}
        return frozenset(n for n, group in self._groups.items() if names & {m.lower() for m in group.members})

    def candidates(self, group: str, paths: tuple[str, ...]) -> Candidates:
        """Return who could approve for a group when these paths changed; the note says it when nobody can."""
        known = self._groups.get(group)
        if known is None:
            return Candidates((), self._why_nobody(group))
        if known.members:
            return Candidates(known.members)
        owners = self._owners_of(known)
        found = _most_first(owners(path) for path in paths)
        return Candidates(found, "" if found else self._why_no_owner(known, paths))

    def _owners_of(self, group: Group) -> Owners:
        """Owners by path; beside CODEOWNERS, which speaks where they do not."""
        by_path, codeowners = _owners_by_path(group), self._owners
        if not group.codeowners:
            return by_path
        return (lambda path: by_path(path) or codeowners(path)) if group.by_path else codeowners

    def _why_nobody(self, group: str) -> str:
        if group not in self._declared:
            return f"no group is called {group!r}"
        return f"nobody can approve: `people.{group}` names no one in this policy"

    def _why_no_owner(self, group: Group, paths: tuple[str, ...]) -> str:
        example = f" ({paths[0]})" if paths else ""
        if group.codeowners and self._codeowners is None:
            return f"nobody can approve: `people.{group.name}` is CODEOWNERS, and there is no such file"
        place = "CODEOWNERS" if group.codeowners else f"`people.{group.name}`"
        return f"nobody can approve: {place} names no owner of these files{example}"


def group_names(policy: Policy) -> tuple[str, ...]:
    """List every group that any layer names, in order."""
    return tuple(dict.fromkeys(group.name for layer in policy.layers for group in layer.groups))


def effective_group(policy: Policy, name: str) -> Group | None:
    """Return the definition of a group that holds; None where no layer says who is in it.

    The lowest layer that names people wins; a layer above may only narrow it. What a shipped pack says is a default,
    since a pack knows nobody.
    """
    chosen: Group | None = None
    for group in _binding(policy, name):
        if chosen is None or _narrows(group, chosen):
            chosen = group
    return chosen


def overruled_groups(policy: Policy) -> Iterator[tuple[Group, Group]]:
    """Yield each definition that does not hold beside the lower one that overrules it."""
    for name in group_names(policy):
        binding = _binding(policy, name)
        chosen = binding[0] if binding else None
        for group in binding[1:]:
            if chosen is not None and not _narrows(group, chosen):
                yield group, chosen
            else:
                chosen = group


def _binding(policy: Policy, name: str) -> list[Group]:
    """The definitions that count, the floor's first: those of files, or the packs' where no file has one."""
    defined = [(layer, group) for layer in policy.layers for group in layer.groups if group.name == name]
    defined = [(layer, g) for layer, g in defined if g.members or g.codeowners or g.by_path]
    return [g for layer, g in defined if not layer.is_pack] or [g for _, g in defined]


def _narrows(upper: Group, lower: Group) -> bool:
    members = {member.lower() for member in upper.members}
    return bool(members) and members <= {member.lower() for member in lower.members}


def _owners_by_path(group: Group) -> Owners:
    compiled = [(compile_globs((glob,)), owners) for glob, owners in group.by_path]
    return lambda path: tuple(owner for matches, owners in compiled if matches(path) for owner in owners)


def _most_first(owners: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for found in owners:
        counts.update(dict.fromkeys(found, 1))
    return tuple(sorted(counts, key=lambda owner: (-counts[owner], owner.lower())))
