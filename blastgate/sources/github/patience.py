"""When to ask again, and how long to wait before: bounded, and never where asking twice would do a thing twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from blastgate.sources.github.failures import is_limited

MOST_ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds before one more attempt; whoever says longer gets an error instead
UNSAID_WAIT = 60.0  # docs.github.com, "Best practices for using the REST API": at least a minute, if nothing is said
SECONDS = re.compile(r"[0-9]{1,11}")


def wait_after(attempt: int, repeatable: bool, answer: tuple[int, Mapping[str, str], str] | None, now: float) -> float:
    """Return how many seconds to wait before asking again; negative: don't.

    ``attempt`` counts from 1; ``answer`` is status, headers and words, or None where no answer came; ``now`` is Unix
    time.
    """
    if attempt >= MOST_ATTEMPTS:
        return -1.0
    if answer is None:
        return float(2 ** (attempt - 1)) if repeatable else -1.0
    status, headers, words = answer
    if is_limited(status, headers, words):  # such a request was not carried out: any may be made again
        seconds = _limit(headers, now)
        return seconds if seconds <= LONGEST_WAIT else -1.0
    if status >= 500 and repeatable:
        return min(_said(headers, float(2 ** (attempt - 1))), LONGEST_WAIT)
    return -1.0


def _limit(headers: Mapping[str, str], now: float) -> float:
    if headers.get("x-ratelimit-remaining") == "0" and SECONDS.fullmatch(reset := headers.get("x-ratelimit-reset", "")):
        return max(_said(headers, 0.0), int(reset) - now, 0.0) + 1.0
    return _said(headers, UNSAID_WAIT)


def _said(headers: Mapping[str, str], otherwise: float) -> float:
    """Read Retry-After in seconds; GitHub writes no dates there."""
    said = headers.get("retry-after", "")
    return float(said) if SECONDS.fullmatch(said) else otherwise
