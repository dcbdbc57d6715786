"""BUILD files as text: the targets at their top level and the labels each names. Never evaluated.

Source: https://bazel.build/concepts/build-files, https://www.pantsbuild.org/stable/docs/using-pants/key-concepts/targets-and-build-files
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._code import Code, Literal
from blastgate.manifests._text import folder_of
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

MAX_TARGETS = 5_000

_CALL = re.compile(r"^([A-Za-z_][\w.]*+)[ \t]*+\(", re.MULTILINE)
# Attributes whose labels say who may use a target, or where it fits: not what it is made of.
_BESIDE = re.compile(
    r"\b(?:visibility|default_visibility|packages|target_compatible_with|exec_compatible_with|compatible_with"
    r"|restricted_to|tags|features|licenses|name|include_prefix|strip_include_prefix)\s*+=\s*+"
)
_TEST_ONLY = re.compile(r"\btestonly\s*+=\s*+(?:True|1)\b")
_IMAGE = re.compile(r"(?:^|_)(?:image|oci_image|container_image|docker_image|docker_build)$")
_RUNS = re.compile(r"(?:_binary|_app|_application|_lambda|_deploy_jar|_cloud_function|_aws_lambda_function)$")
_SETS = frozenset(
    {
        *("filegroup", "exports_files", "package", "licenses", "config_setting", "package_group", "alias", "genrule"),
        *("toolchain", "constraint_value", "constraint_setting", "resource", "resources", "files", "file", "platform"),
        *("python_requirements", "python_requirement", "poetry_requirements", "gazelle", "__defaults__", "bool_flag"),
        *("string_flag", "bzl_library", "stardoc", "write_source_files", "npm_link_all_packages", "glob"),
    }
)


class Target(NamedTuple):
    """One call of a rule or macro: its name, whether only tests use it, and the strings that may be labels."""

    rule: str
    dev: bool
    labels: tuple[Literal, ...]


def targets(code: Code) -> Iterator[Target]:
    """Yield what stands at the top level; of a ``load``, the file that it takes in."""
    for count, found in enumerate(_CALL.finditer(code.text)):
        if count == MAX_TARGETS:
            return
        start, end = found.end(), code.closing(found.end() - 1)
        strings = list(code.strings(start, end))
        if found[1] == "load":
            yield Target("load", False, tuple(strings[:1]))
            continue
        beside = list(_spans(code, start, end))
        labels = tuple(s for s in strings if not any(first <= s.at < last for first, last in beside))
        dev = is_test(found[1]) or _TEST_ONLY.search(code.text, start, end) is not None
        yield Target(found[1], dev, labels)


def is_test(rule: str) -> bool:
    """Tell by a rule's name whether its targets are tests."""
    return rule.endswith(("_test", "_tests", "_test_suite", "test_suite", "_test_utils", "test_library"))


def kind_of_rules(rules: set[str]) -> Kind | None:
    """Guess the kind of a package from its rules; None where it only holds files and settings for others."""
    made = {rule.rpartition(".")[2] for rule in rules} - _SETS - {"load"}
    if any(_IMAGE.search(rule) for rule in made):
        return "service"
    if any(_RUNS.search(rule) for rule in made):
        return "app"
    if made and all(is_test(rule) for rule in made):
        return "tool"
    return "library" if made else None


def folder_above(folder: str, names: tuple[str, ...], snapshot: Snapshot) -> str | None:
    """Find the nearest folder, itself or above, that holds a file of one of these names."""
    while True:
        if any((f"{folder}/{name}" if folder else name) in snapshot for name in names):
            return folder
        if not folder:
            return None
        folder = folder_of(folder)


def _spans(code: Code, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where values stand whose labels are no dependencies: lists to their end, strings alone."""
    for found in _BESIDE.finditer(code.text, start, end):
        value = found.end()
        bracket = code.text[value : value + 1] in ("[", "(", "{")
        literal = next(code.strings(value, end), None) if not bracket else None
        alone = literal is not None and literal.at == value
        yield found.start(), code.closing(value) if bracket else value + (1 if alone else 0)
