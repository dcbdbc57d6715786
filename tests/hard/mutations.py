"""Spoil texts in the ways that break readers: the same ways for the same seed, everywhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

TOKENS = (
    *(b"\0", b"\n", b"\r\n", b"\r", b"\t", b" ", b"\xff", b"\xed\xa0\x80", "\u202e\ufeff\u2028".encode(), b"\x1b[0m"),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
        b"<",
        b">",
        b'"',
        b"'",
        b"`",
        b"\\",
        b"/*",
        b"*/",
        b"//",
        b"#",
        b"--",
        b"${{",
    ),
    *(b":", b"=", b",", b";", b"&a ", b"*a", b"<<: *a", b"!!python/name:os.system", b"../", b"**", b"%", b"$x", b"@"),
    *(b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN", b"null", b"true", b"\\u0000", b"\\ud800", b"2024-01-01"),
)
LONGEST = 20_000


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """Draw a text and spoil it a few times."""
    data = chance.choice(seeds) if seeds else b""
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(WAYS)(data, seeds, chance)[:LONGEST]
    return data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((0, 1, 2, 8, 40, 400)))


def _flip(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _end(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _repeat(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 3, 50)) + data[end:]


def _insert(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 300)) + data[chance.choice((start, end)) :]


def _splice(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(seeds)
    start, end = _span(other, chance)
    at = chance.randint(0, len(data))
    return data[:at] + other[start:end] + data[at:]


def _move(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


WAYS: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...]
WAYS = (_flip, _cut, _end, _repeat, _insert, _insert, _splice, _move)
