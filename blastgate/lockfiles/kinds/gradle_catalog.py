"""libs.versions.toml: the versions that a Gradle build sets for all its projects, by the aliases they are used under.

Source: https://docs.gradle.org/current/userguide/version_catalogs.html#sec:version-catalog-declaration
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from blastgate.lockfiles.kinds._text import as_map, as_text, toml_document
from blastgate.lockfiles.kinds.interface import Lock, LockError, Package
from blastgate.manifests._gradle_aliases import accessor_of

NAME = "gradle-catalog"
FILES = ("libs.versions.toml",)
SPACE = "gradle-alias"

TABLES = ("versions", "libraries", "plugins", "bundles")


def read(data: bytes) -> Lock:
    """Read a catalog; libraries and plugins need the version that they refer to, bundles their libraries.

    Raises LockError.
    """
    document = toml_document(data)
    if not any(table in document for table in TABLES):
        raise LockError("it sets no versions")
    packages = {package.name: package for package in _packages(document)}
    others = {key: value for key, value in document.items() if key not in TABLES}
    return Lock(packages, linked=False, settings=json.dumps(others, sort_keys=True, default=str))


def _packages(document: dict[str, Any]) -> Iterator[Package]:
    for alias, wanted in as_map(document.get("versions")).items():
        yield Package(f"versions.{accessor_of(alias)}", _plain(wanted))
    for table, prefix in (("libraries", ""), ("plugins", "plugins.")):
        for alias, wanted in as_map(document.get(table)).items():
            version = as_map(wanted).get("version")
            reference = as_text(as_map(version).get("ref"))
            needs = (f"versions.{accessor_of(reference)}",) if reference else ()
            yield Package(
                prefix + accessor_of(alias), "" if reference else _plain(version), _plain(wanted), needs=needs
            )
    for alias, libraries in as_map(document.get("bundles")).items():
        named = (
            [accessor_of(name) for name in libraries if isinstance(name, str)] if isinstance(libraries, list) else []
        )
        yield Package(f"bundles.{accessor_of(alias)}", "", _plain(libraries), needs=tuple(named))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, sort_keys=True, default=str)
