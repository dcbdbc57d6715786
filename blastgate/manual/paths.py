"""A file's page: what the policy makes of it, the component that owns it, and who depends on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from blastgate.impact.affected import radius_of
from blastgate.impact.places import is_quiet
from blastgate.impact.references import owner_of
from blastgate.manual.interface import Page, Subject
from blastgate.model.graph import Graph
from blastgate.model.wording import count, some
from blastgate.policy.matching.match import compile_rules, file_level
from blastgate.policy.model import Policy


def topics(_: Subject) -> Collection[str]:
    """Paths are too many to list."""
    return ()


def explain(topic: str, subject: Subject) -> Page | None:
    """Write the page of a path; it need not exist yet."""
    if "/" not in topic and "." not in topic:
        return None
    return Page(topic, (*_policy_lines(topic, subject.policy), *_graph_lines(topic, subject.graph())))


def _policy_lines(path: str, policy: Policy) -> Iterator[str]:
    rules = compile_rules(tuple(rule for layer in policy.layers for rule in layer.categories))(path)
    level = file_level(rules, (), policy.layers)
    yield f"Level {level}, before size limits and before its changed lines are seen."
    for rule in rules:
        effect = f"at least {rule.at_least}" if rule.at_least else f"at most {rule.at_most}"
        yield f"  {rule.category}: {effect}  ({rule.location})"
    if not rules:
        yield "  No category sees it: the policy's default holds."
    yield from _critical_lines(path, policy)


def _critical_lines(path: str, policy: Policy) -> Iterator[str]:
    for rule in policy.components:
        if rule.criticality and rule.root is not None and f"{path}/".startswith(f"{rule.root}/" if rule.root else ""):
            yield f"  component {rule.name}: at least {rule.criticality}, but for prose and tests  ({rule.location})"


def _graph_lines(path: str, graph: Graph) -> Iterator[str]:
    owner = owner_of(graph)(path)
    component = next((c for c in graph.components if c.name == owner), None)
    if component is None:
        yield "No component owns it."
    else:
        yield f"It belongs to {component.name}, a component of kind {component.kind} ({component.source})."
    if is_quiet(path):
        yield "Documentation and tests touch their component and affect no service."
        return
    radius = radius_of([path], graph)
    code = [a.name for a in radius.components if a.reach == "code" and a.distance > 0]
    runtime = [a.name for a in radius.components if a.reach == "runtime"]
    yield f"A change to it reaches {count(len(code), 'other component')} by code{_names(code)}"
    yield f"and {count(len(runtime), 'other component')} at runtime{_names(runtime)}."


def _names(names: list[str]) -> str:
    return f" ({some(names, 5)})" if names else ""
