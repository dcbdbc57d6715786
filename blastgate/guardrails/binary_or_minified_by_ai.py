"""Ask for a person where AI brings what nobody can read in a review: binary files, and code without line breaks.

Found, in an AI-assisted change: binary files that are added or changed (not pictures, which a person can look at),
files named as minified or bundled (``*.min.js``, ``*.bundle.js``, ...), and added lines longer than ``max_line`` in
files of code. What such a line holds of the outlines of a vector picture (``d="M12 2..."``) is not counted, and a line
of sentences (a description, a prompt) is read like any other text. A deleted file brings nothing. A file that could not
be counted is taken for binary.

Options: ``max_line``, the longest line of code in characters, default 1000; ``allow``, globs not looked at (a list);
``then``, default ``review``; ``by``, the groups asked when ``then`` is ``review``.

Example::

    guardrails:
      binary_or_minified_by_ai: {allow: ["tests/data/**"], then: review, by: [senior]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.guardrails.interface import Case, finding, number, texts
from blastgate.model.change import Change, FileChange
from blastgate.model.patterns import expression
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, short
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"max_line": int, "allow": tuple, "by": tuple}
DEFAULT_THEN = "review"
LONGEST = 1_000
SHOWN_FILES = 3
LONGEST_WORD, USUAL_WORD, SIGNS = 100, 10, 0.04  # characters, characters, and the share of signs that code is made of
LONGEST_TEXT = 20_000

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".ico", ".icns", ".tiff")
_MINIFIED = expression(r"\.(?:min|bundle|packed|prod)\.(?:[cm]?js|css)$|-min\.(?:js|css)$", re.IGNORECASE)
_CODE = expression(
    r"\.(?:[cm]?[jt]sx?|vue|svelte|css|scss|html?|pyi?|rb|php|pl|lua|sh|bash|zsh|ps1|psm1|bat|cmd|go|rs|java|kts?|scala|groovy"
    r"|cs|swift|m|c|cc|cpp|h|hpp|sql|ex|exs|dart|r)$",
    re.IGNORECASE,
)

_OUTLINE = expression(r"[\"'][MmZzLlHhVvCcSsQqTtAaEe0-9\s,.+-]{64,}[\"']")
_CODE_SIGN = expression(r"[{}()\[\];=<>&|+*\\^%$]")
_GAP = " " * 20  # what stands behind it is out of sight


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find what an AI-assisted change brings and nobody can read."""
    if not case.ai:
        return None
    limit, allowed = number(setting, "max_line") or LONGEST, compile_globs(texts(setting, "allow"))
    files = [f for f in case.change.files if f.status not in ("deleted", "submodule") and not allowed(f.path)]
    found = sorted(sign for file in files for sign in _signs(file, case.change, limit))
    if not found:
        return None
    listed = "; ".join(f"{short(path)} {what}" for path, what in found[:SHOWN_FILES])
    more = f"; and {len(found) - SHOWN_FILES} more" if len(found) > SHOWN_FILES else ""
    text = f"AI brings {count(len(found), 'file')} that nobody can review: {listed}{more}"
    return finding(setting, text, [path for path, _ in found])


def _signs(file: FileChange, change: Change, limit: int) -> Iterator[tuple[str, str]]:
    """Say, at most once, why a file cannot be read; a rename without other content brings nothing."""
    if file.old_blob and file.old_blob == file.new_blob:
        return
    if file.binary or file.additions is None:
        if not file.path.lower().endswith(_PICTURES):
            yield file.path, "is binary" if file.binary else "could not be counted"
        return
    if not file.additions:
        return
    patch = change.patches.get(file.path)
    if _MINIFIED.search(file.path):
        yield file.path, "is minified"
    elif patch and _CODE.search(file.path):
        long = next((line for line in patch.added if len(line.text) > limit and _is_dense(line.text, limit)), None)
        if long:
            yield file.path, f"has a line of {len(long.text)} characters ({long.number})"


def _is_dense(text: str, limit: int) -> bool:
    """Tell whether a long line is one nobody reads: not sentences, and long without the outlines of pictures."""
    rest = _OUTLINE.sub("", text)
    return len(rest) > limit and not _is_sentences(rest.strip())


def _is_sentences(text: str) -> bool:
    words = text.split()
    if not words or _GAP in text or len(text) > LONGEST_TEXT or max(map(len, words)) > LONGEST_WORD:
        return False
    return len(text) / len(words) <= USUAL_WORD and len(_CODE_SIGN.findall(text)) / len(text) <= SIGNS
