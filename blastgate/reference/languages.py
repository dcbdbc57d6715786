"""The page of languages, manifest kinds and lockfiles, from their files."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate import registry
from blastgate.reference._markdown import code, first, table

TITLE = "Languages, manifests and lockfiles"
ABOUT = "which files the dependency graph is read from."


def parts() -> Iterator[str]:
    """Write one table each."""
    yield (
        "What is read of them and what is not seen is told in [Languages](../languages.md), "
        "[Packages and lockfiles](../manifests.md) and [Infrastructure](../infrastructure.md)."
    )
    yield "## Languages"
    rows = [(m.NAME, code(*m.EXTENSIONS), first(m.__doc__)) for m in registry.discover("blastgate.languages")]
    yield table(("language", "files", "reads"), rows)
    yield "## Manifest kinds"
    yield "A kind without names of files is asked about every path of the tree."
    rows = [
        (m.NAME, code(*getattr(m, "FILES", ())), first(m.__doc__)) for m in registry.discover("blastgate.manifests")
    ]
    yield table(("kind", "files", "reads"), rows)
    yield "## Lockfiles"
    rows = [(m.NAME, code(*m.FILES), first(m.__doc__)) for m in registry.discover("blastgate.lockfiles.kinds")]
    yield table(("kind", "files", "reads"), rows)
