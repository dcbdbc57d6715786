"""What Gradle build scripts take from a version catalog, and whether it ships.

Source: https://docs.gradle.org/current/userguide/version_catalogs.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._code import Code
from blastgate.model.named import NamedTuple

_HEAD = re.compile(r"[\w\"'.]{1,80}")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NOT_SHIPPED = frozenset({"test", "tests", "testing", "jmh", "benchmark", "lint", "detekt", "kover", "dokka"})
_ACCESSOR = re.compile(r"\blibs\s{0,9}\.\s{0,9}([A-Za-z]\w{0,99}(?:\.\w{1,99}){0,20})")
_WORD = re.compile(r"[A-Za-z][\w.-]{0,199}")


class Alias(NamedTuple):
    """An alias as the accessor has it (``okhttp.core``, ``plugins.kotlin.jvm``), perhaps with calls after it."""

    name: str
    dev: bool


def accessor_of(alias: str) -> str:
    """Write an alias as its accessor: dashes and underscores part words as dots do."""
    return re.sub(r"[-_]", ".", alias)


def aliases_in(code: Code, strings: bool) -> Iterator[Alias]:
    """Yield the aliases that a script names; ``strings``: whatever it says in quotes may be one too."""
    for found in _ACCESSOR.finditer(code.text):
        yield Alias(accessor_of(found[1]), is_dev(code, found.start()))
    for literal in code.strings() if strings else ():
        if _WORD.fullmatch(literal.value):
            name = accessor_of(literal.value)
            yield from (Alias(prefix + name, False) for prefix in ("", "plugins.", "bundles.", "versions."))


def is_dev(code: Code, at: int) -> bool:
    """Tell by the configuration that takes something in, and by the blocks around it, whether it does not ship."""
    heads = [at, *code.enclosing(at)]
    lines = (code.text[max(code.text.rfind("\n", 0, head), head - 300) + 1 : head] for head in heads)
    words = (word for line in lines for word in _HEAD.findall(line))
    return any(token.lower() in _NOT_SHIPPED for word in words for token in _TOKEN.findall(word))
