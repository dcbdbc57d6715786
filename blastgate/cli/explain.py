"""``blastgate explain``: why this outcome, or the manual page of a thing."""

from __future__ import annotations

from functools import cache
from typing import Any

import click

from blastgate import pipeline, registry
from blastgate.cli import options
from blastgate.errors import UsageError
from blastgate.manual.interface import Page, Subject
from blastgate.reporters.proof.text import report
from blastgate.reporters.screen.ink import lay_out, line, title

ROOM = "blastgate.manual"


@click.command()
@click.argument("topic", metavar="[PATH|CATEGORY|GUARDRAIL|SETTING]", required=False)
@click.option("--base", metavar="REF", help="Explain the change from this ref.  [default: the default branch]")
@click.option("--head", metavar="REF", help="Explain the change to this ref.  [default: HEAD]")
@options.repo_option
@options.policy_option
@options.verbose_option
@options.color_option
def command(**given: Any) -> None:
    """Explain the verdict on your change, or any word of the policy.

    The verdict is a tree, from the outcome down to each file and line. One thing may be named instead: a file of the
    repository, a category or a guardrail of the policy, a setting of the policy file (levels, levels.low.max_files).
    """
    target = options.Target("text", None)
    look = options.look(given["color"], target, given["verbose"])
    if given["topic"] is None:
        range_ = pipeline.Range(given["base"], given["head"])
        options.write(report(pipeline.check(given["repo"], range_, given["policy_file"]), look), target)
        return
    pages = find_pages(given["topic"], _subject(given))
    lines = [drawn for page in pages for drawn in (title(page.title), *(line(t, indent=2) for t in page.lines), line())]
    options.write(lay_out(lines[:-1], look), target)


def find_pages(topic: str, subject: Subject) -> list[Page]:
    """Find every page on a topic. Raises UsageError with the nearest name when there is none."""
    manuals = registry.discover(ROOM)
    pages = [page for manual in manuals if (page := manual.explain(topic, subject)) is not None]
    if pages:
        return pages
    from difflib import get_close_matches

    names = sorted({name for manual in manuals for name in manual.topics(subject)})
    near = get_close_matches(topic, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"name a path or one of: {', '.join(names)}"
    raise UsageError("is no path, category, guardrail or setting", topic, hint)


def _subject(given: dict[str, Any]) -> Subject:
    policy, graph = pipeline.policy_and_graph(given["repo"], given["head"], given["policy_file"])
    return Subject(policy, cache(graph))
