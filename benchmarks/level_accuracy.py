"""Hold levels against those that a person gave by hand: ``make levels REPOSITORIES=folder [LABELS="more.jsonl..."]``.

Judges the commits of ``levels.jsonl`` (repository, sha, level, accept, reason, part) with the ``recommended`` pack, as
``check --base sha^ --head sha`` does, for every repository found in the folder as owner/name, owner+name or name, with
or without ``.git`` or ``/repo``. Further files of labels may name their fields as in :data:`FOREIGN`. Prints per part
the exact and accepted shares, the confusion matrix, what is outside the accepted levels, and every high called lower.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from blastgate import pipeline, registry
from blastgate.errors import BlastgateError
from blastgate.model.classification import LEVELS

OWN = Path(__file__).with_name("levels.jsonl")
POLICY = next(path for path in registry.rule_files("policies") if path.stem == "recommended")
FOREIGN = {
    "repo": "repository",
    "head_sha": "sha",
    "expected_level": "level",
    "accept_levels": "accept",
    "why": "reason",
}


class Label(NamedTuple):
    """What a person said of one commit; ``accept`` are the levels that can be defended."""

    part: str
    repository: str
    sha: str
    level: str
    accept: tuple[str, ...]
    reason: str


class Judged(NamedTuple):
    """A label beside what blastgate says: a level with its reasons, or why it could not say any."""

    label: Label
    level: str
    reasons: tuple[str, ...]


def read_labels(path: Path) -> Iterator[Label]:
    """Read a file of labels, one JSON object on each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = {FOREIGN.get(key, key): value for key, value in json.loads(line).items()}
        part = record.get("part", path.name)
        accept, reason = tuple(record["accept"]), record["reason"]
        yield Label(part, record["repository"], record["sha"], record["level"], accept, reason)


def find_repository(folder: Path, name: str) -> Path | None:
    """Find a repository in a folder, bare or not."""
    stems = (name, name.replace("/", "+"), name.rpartition("/")[2])
    places = (folder / f"{stem}{end}" for stem in stems for end in ("", ".git", "/repo"))
    return next((place for place in places if (place / "HEAD").is_file() or (place / ".git").exists()), None)


def judge(repository: Path, label: Label) -> Judged:
    """Judge one commit against its first parent."""
    try:
        range_ = pipeline.Range(base=f"{label.sha}^", head=label.sha)
        found = pipeline.check(repository, range_, POLICY).classification
    except BlastgateError as error:
        return Judged(label, "error", (str(error),))
    deciding = [reason.text for reason in found.reasons if reason.level == found.level]
    return Judged(label, found.level, tuple(deciding[:3]))


def share(part: int, whole: int) -> str:
    """Write a share with its numbers."""
    return f"{part / whole:6.1%} ({part} of {whole})" if whole else "- (0 of 0)"


def matrix(judged: list[Judged]) -> Iterator[str]:
    """Write the confusion matrix: a row for each level of the labels, a column for each called."""
    columns = (*LEVELS, *(("error",) if any(one.level == "error" for one in judged) else ()))
    counts = Counter((one.label.level, one.level) for one in judged)
    yield f"  {'label':8}" + "".join(f"{'called ' + level:>15}" for level in columns)
    for level in LEVELS:
        yield f"  {level:8}" + "".join(f"{counts[level, called]:15}" for called in columns)


def tell(one: Judged) -> str:
    """Show one commit with both sides."""
    label = one.label
    head = f"  {label.repository} {label.sha[:10]}: label {label.level} ({', '.join(label.accept)}), called {one.level}"
    return "\n".join([head, f"    label: {label.reason}", *(f"    blastgate: {text}" for text in one.reasons)])


def report(part: str, judged: list[Judged]) -> str:
    """Write the figures of one part, then all that a reviewer would not accept and every high called lower."""
    exact = [one for one in judged if one.level == one.label.level]
    outside = [one for one in judged if one.level not in one.label.accept]
    missed = [one for one in judged if one.label.level == "high" and one.level != "high"]
    accepted = [one for one in missed if one.level in one.label.accept]
    repositories = len({one.label.repository for one in judged})
    return "\n".join(
        [
            f"{part}: {len(judged)} commits of {repositories} repositories",
            f"  exact    {share(len(exact), len(judged))}",
            f"  accepted {share(len(judged) - len(outside), len(judged))}",
            f"  high called lower: {len(missed)}, of which acceptable {len(accepted)}",
            *matrix(judged),
            *(["outside what a reviewer accepts:"] if outside else []),
            *map(tell, outside),
            *(["high called lower, acceptably:"] if accepted else []),
            *map(tell, accepted),
            "",
        ]
    )


def main(arguments: list[str]) -> int:
    """Measure on the repositories of a folder, with the labels of this project and of further files."""
    if not arguments or not Path(arguments[0]).is_dir():
        print(f"usage: {Path(__file__).name} FOLDER_OF_REPOSITORIES [LABELS.jsonl...]", file=sys.stderr)
        return 2
    labels = [label for path in (OWN, *map(Path, arguments[1:])) for label in read_labels(path)]
    places = {name: find_repository(Path(arguments[0]), name) for name in {label.repository for label in labels}}
    found = sorted((place, label) for label in labels if (place := places[label.repository]))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        judged = list(pool.map(judge, *zip(*found, strict=True))) if found else []
    for part in dict.fromkeys(label.part for label in labels):
        if of_part := [one for one in judged if one.label.part == part]:
            print(report(part, of_part))
    if missing := sorted(name for name, place in places.items() if place is None):
        print(f"not found, so not judged: {', '.join(missing)}")
    return 0 if judged else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
