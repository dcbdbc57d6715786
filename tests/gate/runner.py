"""A small runner for a composite action: its steps one by one, by bash, with the files GitHub's runner gives."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

TOP = Path(__file__).resolve().parents[2]
EXPRESSION = re.compile(r"\$\{\{\s*([a-z._-]+)\s*\}\}")


class Ran(NamedTuple):
    """How an action ended: its exit code, what it printed, its outputs."""

    code: int
    printed: str
    outputs: Mapping[str, str]


def run_action(environment: Mapping[str, str], folder: Path, **inputs: str) -> Ran:
    """Run action.yml with some inputs; the workspace is an empty folder, as in a job without a checkout."""
    action = yaml.safe_load((TOP / "action.yml").read_text())
    given = {name: str(about["default"]) for name, about in action["inputs"].items()} | inputs
    known = {f"inputs.{name}": value for name, value in given.items()} | {"github.action_path": str(TOP)}
    known["github.token"] = environment["GITHUB_TOKEN"]
    known["inputs.token"] = filled(known["inputs.token"], known)
    workspace = folder / "workspace"
    workspace.mkdir(exist_ok=True)
    printed = ""
    for step in action["runs"]["steps"]:
        files = {name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        files["GITHUB_OUTPUT"].write_text("")
        own = {name: filled(value, known) for name, value in step["env"].items()}
        base = {"PATH": os.environ["PATH"], "HOME": str(folder), "RUNNER_TEMP": str(folder)}
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=workspace,
            env={**environment, **base, **{k: str(v) for k, v in files.items()}, **own},
            capture_output=True,
            text=True,
            check=False,
        )
        printed += ran.stdout + ran.stderr
        known |= {f"steps.{step['id']}.outputs.{k}": v for k, v in read_outputs(files["GITHUB_OUTPUT"]).items()}
        if ran.returncode:
            break
    return Ran(ran.returncode, printed, _outputs(action, known))


def _outputs(action: Any, known: Mapping[str, str]) -> dict[str, str]:
    return {name: filled(output["value"], known) for name, output in action["outputs"].items()}


def filled(text: str, known: Mapping[str, str]) -> str:
    """Put values in place of expressions; an output that a step did not write is empty."""
    return EXPRESSION.sub(lambda hit: known.get(hit[1], ""), text)


def read_outputs(file: Path) -> dict[str, str]:
    """Read step outputs as the runner does: ``name=value``, or a name and lines up to the delimiter."""
    found, lines = {}, iter(file.read_text().splitlines())
    for line in lines:
        if "<<" not in line:
            name, value = line.split("=", 1)
            found[name] = value
            continue
        name, end = line.split("<<", 1)
        kept = []
        while (text := next(lines)) != end:
            kept.append(text)
        found[name] = "\n".join(kept)
    return found
