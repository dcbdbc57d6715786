"""What a language file offers. The bytes decide what is imported; the snapshot's paths decide which file that is."""

from __future__ import annotations

from typing import Protocol

from blastgate.model.graph import EdgeKind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot


class Import(NamedTuple):
    """One import as written: the name in the language's own spelling, the 1-based line, and the kind of edge."""

    name: str
    line: int
    kind: EdgeKind = "import"


class Resolver(Protocol):
    """Knows the files and settings of one snapshot and finds what an import means there."""

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Return the files an import of ``path`` means; ``()`` when it is external, None when it looks internal but
        is nowhere to be found."""


class ByName(Protocol):
    """What a resolver offers besides when it finds files by their names."""

    def by_name(self, path: str, fresh: bool) -> bool:
        """Tell whether this path, there or not, leaves alone what an import means that does not write the name of the
        file (without extensions; capitals, ``_`` and ``-`` aside) or of a folder that has files of its ending only with
        it, in itself or below, and whose file has no such name in its path either. ``fresh``: all that is in its
        folder came or went with it."""


class Language(Protocol):
    """A language is one module with these names, and three more where they are needed.

    ``extract_strings(data)`` finds the imports by string; they count where the policy says ``string_imports: count``.
    ``PATH_WORDS``, for JSON, YAML and HTML: a path must have one of them, as a whole token, for the file to be read at
    all. ``USED_UNSEEN = True``: code uses such files in ways that no import shows, so a change to one affects all who
    use its component.
    """

    NAME: str
    EXTENSIONS: tuple[str, ...]  # lower case, with the dot
    VERSION: int  # raise it when extract() answers differently: cached facts carry it

    def extract(self, data: bytes) -> tuple[Import, ...]:
        """Find the imports in a file's bytes; never raises, whatever the bytes."""

    def is_test(self, path: str) -> bool:
        """Tell whether the language's conventions make this path a test."""

    def resolver(self, snapshot: Snapshot) -> Resolver:
        """Read the settings that steer resolution (once per snapshot) and return a resolver."""
