"""Refuse characters that make text read otherwise than it runs.

Looked at: every added line, and every path. Found are bidirectional controls (the "Trojan Source" attack,
CVE-2021-42574), zero-width and invisible characters, tag characters and supplementary variation selectors (text hidden
from people and read by models), terminal escapes, and identifiers that mix look-alike letters of two scripts
(CVE-2021-42694). Each is shown as its code point with file and line.

Left alone, because they are writing and not hiding: joiners inside an emoji, a flag's tag sequence, joiners inside
words of scripts that need them (Persian, Hindi, ...), a byte-order mark at the start of a file; soft hyphens in pages
and mails (HTML); and, in translation catalogues and prose, soft hyphens, words of two scripts, and direction marks and
isolates on lines that hold right-to-left letters. Overrides (U+202D, U+202E) are never left alone.

Options: ``allow``, globs of files not looked at (a list; test data for Unicode, say); ``only_ai``, default ``false``;
``then``, default ``block``; ``by``, the groups asked when ``then`` is ``review``. A file whose added lines could not be
read asks for a review.

Example::

    guardrails:
      hidden_characters: {allow: ["tests/unicode/**"], then: block}
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.guardrails._unicode import SOFT_HYPHEN, hidden_in, is_markup, is_plain, is_writing
from blastgate.guardrails.interface import Case, finding, flag, texts, unseen_files
from blastgate.model.change import Change
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, short, some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"allow": tuple, "only_ai": bool, "by": tuple}
DEFAULT_THEN = "block"
SHOWN_PLACES = 3


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find hidden characters in the added lines and the paths of a change."""
    if flag(setting, "only_ai", False) and not case.ai:
        return None
    allowed = compile_globs(texts(setting, "allow"))
    places = [(path, said) for path, said in _places(case.change) if not allowed(path)]
    if places:
        listed = "; ".join(said for _, said in places[:SHOWN_PLACES])
        more = f" and {len(places) - SHOWN_PLACES} more" if len(places) > SHOWN_PLACES else ""
        return finding(setting, f"hidden characters: {listed}{more}", [path for path, _ in places])
    unseen = sorted(f.path for f in unseen_files(case.change) if f.status != "deleted" and not allowed(f.path))
    if not unseen:
        return None
    text = f"the lines of {count(len(unseen), 'file')} could not be read for hidden characters: {some(unseen)}"
    return finding(setting, text, unseen, unseen=True)


def _places(change: Change) -> Iterator[tuple[str, str]]:
    for file in change.files:
        for what in () if is_plain(file.path) else hidden_in(file.path, writing=False):
            yield file.path, f"{what} in the path {short(file.path)}"
        patch = change.patches.get(file.path)
        for line in patch.added if patch else ():
            text = line.text.removeprefix("\ufeff") if line.number == 1 else line.text
            text = text.replace(SOFT_HYPHEN, "") if is_markup(file.path) else text
            if is_plain(text):
                continue
            for what in hidden_in(text, writing=is_writing(file.path)):
                yield file.path, f"{what} at {short(file.path)}:{line.number}"
