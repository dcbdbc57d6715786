"""What of a commit message is said by its author: not quotations, code blocks, templates, or what a revert repeats."""

from __future__ import annotations

import re
from functools import lru_cache

from blastgate.model.patterns import expression

LIMIT = 200_000  # characters kept of each end of a message
QUOTE = 200  # characters of a quotation in evidence

FENCE = expression(r"^[ \t]*(```|~~~)[^\n]*\n.*?^[ \t]*\1[^\n]*$", re.MULTILINE | re.DOTALL)
QUOTED = expression(r"^[ \t]*>[^\n]*$", re.MULTILINE)
# A box that nobody ticked is the template's word, with the lines that it is wrapped into.
UNTICKED = expression(
    r"^[ \t]{0,8}[-*+] \[[ \t]{0,2}\][^\n]*(?:\n(?![ \t]*(?:$|[-*+#>_|🤖]|\d+[.)]|[A-Za-z]+-[A-Za-z-]+:))[^\n]*){0,3}",
    re.MULTILINE,
)
REVERTED = expression(r"^This reverts (?:commit|pull request|merge)\b", re.MULTILINE)
REVERT_SUBJECT = expression(r"\W*(?:\w+(?:\([^)\n]*\))?!?: *)?(?:revert|reapply|reland|re-land)", re.IGNORECASE)
# Some hands pass "\n" to git literally; in quotes or code it is what the text speaks of.
LITERAL = expression(r"(?P<kept>\"[^\"\n]*\"|`[^`\n]*`)|\\n")
_BLANKED = bytes(code if code > 127 or chr(code).isalnum() else ord(" ") for code in range(256))
# Squashing puts a trailer behind a footer or behind another trailer on one line.
JOINED = expression(r"([>\w)\]!🤖]) +(?=Co-authored-by: )", re.IGNORECASE)
JOINABLE = expression(
    r"^[^\w\n]{0,40}(?:generated|made|created|written|co-authored-by:|assisted-by:)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Squashing a bot's pull request lists the commits that people added to it; each begins like this.
BOT_SIGNED = expression(
    r"^signed-off-by: [^\n<]{1,80}\[bot\] <[^\n>]{1,100}>\n[ \t]*\n(?=\* \S)", re.MULTILINE | re.IGNORECASE
)


@lru_cache(maxsize=8)
def visible(message: str) -> str:
    """Return the author's own words, with ``\\n`` line ends, bounded to both ends of an endless message."""
    text = message if len(message) <= 2 * LIMIT else f"{message[:LIMIT]}\n{message[-LIMIT:]}"
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without_quotations(text)
    if "[ ]" in text or "- []" in text:
        text = UNTICKED.sub("", text)
    if "\\n" in text:
        text = LITERAL.sub(lambda found: found["kept"] or "\n", text)
    if REVERT_SUBJECT.match(text) and (reverted := REVERTED.search(text)):
        text = f"{text.split(chr(10), 1)[0]}\n\n{text[reverted.start() :]}"
    if "o-authored-by: " in text.lower():
        text = JOINABLE.sub(lambda found: JOINED.sub(r"\1\n", found[0]), text)
    return text


@lru_cache(maxsize=8)
def lowered(message: str) -> str:
    """Return the author's own words in lower case, for cheap tests before a pattern is tried."""
    return visible(message).lower()


@lru_cache(maxsize=8)
def words(message: str) -> frozenset[str]:
    """Return the words of a message in lower case: one cheap look tells which patterns can match at all."""
    return frozenset(split_words(lowered(message)))


def split_words(text: str) -> list[str]:
    """Split text into words; as bytes, which translates several times faster than ``str.translate``."""
    return text.encode("utf-8", "surrogatepass").translate(_BLANKED).decode("utf-8", "surrogatepass").split()


def added_to_bot(text: str) -> str:
    """Return what stands below the release notes that a bot repeats: the commits of others that were squashed behind
    its own, which ends in its sign-off, or else what stands after the last blank line."""
    own = BOT_SIGNED.search(text)
    return text[own.end() :] if own else re.split(r"\n[ \t]*\n", text.rstrip())[-1]


def quote(text: str) -> str:
    """Return a quotation on one line, of at most 200 characters."""
    line = " ".join(text[: QUOTE * 4].split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"


def _cut(text: str, start: str, end: str) -> str:
    """Leave out what stands between two signs; an opening sign without a closing one hides nothing."""
    kept, at = [], 0
    while (first := text.find(start, at)) >= 0 and (last := text.find(end, first)) >= 0:
        kept.append(text[at:first])
        at = last + len(end)
    return "".join([*kept, text[at:]])


def _without_quotations(text: str) -> str:
    if "```" in text or "~~~" in text:
        text = FENCE.sub("", text)
    if "<!--" in text:
        text = _cut(text, "<!--", "-->")
    if "<blockquote>" in text:
        text = _cut(text, "<blockquote>", "</blockquote>")
    return QUOTED.sub("", text) if ">" in text else text
