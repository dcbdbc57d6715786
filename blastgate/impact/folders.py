"""What a folder's name says about the manifests in it: vendored, made for tests, an example, tooling, documentation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

# Settings of developers' tools: what they import does not ship. Bundlers' settings are not among them: those do.
_TOOL_SETTINGS = re.compile(
    r"(?:^|/)\.?(?:eslint|jest|vitest|playwright|prettier|commitlint|lint-staged|stylelint|cypress|karma)"
    r"(?:rc)?(?:\.(?:config|setup|workspace))?\.[cm]?[jt]s$"
)

Role = Literal["vendored", "fixture", "test", "example", "tooling", "docs", "product"]

ROLES: dict[Role, frozenset[str]] = {
    "vendored": frozenset(
        {"node_modules", "vendor", "bower_components", "site-packages", "third_party", ".venv", ".yarn"}
    ),
    "fixture": frozenset({"fixtures", "fixture", "__fixtures__", "testdata", "test-data", "test_data", "__mocks__"}),
    "test": frozenset(
        {
            *("test", "tests", "__tests__", "e2e", "e2e-tests", "e2e_tests", "spec", "specs", "testing", "cypress"),
            *("integration-tests", "integration_tests", "functional-tests", "functional_tests", "benchmarks"),
            "benches",
        }
    ),
    "example": frozenset(
        {"example", "examples", "sample", "samples", "demos", "template", "templates", "playground", "starters"}
    ),
    "tooling": frozenset({"tools", "tooling", "scripts", "hack", "ci"}),
    "docs": frozenset({"docs", "doc", "documentation"}),
}


@lru_cache(maxsize=65536)
def role_of(folder: str) -> Role:
    """Tell the role of a folder by the parts of its path; the first role of ROLES that any part has decides.

    A folder below a dot-folder (``.github``, ``.devcontainer``) is tooling. Names are a convention, not a format: a
    policy's ``components:`` says otherwise where they mislead.
    """
    parts = folder.lower().split("/")
    for role, names in ROLES.items():
        if not names.isdisjoint(parts) or (role == "tooling" and any(part.startswith(".") for part in parts)):
            return role
    return "product"


def is_tool_settings(path: str) -> bool:
    """Tell by its name whether a source file only sets up a linter or a test runner."""
    return _TOOL_SETTINGS.search(path) is not None


def is_unshipped(folder: str) -> bool:
    """Tell whether what stands in a folder is a test, a fixture or an example: nothing that ships depends on it."""
    return role_of(folder) in ("fixture", "example", "test")
