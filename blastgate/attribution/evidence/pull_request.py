"""What surrounds the commits: the pull request's text, labels and branch, and the branch that a merge names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blastgate.attribution.evidence.footers import find_footers
from blastgate.attribution.evidence.sessions import alone
from blastgate.attribution.own import find_in_all
from blastgate.attribution.text import quote, visible
from blastgate.attribution.tools import Mark, Tools, matches
from blastgate.model.attribution import Evidence
from blastgate.model.change import Commit

# "Merge pull request #12 from owner/branch" is what GitHub writes; merges of the base name no branch of an agent.
MERGE = re.compile(r"Merge pull request #\d+ from [^/\s]+/(?P<branch>\S+)")


@dataclass(frozen=True, slots=True)
class PullRequest:
    """The parts of a pull request that may bear marks of a tool."""

    body: str = ""
    labels: tuple[str, ...] = ()
    branch: str = ""


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find the branch of an agent in the subject of a merge: weak, for the merged commits speak for themselves."""
    merge = MERGE.match(commit.message) if len(commit.parents) > 1 else None
    mark = _branch(merge["branch"], tools) if merge else None
    return (Evidence(mark.tool.name, "branch", "weak", quote(commit.subject)),) if mark else ()


def find_in_pull_request(pull: PullRequest, tools: Tools) -> tuple[Evidence, ...]:
    """Find marks in the body, the labels and the name of the branch of a pull request."""
    found = find_in_all(lambda table: _find_in_pull_request(pull, table), tools)
    return tuple(dict.fromkeys(found))


def _find_in_pull_request(pull: PullRequest, tools: Tools) -> list[Evidence]:
    from blastgate.attribution.sections import find_sections
    from blastgate.attribution.sentences import find_disclosures

    text = visible(pull.body)
    found = [
        *find_footers(text, "pr-body", tools),
        *find_sections(text, "pr-body", tools),
        *find_disclosures("", text, "pr-body", "", tools),
    ]
    for line in text.splitlines():
        found.extend(_line_marks(line, tools))
    for label in pull.labels:
        if mark := tools.labels.get(label.lower()):
            found.append(Evidence(mark.tool.name, "label", mark.strength, quote(label), "disclosed"))
    if mark := _branch(pull.branch, tools):
        found.append(Evidence(mark.tool.name, "branch", mark.strength, quote(pull.branch)))
    return found


def _line_marks(line: str, tools: Tools) -> list[Evidence]:
    lower = line.lower()
    tellers = [mark.tool for mark in tools.pr_body if matches(line.strip(), mark.pattern)]
    tellers.extend(tool for link, tool in tools.links if link in lower and alone(line, link))
    return [Evidence(tool.name, "pr-body", "strong", quote(line)) for tool in tellers]


def _branch(branch: str, tools: Tools) -> Mark | None:
    marks = (mark for mark in tools.branches if matches(branch, mark.pattern))
    return min(marks, key=lambda mark: (mark.strength == "weak", -len(mark.pattern)), default=None)
