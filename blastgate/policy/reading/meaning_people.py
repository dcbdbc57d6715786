"""What the words under ``people`` mean: groups have names, their members are logins, teams or addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from blastgate.policy.matching.globs import check_glob
from blastgate.policy.reading.lookup import select
from blastgate.policy.reading.meaning_categories import NAME, Tell
from blastgate.policy.reading.positions import Node

_MEMBER = re.compile(
    r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|role:(?:read|triage|write|maintain|admin)|[^@\s]+@[^@\s]+"
)
HINT = '"@login", "@org/team", "role:maintain" or an e-mail address'
_LOGIN = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*")


def check_people(root: Node, tell: Tell) -> None:
    """Tell every group, glob, member and address under ``people`` that is none."""
    for name, key, body in select(root, "people", "*"):
        if name == "emails":
            _check_emails(body, tell)
            continue
        if not NAME.fullmatch(name) or name in ("any", "codeowners"):
            tell(key, f"{name[:60]!r} is no name for a group", "letters, digits, - and _, a letter first")
        for glob, place, _ in select(body, "*") if body.entries() else ():
            if wrong := check_glob(glob):
                tell(place, wrong)
        members = [*body.items(), *(item for _, _, owners in select(body, "*") for item in owners.items())]
        check_members(members, tell)


def check_members(members: Iterable[Node], tell: Tell) -> None:
    """Tell every text of a list that names no person and no team."""
    for item in members:
        if isinstance(item.value, str) and not _MEMBER.fullmatch(item.value):
            tell(item, f"{item.value[:60]!r} is no person or team", _member_hint(item.value))


def _member_hint(text: str) -> str:
    return f'did you mean "@{text}"?' if _MEMBER.fullmatch(f"@{text}") else HINT


def _check_emails(body: Node, tell: Tell) -> None:
    for address, key, login in select(body, "*"):
        if "@" not in address.strip("@"):
            tell(key, f"{address[:60]!r} is no e-mail address", 'name@example.com: "@login"')
        if isinstance(login.value, str) and not _LOGIN.fullmatch(login.value):
            tell(login, f"{login.value[:60]!r} is no login", _member_hint(login.value))
