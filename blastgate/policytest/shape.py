"""The shape of ``.blastgate.test.yml`` as pydantic models: which keys there are, and what they hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from blastgate.policy.reading.shape import LevelName, Shape, Texts

Count = Annotated[int, Field(ge=0, le=1_000_000)]
StatusWord = Literal["added", "modified", "deleted", "renamed", "mode-changed", "submodule"]
Answer = Literal["yes", "no", "unknown", True, False]


class FileShape(Shape):
    """A changed file: its status, its lines, or how many there are of them."""

    status: StatusWord = Field(default="modified", description="What happened to it.")
    from_: str = Field(default="", alias="from", description="The path it was renamed from.")
    added_lines: Texts = Field(default=[], description="Lines it gains; content rules and guardrails see them.")
    removed_lines: Texts = Field(default=[], description="Lines it loses.")
    lines: Count = Field(default=0, description="How many lines change in all, where the text does not matter.")
    binary: bool = Field(default=False, description="It has no lines.")


def _form(value: Any) -> str | None:
    forms: dict[type, str] = {str: "word", int: "count", dict: "map"}
    return forms.get(type(value))


FileSketch = Annotated[
    Annotated[StatusWord, Tag("word")] | Annotated[Count, Tag("count")] | Annotated[FileShape, Tag("map")],
    Discriminator(_form),
]


class ChangeShape(Shape):
    """A sketch of a change: what it leaves out is as harmless as can be."""

    files: dict[str, FileSketch] = Field(description="Path: a status, a number of lines, or a mapping of both.")
    services: Count = Field(default=0, description="Services and apps that ship differently.")
    runtime_services: Count = Field(default=0, description="Further services that only notice at runtime.")
    affected_files: Count = Field(default=0, description="Source files that reach a changed one through imports.")
    ai: Answer = Field(default="no", description="Is there evidence of AI?")
    author: str = Field(default="any", description="A group that every author belongs to.")


class ExpectationShape(Shape):
    """What the policy should say; what is left out is not looked at."""

    level: LevelName = "low"
    outcome: Literal["pass", "warn", "review", "block"] = "pass"
    requirements: Texts = Field(default=[], description="Exactly the groups that must approve.")
    guardrails: Texts = Field(default=[], description="Exactly the guardrails that speak.")


class ExampleShape(Shape):
    """One example."""

    name: str = Field(min_length=1, max_length=200, description="What it shows, in a sentence.")
    change: ChangeShape
    expect: ExpectationShape


class TestFileShape(Shape):
    """Examples for `blastgate policy test` (`.blastgate.test.yml`)."""

    __test__ = False  # no test of pytest's

    version: Literal[1]
    examples: list[ExampleShape]


def examples_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the file of examples."""
    from blastgate.policy.reading.schema import DIALECT, without_defaults

    schema: dict[str, Any] = without_defaults(TestFileShape.model_json_schema())
    return {"$schema": DIALECT, **schema}
