"""Ask for a person where AI brings what nobody can read in a review: binary files, and code without line breaks.

Found, in an AI-assisted change: binary files that are added or changed (not pictures, which a person can look at),
files named as minified or bundled (``*.min.js``, ``*.bundle.js``, ...), and added lines longer than ``max_line`` in
files of code. A deleted file brings nothing. A file that could not be counted is taken for binary.

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

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".ico", ".icns", ".tiff")
_MINIFIED = expression(r"\.(?:min|bundle|packed|prod)\.(?:[cm]?js|css)$|-min\.(?:js|css)$", re.IGNORECASE)
_CODE = expression(
    r"\.(?:[cm]?[jt]sx?|vue|svelte|css|scss|html?|pyi?|rb|php|pl|lua|sh|bash|zsh|ps1|psm1|bat|cmd|go|rs|java|kts?|scala|groovy"
    r"|cs|swift|m|c|cc|cpp|h|hpp|sql|ex|exs|dart|r)$",
    re.IGNORECASE,
)


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
        long = next((line for line in patch.added if len(line.text) > limit), None)
        if long:
            yield file.path, f"has a line of {len(long.text)} characters ({long.number})"
