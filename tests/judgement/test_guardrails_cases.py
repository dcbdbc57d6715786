"""Every guardrail against its cases: what it must say, and what it must leave alone."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml
from sketches import NO_IMPACT, attribution, change, commit, file, guardrail

from blastgate import registry
from blastgate.attribution.attribute import attribute
from blastgate.attribution.tools import load_tools
from blastgate.guardrails.interface import Case, RecentWork
from blastgate.model.change import Commit, FileChange, Patch
from blastgate.model.classification import Classification
from blastgate.model.verdict import GuardrailFinding

CASES = Path(__file__).parent.parent / "cases" / "guardrails"
NAMES = registry.names("blastgate.guardrails")
TOOLS = load_tools()


def load(name: str) -> list[dict[str, Any]]:
    """Read the cases of one guardrail."""
    text = (CASES / f"{name}.yml").read_text(encoding="utf-8").replace("<>", "")
    cases: list[dict[str, Any]] = yaml.safe_load(text)
    return cases


def commit_of(given: dict[str, Any]) -> Commit:
    """Sketch the commit of a case: its message, and what else is not as usual."""
    sketch = commit(**{key: given[key] for key in ("author", "message", "sha") if key in given})
    return sketch._replace(parents=("p",) * given.get("parents", 1))


def sketch_file(path: str, given: str | dict[str, Any]) -> tuple[FileChange, Patch | None]:
    """Sketch a file of a case: its changed lines, or what is known of it; ``old`` and ``new`` are whole texts."""
    if isinstance(given, str):
        return file(path, given)
    blobs = {f"{side}_blob": f"{path} {side}" for side in ("old", "new") if side in given}
    return file(path, **{key: value for key, value in given.items() if key not in ("old", "new")}, **blobs)


def texts_of(given: dict[str, Any]) -> dict[str, str]:
    """Give the whole texts of a case by blob."""
    files = [(path, f) for path, f in given["files"].items() if isinstance(f, dict)]
    return {f"{path} {side}": f[side] for path, f in files for side in ("old", "new") if side in f}


def recent_of(given: dict[str, Any]) -> tuple[RecentWork, ...] | None:
    """Sketch what AI did to the base of late; None where the case does not say."""
    if "recent" not in given:
        return None
    return tuple(
        RecentWork(r["sha"], "Change it", frozenset(r["components"]), r.get("additions", 1), r.get("days_ago", 1.0))
        for r in given["recent"]
    )


def ask(name: str, given: dict[str, Any]) -> GuardrailFinding | None:
    """Build the case's change and ask the guardrail, with its default demand unless the case sets another."""
    module = registry.load("blastgate.guardrails", name)
    options = {key: tuple(v) if isinstance(v, list) else v for key, v in given.get("options", {}).items()}
    setting = guardrail(name.replace("_", "-"), given.get("then", module.DEFAULT_THEN), **options)
    files = [sketch_file(path, f) for path, f in given["files"].items()]
    commits = tuple(commit_of(one) for one in given.get("commits", []))
    known = given.get("commits_known", True)
    sketch = change(*files, commits=commits, commits_known=known)
    sketch = sketch._replace(head=given.get("head", "h" * 40), texts=texts_of(given))
    groups = frozenset(given.get("author", []))
    ai = given.get("ai", True)
    said = attribute(commits, known, TOOLS) if commits else attribution("ai" if ai else "none")
    impact = NO_IMPACT._replace(touched=tuple(given.get("touched", [])))
    case = Case(sketch, impact, said, Classification("low"), ai, groups, recent_of(given), given.get("denied", False))
    found: GuardrailFinding | None = module.look(case, setting)
    return found


ALL = [pytest.param(name, case, id=f"{name}: {case['id']}") for name in NAMES for case in load(name)]


@pytest.mark.parametrize(("name", "given"), ALL)
def test_says_what_the_case_expects(name: str, given: dict[str, Any]) -> None:
    found = ask(name, given)
    if given["says"] is None:
        assert found is None
    else:
        assert found is not None
        assert given["says"] in found.text
        assert found.id == name.replace("_", "-")
        assert sorted(given.get("paths", found.paths)) == list(found.paths)
        assert found.outcome == given.get("outcome", given.get("then", found.outcome))
        for hidden in given.get("never_says", []):
            assert hidden not in found.text


@pytest.mark.parametrize("name", NAMES)
def test_has_cases_for_and_against_and_a_manual_page(name: str) -> None:
    module = registry.load("blastgate.guardrails", name)
    verdicts = {case["says"] is None for case in load(name)}
    assert verdicts == {True, False}
    page = inspect.getdoc(module) or ""
    assert "Example" in page
    assert f"{name}:" in page
    assert all(f"``{option}``" in page for option in module.OPTIONS)
    assert f"``{module.DEFAULT_THEN}``" in page
    assert set(inspect.signature(module.look).parameters) == {"case", "setting"}
