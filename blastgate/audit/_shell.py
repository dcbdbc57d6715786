"""Commands of a script, roughly: enough to tell what is started, never an interpreter. Linear in the script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.model.named import NamedTuple

MOST_LINES, LONGEST = 5_000, 4_000
SPLIT = re.compile(r"&&|\|\||[;|]|\$\(|`|\b(?:then|do|else)\b|(?<![\w/])!(?=\s)")
WORD = re.compile(r"\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s\"']+")
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
BEFORE = frozenset(("sudo", "time", "exec", "command", "env", "nohup", "xvfb-run", "if", "while", "until", "nice", "&"))
HEREDOC = re.compile(r"<<-?\s?[\"']?([A-Za-z_]\w{0,60})[\"']?")


class Command(NamedTuple):
    """One command: the offset of its line in the script, its words without quotes, and the line as written."""

    offset: int
    words: tuple[str, ...]
    line: str

    @property
    def name(self) -> str:
        """The program, as written."""
        return self.words[0]


def commands(script: str) -> Iterator[Command]:
    """List the commands of a shell script in order; comments and here-documents are none."""
    for offset, line in _logical_lines(script):
        for part in SPLIT.split(line):
            words = tuple(_bare(word) for word in WORD.findall(part))
            while words and (words[0] in BEFORE or ASSIGNMENT.match(words[0])):
                words = words[1:]
            if words:
                yield Command(offset, words, " ".join(line.split())[:120])


def _logical_lines(script: str) -> Iterator[tuple[int, str]]:
    """Join continued lines, and leave out comments and here-documents; each with the offset where it begins."""
    start, held, until, offset = 0, "", "", 0
    for number, line in enumerate(script.split("\n")):
        if number >= MOST_LINES:
            return
        here, offset = offset, offset + len(line) + 1
        stripped = line.strip()
        if until:
            until = "" if stripped == until else until
            continue
        start = start if held else here
        held += " " + stripped.removesuffix("\\")
        if stripped.endswith("\\") and len(held) < LONGEST:
            continue
        found, whole, held = HEREDOC.search(held[:LONGEST]), held.strip(), ""
        until = found[1] if found else ""
        if whole and not whole.startswith("#"):
            yield start, whole[:LONGEST]


def _bare(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word
