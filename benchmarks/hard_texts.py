"""Processor time of every reader on texts that repeat one thing: ``python benchmarks/hard_texts.py [DOOR...]``.

What is repeated opens something that nothing closes, or makes a search begin again and again: a reader that looks to
the end of the text each time shows here. Each text is 60 kB, alone and behind a sound text; none may take a second.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NamedTuple

HERE = Path(__file__).parent.parent
sys.path[:0] = [str(HERE / "tests" / "hard"), str(HERE / "tests"), str(HERE / "examples")]

from blastgate import registry  # noqa: E402
from blastgate.errors import BlastgateError  # noqa: E402

SIZE, MOST, CUT = 60_000, 1.0, 5  # bytes; seconds that are too many; seconds after which nobody waits
# fmt: off
REPEATED = (
    "/*", "/* ", "<!--", "<![CDATA[", "(", "[", "{", "<", "<a ", "<a>", '"', "'", "`", "${", "{{", "{%", '"""',
    "'''", " ", "\t", "\n", "\n ", "\r", "\\", "\\\n", "#", "//", "--", "-", "- ", "=", "a=", "a = ", "a: ", "a:\n",
    "- a\n", "a", "a.", "a,", "a ", "a/", "1", "é", "&a ", "*", "@", "!", "|", "%", "$(", "@a(", "a(b", "../",
    "http://", "+a\n", "import ", "from a ", "from 'a' ", "use a::{", "//!", "r#", '@"', '$"', "=begin\n", "<<A\n",
    "#include ", "if a ", "require(", "FROM a ", "COPY a ", "[a]\n", '"a": ', '{"a":', "a <b@", "<b@c", "-----\n",
    "@@ -1 +1 @@\n", "Co-authored-by: ", "diff --git a b\n", "# # ", "[ ] ", "\x00", "\ufeff", "a\u202e",
)
# fmt: on


class Slowest(NamedTuple):
    """The text that one reader took longest for."""

    seconds: float
    repeated: str


class _LateError(BaseException):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise _LateError


def measure(door: str, target: str) -> Slowest:
    """Let one reader read every text, cut off when it takes too long."""
    room = registry.load("doors", door)
    seeds = sorted(room.seeds(target), key=len)
    before = (seeds[0][:1] if door == "manifests" else b"", seeds[0][:2_000])
    texts = ((part, head + (part * (SIZE // len(part))).encode()) for part in REPEATED for head in before)
    return max(Slowest(_seconds(door, target, text), part) for part, text in texts)


def _seconds(door: str, target: str, text: bytes) -> float:
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, CUT)
    with contextlib.suppress(BlastgateError, _LateError):
        try:
            registry.load("doors", door).answer(target, text)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def main() -> int:
    """Print the slowest text of each door's readers; exit 1 where one takes a second or more."""
    signal.signal(signal.SIGVTALRM, _stop)
    late = 0
    head = ("door", "readers", "texts", "slowest reader", "seconds of a processor", "repeated")
    print(f"| {' | '.join(head)} |")
    print("| --- | --: | --: | --- | --: | --- |", flush=True)
    for door in sys.argv[1:] or registry.names("doors"):
        targets = registry.load("doors", door).targets()
        found = {target: measure(door, target) for target in targets}
        worst = max(found, key=lambda target: found[target])
        cells = (door, str(len(targets)), str(2 * len(REPEATED) * len(targets)), worst)
        shown = ascii(found[worst].repeated).replace("|", "pipe")
        print(f"| {' | '.join(cells)} | {found[worst].seconds:.2f} | `{shown}` |", flush=True)
        for target, slowest in found.items():
            if slowest.seconds >= MOST:
                late += 1
                print(f"{door} {target}: {slowest.seconds:.1f} s for {slowest.repeated!r}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
