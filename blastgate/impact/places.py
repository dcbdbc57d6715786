"""Files that a change may touch without affecting anyone: prose, the settings of its sites, and tests."""

from __future__ import annotations

from blastgate.impact.files import extension, language_of

PROSE = frozenset({".md", ".mdx", ".markdown", ".rst", ".adoc", ".asciidoc"})
SITES = ("mkdocs.yml", "mkdocs.yaml", "docs/docs.json", "docs/mint.json")  # of MkDocs and Mintlify


def is_quiet(path: str) -> bool:
    """Tell whether a changed file touches its component yet affects no service (documentation or a test)."""
    return extension(path) in PROSE or f"/{path}".endswith(tuple(f"/{name}" for name in SITES)) or is_test(path)


def is_test(path: str) -> bool:
    """Tell whether the conventions of the file's language make it a test; other files go by a ``tests`` folder."""
    language = language_of(path)
    if language is not None:
        return language.is_test(path)
    return any(part in {"test", "tests", "__tests__", "testdata", "__snapshots__"} for part in path.split("/")[:-1])


def is_used_unseen(path: str) -> bool:
    """Tell whether files of this kind are also used where no import says so: templates, contracts, infrastructure."""
    return getattr(language_of(path), "USED_UNSEEN", False)
