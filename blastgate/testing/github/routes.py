"""Which function answers which operation, and the right that GitHub asks for there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from blastgate.model.named import NamedTuple
from blastgate.testing.github.world import Level, Token, World

REPO = "/repos/{owner}/{repo}"
PULL = REPO + "/pulls/{number}"
ISSUE = REPO + "/issues/{number}"
COMMIT = REPO + "/commits/{sha}"


class Refused(Exception):  # noqa: N818
    """An answer that says no: status, GitHub's words, and the errors beside them."""

    def __init__(self, status: int, message: str, *errors: str) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, errors


@dataclass(slots=True)
class Asked:
    """One request, as a route sees it."""

    world: World
    token: Token
    values: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number in the path."""
        text = self.values["number"]
        if not text.isdecimal():
            raise Refused(404, "Not Found")
        return int(text)


class Reply(NamedTuple):
    """What a route answers: status and data; a list is cut into pages, ``within`` names it where it is in an object."""

    status: int
    data: Any = None
    within: str = ""


Route = Callable[[Asked], Reply]


class Known(NamedTuple):
    """A route with its method, its path, and the right it takes."""

    method: str
    path: re.Pattern[str]
    answer: Route
    right: str
    level: Level


ROUTES: list[Known] = []


def route(method: str, path: str, right: str, level: Level = "read") -> Callable[[Route], Route]:
    """Register the function that answers an operation."""
    pattern = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))

    def registered(answer: Route) -> Route:
        ROUTES.append(Known(method, pattern, answer, right, level))
        return answer

    return registered
