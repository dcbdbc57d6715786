"""The table of operations is within GitHub's description, and the double answers all of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from github_files import DESCRIPTION, needs_files

from blastgate.sources.github.operations import OPERATIONS
from blastgate.testing.github.routes import ROUTES

# docs.github.com, "REST API endpoints for Git trees" and "... for Git blobs": not in the file, so held to the page
BEYOND = {
    "git/get-blob": ("GET", "/repos/{}/{}/git/blobs/{}"),
    "git/get-tree": ("GET", "/repos/{}/{}/git/trees/{}"),
}


@pytest.fixture(scope="module")
def described() -> dict[str, tuple[str, str]]:
    """Method and path of every operation that blastgate may use, the names of parameters left out."""
    paths: dict[str, dict[str, Any]] = json.loads(DESCRIPTION.read_bytes())["paths"]
    return BEYOND | {
        operation["operationId"]: (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "operationId" in operation
    }


@needs_files
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_one_that_may_be_used(name: str, described: dict[str, tuple[str, str]]) -> None:
    operation = OPERATIONS[name]
    assert described[name] == (operation.method, re.sub(r"\{\w+\}", "{}", operation.path))


@needs_files
def test_every_route_of_the_double_is_described(described: dict[str, tuple[str, str]]) -> None:
    known = {(method, re.compile(re.escape(path).replace(r"\{\}", r"[^/]+"))) for method, path in described.values()}
    for route in ROUTES:
        example = re.sub(r"\(\?P<\w+>\[\^/\]\+\)", "x", route.path.pattern).replace("\\", "")
        assert any(method == route.method and path.fullmatch(example) for method, path in known), example


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_double_answers_every_operation(name: str) -> None:
    method, path = OPERATIONS[name].method, re.sub(r"\{\w+\}", "x", OPERATIONS[name].path)
    assert any(route.method == method and route.path.fullmatch(path) for route in ROUTES)


def test_only_what_makes_something_new_each_time_is_not_repeated() -> None:
    assert [name for name, operation in OPERATIONS.items() if not operation.repeatable] == ["issues/create-comment"]
