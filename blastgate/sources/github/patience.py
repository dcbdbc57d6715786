"""When to ask again, and how long to wait before: bounded, and never where asking twice would do a thing twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from blastgate.sources.github.failures import is_limited, words_of
from blastgate.sources.github.transport import Answer, Silence

MOST_ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds before one more attempt; whoever says longer gets an error instead
UNSAID_WAIT = 60.0  # docs.github.com, "Best practices for using the REST API": at least a minute, if nothing is said
SECONDS = re.compile(r"[0-9]{1,11}")


def wait_after(attempt: int, repeatable: bool, answer: Answer | Silence, now: float) -> float | None:
    """Return how many seconds to wait before asking again; None: don't.

    ``attempt`` counts from 1; ``now`` is Unix time. A limited request was not carried out: any may be made again.
    """
    backoff = float(2 ** (attempt - 1))
    if attempt >= MOST_ATTEMPTS:
        return None
    if isinstance(answer, Silence):
        return backoff if repeatable and answer.again else None
    if is_limited(answer.status, answer.headers, words_of(answer.body)):
        seconds = _limit(answer.headers, now)
        return seconds if seconds <= LONGEST_WAIT else None
    if answer.status >= 500 and repeatable:
        return min(_said(answer.headers, backoff), LONGEST_WAIT)
    return None


def _limit(headers: Mapping[str, str], now: float) -> float:
    if headers.get("x-ratelimit-remaining") == "0" and SECONDS.fullmatch(reset := headers.get("x-ratelimit-reset", "")):
        return max(_said(headers, 0.0), int(reset) - now, 0.0) + 1.0
    return _said(headers, UNSAID_WAIT)


def _said(headers: Mapping[str, str], otherwise: float) -> float:
    """Read Retry-After in seconds; GitHub writes no dates there."""
    said = headers.get("retry-after", "")
    return float(said) if SECONDS.fullmatch(said) else otherwise
