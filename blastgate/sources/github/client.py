"""A GitHub client that is careful with the token, with GitHub's limits, and with what it is told.

It knows the operations of :mod:`blastgate.sources.github.operations` and nothing else.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from blastgate.errors import SourceError
from blastgate.sources.github.failures import GitHubError, refusal
from blastgate.sources.github.operations import OPERATIONS, Operation
from blastgate.sources.github.patience import wait_after
from blastgate.sources.github.transport import Answer, Silence, Transport

PUBLIC = "https://api.github.com"
PER_PAGE = 100
MOST_REDIRECTS = 3
MOST_REMEMBERED = 64  # answers kept for conditional requests
NAME = re.compile(r"[A-Za-z0-9_-]{1,100}/(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}")
NEXT = re.compile(r"<([^<>]{1,2000})>\s*;\s*rel=\"next\"")


class GitHub:
    """One repository on GitHub, as one token sees it.

    ``requests`` counts the exchanges made, for ``timings`` and the limit of an hour. ``sleep`` and ``now`` (Unix time)
    are for tests that don't wait.
    """

    def __init__(
        self,
        repository: str,
        token: str = "",
        url: str = PUBLIC,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        if not NAME.fullmatch(repository):
            raise SourceError("names no repository", "GITHUB_REPOSITORY", "set it to owner/name")
        self.repository = repository
        self.requests = 0
        self._transport = Transport(url, token)
        self._sleep, self._now = sleep, now
        self._remembered: dict[str, tuple[str, Any, str]] = {}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], repository: str = "") -> GitHub:
        """Open the repository that a workflow runs for: GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL."""
        name = repository or environment.get("GITHUB_REPOSITORY", "")
        return cls(name, environment.get("GITHUB_TOKEN", ""), environment.get("GITHUB_API_URL") or PUBLIC)

    def __repr__(self) -> str:
        return f"GitHub({self.repository!r}, url={self._transport.base!r})"

    @property
    def owner(self) -> str:
        """The account or organisation that the repository belongs to."""
        return self.repository.split("/")[0]

    def read(self, operation: str, **values: str | int) -> Any:
        """Read one answer as JSON; values that are no part of the path go into the query. Raises GitHubError."""
        return self._get(OPERATIONS[operation], self._url(OPERATIONS[operation], values))[0]

    def find(self, operation: str, **values: str | int) -> Any | None:
        """Read one answer as :meth:`read` does; None where GitHub has no such thing (404)."""
        try:
            return self.read(operation, **values)
        except GitHubError as error:
            if error.status != 404:
                raise
            return None

    def pages(self, operation: str, within: str = "", **values: str | int) -> Iterator[Any]:
        """Yield the items of a list, page by page, as far as they are taken; ``within`` is their key in an object.

        Raises GitHubError, also for a next page on another origin.
        """
        known = OPERATIONS[operation]
        url = self._url(known, {"per_page": PER_PAGE, **values})
        seen: set[str] = set()
        while url:
            if url in seen:
                raise GitHubError("lists a page again as its next one", self._where(known, url), AGAIN)
            seen.add(url)
            data, url = self._get(known, url)
            items = data.get(within) if within and isinstance(data, dict) else data
            if not isinstance(items, list):
                raise GitHubError("answered with no list", self._where(known, url), AGAIN)
            yield from items

    def write(self, operation: str, body: object = None, **values: str | int) -> Any:
        """Send a change and return the answer as JSON (None where it has no body). Raises GitHubError."""
        known = OPERATIONS[operation]
        url = self._url(known, values)
        data = None if body is None else json.dumps(body).encode()
        answer = self._ask(known, url, data, {"Content-Type": "application/json"} if data else {})
        if not 200 <= answer.status < 300:
            raise refusal(answer.status, answer.headers, answer.body, known, self._where(known, url))
        return self._parsed(answer, known, url) if answer.body else None

    def _url(self, operation: Operation, values: Mapping[str, str | int]) -> str:
        owner, repo = self.repository.split("/")
        path, query = operation.path, {}
        for name, value in {"owner": owner, "repo": repo, **values}.items():
            if f"{{{name}}}" in path:
                path = path.replace(f"{{{name}}}", _segment(name, value))
            elif name not in ("owner", "repo"):
                query[name] = value
        return f"{self._transport.base}{path}" + (f"?{urlencode(query)}" if query else "")

    def _get(self, operation: Operation, url: str) -> tuple[Any, str]:
        """Read one page and the URL of the next; what has not changed since is taken from memory."""
        tag, data, following = self._remembered.get(url, ("", None, ""))
        answer = self._followed(operation, url, {"If-None-Match": tag} if tag else {})
        if answer.status == 304 and tag:
            return data, following
        if answer.status != 200:
            raise refusal(answer.status, answer.headers, answer.body, operation, self._where(operation, url))
        data, following = self._parsed(answer, operation, url), self._next(answer, operation, url)
        if tag := answer.headers.get("etag", ""):
            while len(self._remembered) >= MOST_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[url] = (tag, data, following)
        return data, following

    def _followed(self, operation: Operation, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask, and go where GitHub points: on the same origin only, for the token goes along."""
        for _ in range(MOST_REDIRECTS):
            answer = self._ask(operation, url, None, headers)
            if answer.status not in (301, 302, 307, 308):
                return answer
            target = urljoin(url, answer.headers.get("location", ""))
            if not self._transport.is_ours(target):
                raise GitHubError("redirects to another host; the token stays here", self._where(operation, url), MOVED)
            url = target
        return answer

    def _ask(self, operation: Operation, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        for attempt in count(1):
            self.requests += 1
            answer = self._transport.send(operation.method, url, body, headers)
            wait = wait_after(attempt, operation.repeatable, answer, self._now())
            if wait is None:
                break
            self._sleep(wait)
        if isinstance(answer, Silence):
            raise GitHubError(f"cannot be read: {answer.why}", self._where(operation, url), UNREACHED)
        return answer

    def _parsed(self, answer: Answer, operation: Operation, url: str) -> Any:
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            raise GitHubError("answered with no JSON", self._where(operation, url), AGAIN, answer.status) from None

    def _next(self, answer: Answer, operation: Operation, url: str) -> str:
        found = NEXT.search(answer.headers.get("link", ""))
        if found is None:
            return ""
        if not self._transport.is_ours(found[1]):
            raise GitHubError("names a next page on another host", self._where(operation, url), MOVED)
        return found[1]

    def _where(self, operation: Operation, url: str) -> str:
        """Name an exchange as GitHub's manual does, with the values filled in; a query is shown as its page only."""
        parts = urlsplit(url)
        page = dict(parse_qsl(parts.query)).get("page")
        return f"{operation.method} {parts.path}" + (f" (page {page})" if page else "")


AGAIN = "run again; if it stays, a proxy or GITHUB_API_URL may lead somewhere else"
MOVED = "check GITHUB_API_URL and GITHUB_REPOSITORY; no token is sent to a second host"
UNREACHED = "check the network, its proxy and GITHUB_API_URL, and run again"


def _segment(name: str, value: str | int) -> str:
    """Quote one value of a path. Raises SourceError for one that would change the path itself."""
    text = str(value)
    if text in ("", ".", ".."):
        raise SourceError(f"is no {name.replace('_', ' ')}", text or "(empty)", "check the value")
    return quote(text.encode("utf-8", "surrogateescape"), safe="")
