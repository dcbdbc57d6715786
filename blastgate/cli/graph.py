"""``blastgate graph``: draw the dependency graph."""

from __future__ import annotations

from typing import Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options
from blastgate.cli._option import Command, option
from blastgate.impact.focus import focus_on, keep
from blastgate.model.graph import Graph
from blastgate.model.reports import UnresolvedReport
from blastgate.model.version import SCHEMA_VERSION
from blastgate.reporters.graphs.interface import GraphView


@click.command(cls=Command)
@option("--level", type=click.Choice(["component", "file"]), default="component", help="[default: component]")
@option("--head", metavar="REF", help="Draw the graph of this ref.  [default: HEAD]")
@option("--focus", metavar="NAME", help="Only this component, what it depends on, and what depends on it.")
@option("--affected", is_flag=True, help="Only what the change from the default branch to HEAD affects.")
@option("--unresolved", is_flag=True, help="Instead, list the imports that look internal and lead to no file.")
@options.repo_option
@options.policy_option
@options.format_option("blastgate.reporters.graphs")
@options.cache_option
@options.color_option
def command(**given: Any) -> None:
    """Draw the dependency graph of components, or of files."""
    if given["unresolved"]:
        _list_unresolved(given)
        return
    view = _view(given)
    for target in given["targets"]:
        drawer = registry.load("blastgate.reporters.graphs", target.format)
        options.write(drawer.draw(view, options.look(given["color"], target)), target)


def _list_unresolved(given: dict[str, Any]) -> None:
    graph = pipeline.graph(given["repo"], given["head"], given["policy_file"], given["cached"])
    answer = UnresolvedReport(SCHEMA_VERSION, tuple(sorted(graph.unresolved)), graph.warnings)
    for target in given["targets"]:
        name = options.among(target, "blastgate.reporters.unresolved", "--unresolved")
        reporter = registry.load("blastgate.reporters.unresolved", name)
        options.write(reporter.report(answer, options.look(given["color"], target)), target)


def _view(given: dict[str, Any]) -> GraphView:
    graph = pipeline.graph(given["repo"], given["head"], given["policy_file"], given["cached"])
    marked: frozenset[str] = frozenset()
    if given["affected"]:
        graph, marked = _affected(graph, given)
    if given["focus"]:
        graph = focus_on(graph, given["focus"])
    return GraphView(
        level=given["level"],
        components=graph.components,
        edges=graph.edges,
        files=tuple(sorted(graph.files)),
        imports=graph.imports,
        focus=given["focus"] or "",
        affected=marked,
        warnings=graph.warnings,
    )


def _affected(graph: Graph, given: dict[str, Any]) -> tuple[Graph, frozenset[str]]:
    range_ = pipeline.Range(head=given["head"])
    impact = pipeline.check(given["repo"], range_, given["policy_file"], given["cached"]).impact
    names = frozenset(component.name for component in impact.affected)
    return keep(graph, names), frozenset(impact.touched)
