"""One HTTP exchange: bounded in time and size, to one origin only, with a token that no error ever repeats."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from blastgate import __version__
from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

API_VERSION = "2022-11-28"  # docs.github.com, "API Versions"
CONNECT, READ, WHOLE = 10.0, 30.0, 120.0  # seconds
MOST_BYTES = 32 << 20
LOOPBACK = ("127.0.0.1", "::1", "localhost")
TOKEN = re.compile(r"[!-~]{1,1024}")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (lower case) and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Silence(NamedTuple):
    """No answer came, or not to its end: why, in words that hold no secret, and whether asking again may help."""

    why: str
    again: bool = False


class Bearer:
    """Puts the token on a request and shows it nowhere else; given as ``auth``, so that no ``.netrc`` is looked at."""

    def __init__(self, token: str) -> None:
        if token and not TOKEN.fullmatch(token):
            raise SourceError("holds characters that no token has", "GITHUB_TOKEN", "set it to the token alone")
        self._token = token

    def __repr__(self) -> str:
        return "Bearer(…)"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Transport:
    """Sends requests to one base URL (``https://api.github.com``, or ``https://host/api/v3`` on a server of one's own).

    Raises SourceError for a base URL that would show the token to a network.
    """

    def __init__(self, url: str, token: str) -> None:
        parts = _checked(url)
        self.origin = (parts.scheme, parts.netloc.lower())
        self.base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._bearer = Bearer(token)
        self._proxies = {"no_proxy": ",".join(LOOPBACK)} if parts.hostname in LOOPBACK else {}
        self._session: Session | None = None

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer | Silence:
        """Make one exchange; a redirect is an answer like any other."""
        from requests import RequestException, Session  # only where GitHub is asked: the import is slow

        if self._session is None:
            self._session = Session()
        asked = _HEADERS | dict(headers)
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=asked,
                auth=self._bearer,
                proxies=self._proxies,
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,
            ) as response:
                read = _read(response)
                if isinstance(read, Silence):
                    return read
                return Answer(response.status_code, _lower(response.headers), read)
        except RequestException as error:
            return Silence(type(error).__name__, again=True)  # its text may repeat a header

    def is_ours(self, url: str) -> bool:
        """Tell whether an absolute URL is on the origin that the token is for."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return (parts.scheme, parts.netloc.lower()) == self.origin


_HEADERS = {
    "Accept": "application/vnd.github+json",
    "User-Agent": f"blastgate/{__version__}",
    "X-GitHub-Api-Version": API_VERSION,
}


def _checked(url: str) -> SplitResult:
    hint = "set GITHUB_API_URL to https://api.github.com, or to https://HOST/api/v3 on a server of your own"
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        plain = bool(parts.hostname) and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        safe = plain = False
    if not (safe and plain):
        raise SourceError("is no https address of an API", "GITHUB_API_URL", hint)
    return parts


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _read(response: Response) -> bytes | Silence:
    """Read the body; a slow or endless one is given up."""
    until, parts, size = time.monotonic() + WHOLE, [], 0
    for part in response.iter_content(1 << 16):
        size += len(part)
        if size > MOST_BYTES:
            return Silence(f"the answer is larger than {MOST_BYTES >> 20} MiB")
        if time.monotonic() > until:
            return Silence(f"the answer took more than {WHOLE:.0f} seconds")
        parts.append(part)
    return b"".join(parts)
