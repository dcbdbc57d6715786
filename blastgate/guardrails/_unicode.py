"""Which characters hide, and where the same characters are honest writing.

Sources: Unicode Technical Standard 39 (confusables), Standard Annex 9 (bidirectional controls) and 31 (joiners in
identifiers), Technical Standard 51 (emoji sequences).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from blastgate.model.patterns import expression

DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")  # overrides are not among them
JOINERS = frozenset("\u200c\u200d")
SOFT_HYPHEN = "\u00ad"
_FLAG = expression("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f")
_CONTROL = expression("[\x00-\x08\x0a\x0b\x0e-\x1f\x7f]")
_SUSPECT = expression(
    "[\x00-\x08\x0a\x0b\x0e-\x1f\x7f\x9b\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
_WORD = expression(r"[^\W\d_]+")
_LOOK_ALIKE = frozenset(
    "АВЕЅІЈКМНОРСТУХԚԜаеѕіјорсухԁһԛԝүӏ"  # Cyrillic that is drawn like Latin
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹοϲϳ"  # Greek that is drawn like Latin; not the letters of formulas (μ, α, Δ, ...)
    "ՏՍՕոսօցհԼ"  # Armenian
    "ᎪᎢᎬᏀᎻᏞᎷᏢᏒᏚᏔᏃ"  # Cherokee
)
_PROSE = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc", ".asciidoc", ".tex")
_CATALOGUES = (".po", ".pot", ".arb", ".xlf", ".xliff", ".ftl", ".strings", ".resx", ".properties")
_CATALOGUE_FOLDERS = frozenset(
    ("locale", "locales", "_locales", "i18n", "l10n", "lang", "langs", "languages", "translations", "messages")
)
_CATALOGUE_DATA = (".json", ".yml", ".yaml", ".xml", ".toml")
_MARKUP = (".html", ".htm", ".xhtml", ".mjml", ".hbs", ".liquid")


def is_writing(path: str) -> bool:
    """Tell by its name whether a file is prose or a translation catalogue."""
    low = path.lower()
    if low.endswith(_PROSE) or low.endswith(_CATALOGUES):
        return True
    return low.endswith(_CATALOGUE_DATA) and not _CATALOGUE_FOLDERS.isdisjoint(low.split("/")[:-1])


def is_markup(path: str) -> bool:
    """Tell by its name whether a file is a page or a mail: soft hyphens fill the preview lines of mails."""
    return path.lower().endswith(_MARKUP)


def is_plain(text: str) -> bool:
    """Tell quickly that a line is ASCII without controls, as most are."""
    return text.isascii() and not _CONTROL.search(text)


def hidden_in(text: str, writing: bool) -> Iterator[str]:
    """Name each kind of hidden character of a line once, as ``U+202E RIGHT-TO-LEFT OVERRIDE``, in order."""
    said: set[str] = set()
    flags = {i for hit in _FLAG.finditer(text) for i in range(hit.start(), hit.end())}
    right_to_left = writing and _holds_right_to_left(text)
    for hit in _SUSPECT.finditer(text):
        character, at = hit[0], hit.start()
        if at in flags or character in said or _is_honest(text, at, right_to_left):
            continue
        if writing and character == SOFT_HYPHEN:
            continue
        said.add(character)
        yield f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}"
    if not writing:
        yield from _mixed_words(text)


def _is_honest(text: str, at: int, right_to_left: bool) -> bool:
    character = text[at]
    if character in JOINERS:
        return _joins(text, at) or (right_to_left and _needs_joiners(text[at + 1 : at + 2]))
    return right_to_left and character in DIRECTIONS


def _joins(text: str, at: int) -> bool:
    """A joiner is honest between parts of an emoji, and between letters or marks of a script that needs it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "\u200d" and _is_emoji(before) and _is_emoji(after):
        return True
    return _needs_joiners(before)


def _is_emoji(character: str) -> bool:
    return bool(character) and (
        character in "\ufe0f\u20e3\u2194\u2195" or unicodedata.category(character) in ("So", "Sk")
    )


def _needs_joiners(character: str) -> bool:
    """Arabic and its neighbours (U+0600-U+08FF), the Indic scripts up to Sinhala, Myanmar, Khmer, Mongolian."""
    point = ord(character) if character else 0
    return 0x0600 <= point <= 0x0DFF or 0x1000 <= point <= 0x109F or 0x1780 <= point <= 0x18AF


def _holds_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _mixed_words(text: str) -> Iterator[str]:
    """Find words that hold ASCII letters and letters of another script drawn like them."""
    for hit in _WORD.finditer(text):
        word = hit[0]
        if word.isascii() or not any("a" <= c.lower() <= "z" for c in word):
            continue
        alike = next((c for c in word if c in _LOOK_ALIKE or _folds_to_ascii(c)), None)
        if alike is not None:
            yield f"U+{ord(alike):04X} {unicodedata.name(alike, 'letter')} among Latin letters"
            return


def _folds_to_ascii(character: str) -> bool:
    """Full-width and mathematical letters: compilers that normalise (NFKC) read them as plain ones."""
    point = ord(character)
    return 0xFF21 <= point <= 0xFF5A or 0x1D400 <= point <= 0x1D6A3
