"""The fake GitHub on the loopback: rights, limits, pages and tags around the routes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from blastgate.model.named import NamedTuple
from blastgate.testing.github import objects, reads, writes
from blastgate.testing.github.description import Description, Request
from blastgate.testing.github.faults import Faults
from blastgate.testing.github.routes import ROUTES, Asked, Known, Refused, Reply
from blastgate.testing.github.world import Token, World

__all__ = ["Seen", "Server", "objects", "reads", "writes"]
VERSION = "2022-11-28"
DEFAULT_PAGE, LARGEST_PAGE = 30, 100
PUBLIC = Token("", {"contents": "read", "metadata": "read", "pull-requests": "read", "statuses": "read"}, app=False)


class Seen(NamedTuple):
    """A request that came, and the status it got; ``path`` is below the API's root, as it was sent."""

    method: str
    path: str
    status: int
    body: Any = None


class Sent(NamedTuple):
    """An answer about to be sent."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Server:
    """Answers for a world under ``http://127.0.0.1:PORT`` plus ``prefix`` (``/api/v3`` as on a server of one's own)."""

    def __init__(self, world: World, faults: Faults, description: Description | None, prefix: str) -> None:
        self.world, self.faults, self.description, self.prefix = world, faults, description, prefix
        self.seen: list[Seen] = []
        self.complaints: list[str] = []
        self.lock = RLock()
        self._http: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """The base URL of the API."""
        assert self._http, "enter the double first: with FakeGitHub() as fake"
        return f"http://127.0.0.1:{self._http.server_port}{self.prefix}"

    def start(self) -> None:
        """Take a free port and begin to answer."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Stop, and free the port."""
        assert self._http
        self._http.shutdown()
        self._http.server_close()

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Sent | None:
        """Answer one request; None hangs up."""
        with self.lock:
            path = urlsplit(target).path.removeprefix(self.prefix)
            sent = self._faulty(method, target) or self._sent(method, target, headers, body)
            if sent is None or sent.status == 0:
                return None
            self.seen.append(Seen(method, path, sent.status, _loaded(body)))
            self.faults.surprise(path)
            return sent

    def _faulty(self, method: str, target: str) -> Sent | None:
        fault = self.faults.next_for(method, target)
        if fault is None:
            return None
        if fault.status == 0:
            self.seen.append(Seen(method, target, 0))
        return Sent(fault.status, fault.body, fault.headers)

    def _sent(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Sent:
        parts = urlsplit(target)
        path = parts.path.removeprefix(self.prefix)
        own = f"/repositories/{self.world.id}"
        path = f"/repos/{self.world.repository}{path.removeprefix(own)}" if path.startswith(own) else path
        query = dict(parse_qsl(parts.query))
        self._check(parts.path, headers, method, path)
        try:
            reply = self._reply(method, path, query, headers, body)
        except Refused as no:
            reply = Reply(no.status, {"message": no.message, "documentation_url": "https://docs.github.com/rest"})
            if no.errors:
                reply.data["errors"] = [{"message": words, "code": "custom"} for words in no.errors]
        sent = self._paged(reply, path, query, headers)
        if self.description and reply.status not in (401, 404):
            self._complain(self.description.complaint(Request(method, path, query, body), sent.status, sent.body))
        return sent

    def _check(self, whole: str, headers: Mapping[str, str], method: str, path: str) -> None:
        """Complain of what GitHub would let pass, and a careful client doesn't do."""
        if headers.get("x-github-api-version") != VERSION:
            self._complain(f"{method} {path}: X-GitHub-Api-Version is not pinned")
        if not headers.get("user-agent") or headers.get("accept") != "application/vnd.github+json":
            self._complain(f"{method} {path}: User-Agent or Accept is missing")
        if not whole.startswith(self.prefix):
            self._complain(f"{method} {whole}: is not below {self.prefix}")

    def _complain(self, words: str) -> None:
        if words:
            self.complaints.append(words)

    def _reply(self, method: str, path: str, query: dict[str, str], headers: Mapping[str, str], body: bytes) -> Reply:
        token = self._token(headers)
        for known in ROUTES:
            match = known.path.fullmatch(path)
            if match and known.method == method:
                values = {name: unquote(value) for name, value in match.groupdict().items()}
                self._allow(known, token, values)
                return known.answer(Asked(self.world, token, values, query, _loaded(body) or {}))
        self._complain(f"{method} {path}: is no operation of the double")
        raise Refused(404, "Not Found")

    def _token(self, headers: Mapping[str, str]) -> Token:
        said = headers.get("authorization", "")
        if not said:
            return PUBLIC
        token = self.world.tokens.get(said.removeprefix("Bearer "))
        if token is None:
            raise Refused(401, "Bad credentials")
        return token

    def _allow(self, known: Known, token: Token, values: Mapping[str, str]) -> None:
        named = f"{values.get('owner')}/{values.get('repo')}".lower()
        if "owner" in values and named != self.world.repository.lower():
            raise Refused(404, "Not Found")
        if token is PUBLIC and (self.world.private or known.level == "write"):
            raise Refused(401, "Requires authentication") if known.level == "write" else Refused(404, "Not Found")
        if known.right and not token.may(known.right, known.level):
            hidden = known.right == "members"
            raise Refused(404, "Not Found") if hidden else Refused(403, "Resource not accessible by integration")

    def _paged(self, reply: Reply, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Sent:
        """Cut a list into pages, with links by the repository's number, as GitHub writes them; tag what is read."""
        extra = {"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "999"}
        data = reply.data
        items = data[reply.within] if reply.within else data
        if isinstance(items, list):
            size = min(_number(query, "per_page", DEFAULT_PAGE), LARGEST_PAGE)
            page = _number(query, "page", 1)
            cut = items[(page - 1) * size : page * size]
            data = {**data, reply.within: cut} if reply.within else cut
            if page * size < len(items):
                extra["link"] = self._links(path, query, page, -(-len(items) // size))
        body = b"" if data is None else json.dumps(data).encode()
        if reply.status == 200:
            extra["etag"] = f'W/"{hashlib.sha256(body).hexdigest()}"'
            if headers.get("if-none-match") == extra["etag"]:
                return Sent(304, b"", extra)
        return Sent(reply.status, body, extra)

    def _links(self, path: str, query: Mapping[str, str], page: int, last: int) -> str:
        ours = f"/repos/{self.world.repository}"
        short = f"/repositories/{self.world.id}{path.removeprefix(ours)}" if path.startswith(ours) else path
        urls = [
            (f"{self.url}{short}?{urlencode({**query, 'page': number})}", name)
            for number, name in ((page + 1, "next"), (last, "last"))
        ]
        return ", ".join(f'<{url}>; rel="{name}"' for url, name in urls)


def _number(query: Mapping[str, str], name: str, otherwise: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and int(text) else otherwise


def _loaded(body: bytes) -> Any:
    return json.loads(body) if body else None


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            sent = server.answer(self.command, self.path, headers, body)
            if sent is None:
                self.close_connection = True
                return
            self.send_response(sent.status)
            self.send_header("content-type", "application/json; charset=utf-8")
            for name, value in sent.headers.items():
                self.send_header(name, value)
            if "content-length" not in sent.headers:
                self.send_header("content-length", str(len(sent.body)))
            self.close_connection = "content-length" in sent.headers  # a length that lies ends the connection
            self.end_headers()
            self.wfile.write(sent.body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    return Handler
