"""Who belongs to a group for the files of a change, as logins; and who of it could not be resolved to any."""

from __future__ import annotations

from collections.abc import Mapping

from blastgate.model.change import Identity
from blastgate.model.named import NamedTuple
from blastgate.policy.people import People


class Side(NamedTuple):
    """Some files of a change with the people of whom one must approve: names as the policy has them, and logins.

    ``path`` is the first of the files. A group of named members has one side; owners by path have one for each set of
    owners.
    """

    path: str
    names: tuple[str, ...]
    logins: frozenset[str]


class Membership:
    """The groups of a policy, for the paths of a change (sorted), with the teams that could be resolved."""

    def __init__(self, people: People, paths: tuple[str, ...], teams: Mapping[str, frozenset[str]]) -> None:
        self.people, self.paths, self.teams = people, paths, teams
        self._sides: dict[str, tuple[Side, ...]] = {}

    def sides(self, group: str) -> tuple[Side, ...]:
        """Return the sides of a group; files that nobody owns make none. Order is that of the paths."""
        if group not in self._sides:
            self._sides[group] = self._found(group)
        return self._sides[group]

    def _found(self, group: str) -> tuple[Side, ...]:
        found: dict[frozenset[str], Side] = {}
        for path in self.paths or ("",):
            names = self.people.candidates(group, (path,)).members
            key = frozenset(name.lower() for name in names)
            if names and key not in found:
                found[key] = Side(path, names, frozenset(login for name in names for login in self.logins(name)))
        return tuple(found.values())

    def logins(self, name: str) -> frozenset[str]:
        """Resolve a name of the policy (``@login``, ``@org/team``, ``role:maintain``, an e-mail) to logins; empty where
        it has none. Of a role those are known who reviewed or wrote: GitHub lists nobody by role."""
        key = name.lower()
        if is_role(key):
            return self.teams.get(key, frozenset())
        if key.startswith("@"):
            return self.teams.get(key, frozenset()) if "/" in key else frozenset({key})
        return frozenset(n for n in self.people.names_of(Identity("", key)) if n.startswith("@"))

    def unresolved(self, group: str) -> tuple[str, ...]:
        """List the members of a group that resolve to nobody."""
        names = {name for side in self.sides(group) for name in side.names}
        return tuple(sorted(name for name in names if not self.logins(name) and not is_role(name)))

    def is_lost(self, group: str) -> bool:
        """Tell whether a group names people and not one of them can be resolved."""
        sides = self.sides(group)
        return bool(sides) and not any(side.logins or any(map(is_role, side.names)) for side in sides)


def is_team(name: str) -> bool:
    """Tell whether a name of a policy is a team's (``@org/team``)."""
    return name.startswith("@") and "/" in name


def is_role(name: str) -> bool:
    """Tell whether a name of a policy is a role in the repository (``role:maintain``)."""
    return name.lower().startswith("role:")
