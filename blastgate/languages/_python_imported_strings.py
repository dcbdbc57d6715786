"""Python's imports by string, in the forms whose string can mean nothing else.

- Calls: ``import_module("a.b")``, also relative to ``__package__`` or a package that is named, ``__import__("a.b")``,
  ``importorskip("a.b")``, ``import_string("a.b.C")``, Django's ``include("a.urls")``, and ``DJANGO_SETTINGS_MODULE``
  where the environment is given it.
- Settings, where their assignment begins a line: ``pytest_plugins``, names that end in ``_APPS``, and Django's others
  that hold dotted names.

Only a whole literal counts: ``"a." + name`` and f-strings name nothing. What may be a name in a module (a class of
``MIDDLEWARE``) is spelled as ``from`` spells it, ``a.b:C``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.languages._lexing import DOUBLE_QUOTED, SINGLE_QUOTED, LineCounter, text
from blastgate.languages._python_strings import Mask
from blastgate.languages.interface import Import

_LITERAL = rb"[rRuU]?(?P<%b>[\"'])(?P<%b>[.:\w]++)(?P=%b)"
_CALL = re.compile(
    rb"(?:(?<!\w)(?P<how>import_module|__import__|importorskip|import_string|include)[ \t]*+\(\s*+(?:\(\s*+)?"
    rb"|[\"']DJANGO_SETTINGS_MODULE[\"'](?:,|\][ \t]*+=)\s*+)%b"
    rb"(?:\s*+,\s*+(?:package\s*+=\s*+)?(?:(?P<own>__(?:package|name)__)|%b))?+[ \t]*+(?=[,)\r\n#]|\Z)"
    % (_LITERAL % (b"q", b"name", b"q"), _LITERAL % (b"r", b"package", b"r"))
)
# Names without a dot are modules in the first three. The others: https://docs.djangoproject.com/en/5.2/ref/settings/
_SETTING = re.compile(
    rb"^[ \t]*+(?:(?P<plain>pytest_plugins|ROOT_URLCONF|\w*+(?<=_APPS))"
    rb"|[AW]SGI_APPLICATION|MIDDLEWARE|TEMPLATES|LOGGING|CACHES|STORAGES|DATABASE_ROUTERS|TEST_RUNNER|REST_FRAMEWORK"
    rb"|AUTHENTICATION_BACKENDS|AUTH_PASSWORD_VALIDATORS|PASSWORD_HASHERS|SESSION_ENGINE|EMAIL_BACKEND"
    rb"|FILE_UPLOAD_HANDLERS|STATICFILES_FINDERS|CSRF_FAILURE_VIEW|FORM_RENDERER|MESSAGE_STORAGE"
    rb")[ \t]*+(?::[^=\n]*+)?\+?=(?!=)",
    re.MULTILINE,
)
_PART = re.compile(
    rb"(?P<long>\"\"\"|''')|(?P<text>%b|%b)(?P<key>\s*+:)?+|#[^\n]*+|\\\r?\n|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>\n)"
    % (DOUBLE_QUOTED, SINGLE_QUOTED)
)
_DOTTED = re.compile(rb"[A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)*+")


def imported_strings(data: bytes) -> tuple[Import, ...]:
    """Find the imports by string of a Python file, in file order."""
    lines = LineCounter(data)
    return tuple(Import(name, lines.at(at)) for at, name in sorted((*_called(data), *_set(data))))


def _called(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the place and the spelling of the strings of calls."""
    mask = Mask(data)
    for call in _CALL.finditer(data):
        if not mask.hides_on_line(call.start(), _line_start(data, call.start())) and (name := _name(call)):
            yield call.start("name"), name


def _name(call: re.Match[bytes]) -> str:
    """Spell what a call names; nothing where that is no module, or lies relative to what only a run can tell."""
    name = call["name"].lstrip(b".")
    level = len(call["name"]) - len(name)
    if call["how"] == b"import_string":
        return _member(name.replace(b":", b".")) if not level else ""
    if not _DOTTED.fullmatch(name) or (level and call["how"] != b"import_module"):
        return ""
    if level and call["package"]:
        return text(b".".join([*call["package"].split(b".")[: 1 - level or None], name]))
    return text(call["name"]) if call["own"] or not level else ""


def _set(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the place and the spelling of the strings of settings."""
    mask, position = Mask(data), 0
    while setting := _SETTING.search(data, position):
        position = setting.end()
        if mask.hides_on_line(setting.start(), setting.start()):
            continue
        strings, position = _strings(data, position)
        for start, name in strings:
            if (b"." in name or setting["plain"]) and (spelled := _member(name)):
                yield start, spelled


def _strings(data: bytes, position: int) -> tuple[list[tuple[int, bytes]], int]:
    """List the strings of a value, keys left out, and tell where it ends: with the line that leaves no bracket open."""
    found: list[tuple[int, bytes]] = []
    depth = 0
    while part := _PART.search(data, position):
        position = part.end()
        depth += bool(part["open"]) - bool(part["close"])
        if depth < 0 or (part["end"] and not depth):
            break
        if part["text"] and not part["key"]:
            found.append((part.start(), part["text"][1:-1]))
        elif part["long"]:
            end = data.find(part["long"], position)
            position = len(data) if end < 0 else end + 3
    return found, position


def _member(name: bytes) -> str:
    """Spell a name that is a module, or stands in one; nothing where it is no name."""
    module, _, last = text(name).rpartition(".")
    return "" if not _DOTTED.fullmatch(name) else f"{module}:{last}" if module else last


def _line_start(data: bytes, position: int) -> int:
    return data.rfind(b"\n", 0, position) + 1
