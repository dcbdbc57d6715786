"""``blastgate tag``: the commit-message hook that names the agent at work."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from blastgate.errors import UsageError
from blastgate.model.named import NamedTuple
from blastgate.tagging.agents import agent_in

SETTING = "blastgate.tag.trailer"
ASKED = r"^(core\.comment(char|string)|commit\.template|blastgate\.tag\.trailer)$"
OF_PRE_COMMIT = "PRE_COMMIT_COMMIT_MSG_SOURCE"  # https://pre-commit.com/#prepare-commit-msg


class Settings(NamedTuple):
    """What git's configuration says: how a comment begins, the template that a message starts from, and how the
    trailer is to be written (empty: as usual)."""

    comment: bytes
    template: bytes
    trailer: str


@click.command()
@click.argument("message_file", type=click.Path(path_type=Path))
@click.argument("source", required=False, default="")
@click.argument("commit", required=False, default="")
@click.option("--commit-msg", is_flag=True, help="Run as commit-msg hook, which is told no SOURCE.")
@click.option("--trailer", metavar="FORM", help="How to write it.  [default: 'Assisted-by: {agent}[:{model}]']")
@click.option("-v", "--verbose", is_flag=True, help="Say on stderr what was added, or why nothing was.")
def command(**given: Any) -> None:
    """Add Assisted-by: to a commit message when an agent writes it.

    An agent is known by its environment. Run by git as prepare-commit-msg hook (MESSAGE_FILE [SOURCE [COMMIT]]), as
    commit-msg hook, or both. In a person's environment nothing is read, written or said.
    """
    agent = agent_in(os.environ)
    if given["commit_msg"] and given["source"]:
        raise UsageError("a commit-msg hook has no source", "--commit-msg", "leave out SOURCE, or --commit-msg")
    if agent is None:
        _tell(given["verbose"], "no agent's environment is seen")
        return

    from blastgate.tagging.form import Form, read_form  # from here on it is an agent's commit, and rarer
    from blastgate.tagging.occasion import why_not
    from blastgate.tagging.tag import tag

    file, source = given["message_file"], given["source"] or os.environ.get(OF_PRE_COMMIT, "")
    folder = _git_folder(file)
    if why := why_not(source, lambda name: (folder / name).exists()):
        _tell(given["verbose"], f"not tagged: {why}")
        return
    settings = _settings()
    text, where = (given["trailer"], "--trailer") if given["trailer"] is not None else (settings.trailer, SETTING)
    form = read_form(text, where) if text else Form()
    tagged = tag(file.read_bytes(), agent, form, settings.comment, settings.template)
    if tagged.trailer:
        file.write_bytes(tagged.message)
    said = f"added {tagged.trailer!r}" if tagged.trailer else f"not tagged: {tagged.why_not}"
    _tell(given["verbose"] or bool(tagged.denied), f"{said} (the environment is {agent.title}'s)")


def _tell(aloud: bool, what: str) -> None:
    if aloud:
        from blastgate.reporters.escape import for_terminal

        print(f"blastgate tag: {for_terminal(what)}", file=sys.stderr)


def _git_folder(message_file: Path) -> Path:
    """Find git's folder: the message lies in it, unless somebody runs the hook by hand."""
    beside = message_file.absolute().parent
    if (beside / "HEAD").exists():
        return beside
    code, out = _ask_git("rev-parse", "--absolute-git-dir")
    return Path(os.fsdecode(out.rstrip(b"\n"))) if code == 0 else beside


def _settings() -> Settings:
    """Ask git for its settings once; of several values the last one counts, as in git."""
    code, out = _ask_git("config", "-z", "--get-regexp", ASKED)
    pairs = [entry.partition(b"\n") for entry in out.split(b"\0") if entry] if code == 0 else []
    last = {key.decode("utf-8", "replace"): value for key, _, value in pairs}
    comments = [value for key, _, value in pairs if key.startswith(b"core.")]  # one setting under two names
    trailer = last.get(SETTING, b"").decode("utf-8", "replace")
    return Settings((comments or [b"#"])[-1], _template(last.get("commit.template", b"")), trailer)


def _template(name: bytes) -> bytes:
    file = Path(os.fsdecode(name)).expanduser() if name else None
    return file.read_bytes() if file and file.is_file() else b""


def _ask_git(*args: str) -> tuple[int, bytes]:
    """Ask the git whose hook this is, in its own environment: ``git -c`` hands its settings on in there."""
    from blastgate.sources.git.environment import absolute_search_path
    from blastgate.sources.git.process import run

    environment = {**os.environ, "PATH": absolute_search_path(os.environ.get("PATH", os.defpath))}
    code, out, _ = run(Path.cwd(), environment, args, b"")
    return code, out
