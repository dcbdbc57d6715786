"""Make a stranger's text safe on a terminal and in a log."""

from __future__ import annotations

# Printable by Unicode's account, yet drawn as nothing (or as a blank): fillers, joiners, variation selectors.
INVISIBLE = frozenset(
    chr(point)
    for points in (
        (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x16FE4),
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE10),
        range(0xE0100, 0xE01F0),
    )
    for point in points
)


def for_terminal(text: str) -> str:
    r"""Show controls, bidi marks, invisible characters and undecodable bytes as ``\xNN``, ``\uNNNN`` or ``\UNNNNNNNN``.

    The result is one line of printable characters. Undecodable bytes (``surrogateescape``) come back as the byte.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_plain(character) else _shown(ord(character)) for character in text)


def defuse(line: str) -> str:
    r"""Break what a CI log would take for a command: ``::name::`` at the start of a line, ``##[name]`` anywhere.

    The runner trims leading blanks before it looks (actions/runner, ``ActionCommand.cs``).
    """
    body = line.lstrip()
    if body.startswith("::"):
        line = f"{line[: len(line) - len(body)]}\\x3a{body[1:]}"
    return line.replace("##[", "#\\x23[")


def _is_plain(character: str) -> bool:
    return character.isprintable() and character not in INVISIBLE


def _shown(point: int) -> str:
    if 0xDC80 <= point <= 0xDCFF:
        return f"\\x{point - 0xDC00:02x}"
    if point < 0x80:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
