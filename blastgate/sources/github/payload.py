"""What others wrote, read with suspicion: every value has the type and the shape that is asked for, or is refused.

Answers of the API and payloads of events are both of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from blastgate.errors import SourceError
from blastgate.model.pull_request import Account

SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?(?:\[bot\])?")
FULL_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}/(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,20}Z")
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,254}")
# git-check-ref-format(1), and no leading dash: a branch is handed to git
BRANCH = re.compile(r"[^\x00-\x20\x7f~^:?*\[\\]{1,1000}")
NO_BRANCH = re.compile(r"^[-/]|\.\.|@\{|//|/\.|^\.|\.lock(?:/|$)|[/.]$|^@$")
MOST_TEXT = 4 << 20  # characters of any one text
MOST_NUMBER = 2**63
REMEDY = "run again; if it stays, GitHub's answer has changed its shape or does not come from GitHub"


class Payload:
    """One JSON object of another's making, and where it stands (``where`` names it, ``path`` is the way inside)."""

    __slots__ = ("_data", "_path", "_where")

    def __init__(self, data: object, where: str, path: str = "") -> None:
        self._where, self._path = where, path
        self._data: dict[str, Any] = data if isinstance(data, dict) else self._refuse("", "an object")

    def has(self, key: str) -> bool:
        """Tell whether there is a value that is not null."""
        return self._data.get(key) is not None

    def is_number(self, key: str) -> bool:
        """Tell whether there is a whole number from 0 on."""
        value = self._data.get(key)
        return type(value) is int and 0 <= value < MOST_NUMBER

    def text(self, key: str, otherwise: str | None = None) -> str:
        """Read a text; ``otherwise`` stands for a missing or null one. Broken surrogates become U+FFFD."""
        value = self._data.get(key)
        if value is None and otherwise is not None:
            return otherwise
        if not isinstance(value, str) or len(value) > MOST_TEXT:
            self._refuse(key, "a text")
        return _sound(value)

    def like(self, pattern: re.Pattern[str], key: str, what: str, otherwise: str | None = None) -> str:
        """Read a text that has a given form, which ``what`` names."""
        value = self.text(key, otherwise)
        if value != otherwise and not pattern.fullmatch(value):
            self._refuse(key, what)
        return value

    def sha(self, key: str, otherwise: str | None = None) -> str:
        """Read a commit id."""
        return self.like(SHA, key, "a commit id", otherwise)

    def branch(self, key: str) -> str:
        """Read the name of a branch that git would take."""
        name = self.text(key)
        return name if is_branch(name) else self._refuse(key, "a branch")

    def time(self, key: str) -> str:
        """Read a time in UTC; empty where there is none."""
        return self.like(TIME, key, "a time", "")

    def number(self, key: str, otherwise: int | None = None) -> int:
        """Read a whole number from 0 on."""
        value = self._data.get(key)
        if value is None and otherwise is not None:
            return otherwise
        if type(value) is not int or not 0 <= value < MOST_NUMBER:
            self._refuse(key, "a whole number")
        return value

    def truth(self, key: str, otherwise: bool | None = None) -> bool:
        """Read true or false."""
        value = self._data.get(key)
        if value is None and otherwise is not None:
            return otherwise
        if not isinstance(value, bool):
            self._refuse(key, "true or false")
        return value

    def choice(self, key: str, words: tuple[str, ...]) -> str:
        """Read one of some words, in lower case: answers write APPROVED what events write approved."""
        value = self.text(key).lower()
        return value if value in words else self._refuse(key, f"one of {', '.join(words)}")

    def part(self, key: str) -> Payload:
        """Step into an object."""
        return Payload(self._data.get(key), self._where, f"{self._path}.{key}")

    def items(self, key: str, most: int = 1000) -> Iterator[Payload]:
        """Step into each object of a list; a missing list is empty."""
        values = self._data.get(key, [])
        if not isinstance(values, list) or len(values) > most:
            self._refuse(key, "a list")
        for number, value in enumerate(values):
            yield Payload(value, self._where, f"{self._path}.{key}[{number}]")

    def account(self, key: str) -> Account | None:
        """Read an account; None where GitHub names none (null, or the empty object of an unlinked author)."""
        return self.part(key).as_account() if self._data.get(key) not in (None, {}) else None

    def as_account(self) -> Account:
        """Read the object itself as an account."""
        return Account(self.like(LOGIN, "login", "a login"), self.number("id"), self.text("type", "User"))

    def _refuse(self, key: str, wanted: str) -> NoReturn:
        place = f"{self._where} {self._path}{'.' + key if key else ''}".rstrip()
        raise SourceError(f"is not {wanted}", place, REMEDY)


def is_branch(name: str) -> bool:
    """Tell whether git would take a name for a branch."""
    return bool(BRANCH.fullmatch(name)) and not NO_BRANCH.search(name)


def _sound(text: str) -> str:
    """Join surrogate pairs and replace lone ones, which no output could be written with."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
