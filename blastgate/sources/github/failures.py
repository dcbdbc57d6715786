"""What GitHub refuses, said so that a reader knows what to mend; nothing here ever holds a token."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from blastgate.errors import SourceError
from blastgate.sources.github.operations import Operation

MOST_WORDS = 200  # characters of GitHub's own words that are repeated
REMEDIES = {
    401: "the token is missing, wrong or expired: pass GITHUB_TOKEN from `secrets.GITHUB_TOKEN` or an App",
    403: "give the job {right} under `permissions:`; on forks and for Dependabot the token is read-only",
    404: "check that it exists, and that the token has {right}: GitHub hides what a token may not see",
    422: "GitHub found the values wrong: its words name which",
    500: "GitHub is not well, or refuses this: see githubstatus.com, and run again",
}
CONTROLS = re.compile(r"[^ -~]+")


class GitHubError(SourceError):
    """GitHub did not answer as needed; ``status`` is the HTTP status, None where none came."""

    def __init__(self, message: str, where: str, hint: str, status: int | None = None) -> None:
        super().__init__(message, where, hint)
        self.status = status


def refusal(status: int, headers: Mapping[str, str], body: bytes, operation: Operation, where: str) -> GitHubError:
    """Build the error for an answer that is none, with GitHub's own words and the remedy."""
    words = words_of(body)
    said = f" ({words})" if words else ""
    return GitHubError(f"GitHub answered {status}{said}", where, _remedy(status, headers, words, operation), status)


def words_of(body: bytes) -> str:
    """Read GitHub's message and the errors beside it; one line of plain ASCII, bounded."""
    try:
        said = json.loads(body[:65_536])
    except (ValueError, RecursionError):
        return ""
    if not isinstance(said, dict):
        return ""
    errors = said.get("errors")
    more = [_error_of(e) for e in errors[:5]] if isinstance(errors, list) else [_error_of(errors)]
    text = "; ".join(part for part in (_error_of(said), *more) if part)
    return CONTROLS.sub(" ", text)[:MOST_WORDS].strip()


def _error_of(said: object) -> str:
    if isinstance(said, dict):
        said = said.get("message") or said.get("code")
    return said if isinstance(said, str) else ""


def _remedy(status: int, headers: Mapping[str, str], words: str, operation: Operation) -> str:
    if is_limited(status, headers, words):
        return f"the rate limit is used up{_until(headers)}: run again later, or use an App token, which may do more"
    if 300 <= status < 400:
        return "the repository was renamed or moved: use its present name"
    return REMEDIES.get(status, REMEDIES[500]).format(right=operation.right)


def is_limited(status: int, headers: Mapping[str, str], words: str) -> bool:
    """Tell whether an answer means "too many requests", by the hour or by the minute.

    Source: docs.github.com, "Rate limits for the REST API", section "Exceeding the rate limit".
    """
    if status not in (403, 429):
        return False
    spent = headers.get("x-ratelimit-remaining") == "0"
    return status == 429 or spent or "retry-after" in headers or "rate limit" in words.lower()


def _until(headers: Mapping[str, str]) -> str:
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") != "0" or not re.fullmatch(r"[0-9]{1,11}", reset):
        return ""
    return datetime.fromtimestamp(int(reset), UTC).strftime(" until %H:%M UTC")
