"""Whole words of a path: split at camelCase humps, digits and everything that is no letter, in lower case."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_WORDS = 4

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+")


@lru_cache(maxsize=8_192)
def words_of(part: str) -> tuple[str, ...]:
    """Split one part of a path, or one token of a rule: ``userAuth-v2`` is ``user``, ``auth``, ``v``, ``2``."""
    return tuple(word.lower() for word in _WORD.findall(part))


@lru_cache(maxsize=8_192)
def phrases_of(part: str) -> frozenset[str]:
    """Collect every run of up to four words that stand side by side in one part, each joined by single blanks."""
    words = words_of(part)
    runs = (words[start : start + size] for size in range(1, MAX_WORDS + 1) for start in range(len(words)))
    return frozenset(" ".join(run) for run in runs)
