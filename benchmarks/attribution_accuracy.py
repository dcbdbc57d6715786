"""Measure attribution on labelled commits: ``python benchmarks/attribution_accuracy.py SAMPLES_DIR``.

Reads every ``*.jsonl`` of the folder whose records have the fields id, author_name, author_email, committer_name,
committer_email, date, parents, message, label (ai, human, bot, ambiguous), tool, tools and why. Prints precision,
recall, how often the right tool is named, and every miss with the label's reason. ``ambiguous`` records are listed
with what was found and counted in no figure.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.tools import load_tools
from blastgate.model.attribution import CommitAttribution
from blastgate.model.change import Commit, Identity


def read_records(folder: Path) -> list[dict[str, Any]]:
    """Read the labelled commits of a folder."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines())
    records = (json.loads(line) for line in lines if line.strip())
    return [record for record in records if "label" in record and "message" in record]


def commit_of(record: dict[str, Any]) -> Commit:
    """Make a commit of a record."""
    author = Identity(record["author_name"], record["author_email"])
    committer = Identity(record["committer_name"], record["committer_email"])
    parents = tuple("0" * 40 for _ in range(int(record["parents"])))
    return Commit(record["sha"], parents, author, committer, record["date"], record["message"])


def judge(records: list[dict[str, Any]]) -> list[tuple[dict[str, Any], CommitAttribution]]:
    """Attribute every record."""
    tools = load_tools()
    return [(record, attribute_commit(commit_of(record), tools)) for record in records]


def counted_tools(judged: CommitAttribution) -> set[str]:
    """List the tools that a commit's state rests on."""
    return {
        e.tool for e in judged.evidence if e.strength != "weak" and e.role in ("authored", "co-authored", "disclosed")
    }


def is_miss(record: dict[str, Any], judged: CommitAttribution) -> bool:
    """Tell whether the state or the tool differs from the label; ``unknown`` accuses nobody and misses only AI."""
    if record["label"] == "ai":
        return judged.state != "ai" or record["tool"] not in counted_tools(judged)
    return judged.state == "ai"


def ratio(part: int, whole: int) -> str:
    """Write a ratio with its numbers."""
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "- (0/0)"


def show(record: dict[str, Any], judged: CommitAttribution) -> str:
    """Describe one record and what was found."""
    found = "; ".join(f"{e.tool} {e.kind} {e.strength} {e.role}: {e.quote}" for e in judged.evidence) or "no evidence"
    label = f"{record['label']} {record['tool'] or ''}".strip()
    head = f"  {record['id']} {record['repo']}: label {label}, found {judged.state}"
    return f"{head}\n    why: {record['why']}\n    found: {found}"


def report(pairs: list[tuple[dict[str, Any], CommitAttribution]]) -> str:
    """Write the figures, the misses and the ambiguous records."""
    sure = [(record, judged) for record, judged in pairs if record["label"] != "ambiguous"]
    ai = [(record, judged) for record, judged in sure if record["label"] == "ai"]
    called = [(record, judged) for record, judged in sure if judged.state == "ai"]
    hits = [(record, judged) for record, judged in ai if judged.state == "ai"]
    right = sum(record["tool"] in counted_tools(judged) for record, judged in hits)
    states = Counter(f"{record['label']} -> {judged.state}" for record, judged in pairs)
    return "\n".join(
        [
            f"precision        {ratio(len(hits), len(called))}",
            f"recall           {ratio(len(hits), len(ai))}",
            f"right tool named {ratio(right, len(hits))}",
            f"states           {', '.join(f'{key} {count}' for key, count in sorted(states.items()))}",
            "misses:",
            *[show(record, judged) for record, judged in sure if is_miss(record, judged)],
            "ambiguous:",
            *[show(record, judged) for record, judged in pairs if record["label"] == "ambiguous"],
        ]
    )


def main(arguments: list[str]) -> int:
    """Run the measurement on the folder named by the only argument."""
    if len(arguments) != 1 or not (records := read_records(Path(arguments[0]))):
        print(f"usage: {Path(__file__).name} SAMPLES_DIR (a folder with labelled *.jsonl)", file=sys.stderr)
        return 2
    print(report(judge(records)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
