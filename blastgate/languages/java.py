"""Java: imports, static and whole-package ones, and classes of the same package, which need none.

Sees: ``import``, ``import static``, ``import p.*`` (an edge per class the code names), capitalised words that name a
class file of the own package, fully qualified names. Does not see: reflection, ``ServiceLoader``, dependency injection
by name, secondary classes in a file of another name, generated sources that are not committed.
"""

from __future__ import annotations

import re
from sys import intern

from blastgate.languages import _jvm_files
from blastgate.languages._code import blank
from blastgate.languages._jvm_names import Unit, all_names
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "java"
EXTENSIONS = (".java",)
VERSION = 1

_PACKAGE = re.compile(rb"(?:\A|[;\n])[ \t]*+package\s++([\w$.\x80-\xff]++)\s*+;")
_IMPORT = re.compile(rb"(?:\A|(?<=[;\n]))[ \t]*+import\s++(static\s++)?+([\w$.\x80-\xff]++\*?+)\s*+(?=;)")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of a Java file, and the names it uses without one."""
    code = blank(data.removeprefix(b"\xef\xbb\xbf"))
    return all_names(_unit(code), _without_imports(code))


def _without_imports(code: bytes) -> bytes:
    """Blank the import statements; none is looked for after the last that may be one."""
    end = code.find(b";", code.rfind(b"import")) + 1 or len(code)
    return blank(code[:end], _IMPORT) + code[end:]


def is_test(path: str) -> bool:
    """Tell test source sets (``src/test``) and test classes (``CartTest``, ``CartIT``) by whole tokens."""
    return _jvm_files.is_test(path)


def resolver(snapshot: Snapshot) -> _jvm_files.JavaResolver:
    """Index the class files of a snapshot; Java needs no settings, only paths."""
    return _jvm_files.JavaResolver(snapshot.entries)


def _unit(code: bytes) -> Unit:
    head = code.partition(b"{")[0]
    lines = LineCounter(code)
    package = _PACKAGE.search(head)
    imports = []
    for match in _IMPORT.finditer(head):
        name = text(match[2])
        if name.strip(".*") and ".." not in name:
            imports.append(Import(intern(("static " if match[1] else "") + name), lines.at(match.start(2))))
    bound = frozenset(one.name.rpartition(".")[2] for one in imports)
    return Unit((text(package[1]) if package else "",), tuple(imports), bound)
