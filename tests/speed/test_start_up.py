"""What a command imports before it does anything: help and version nothing of the house."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from blastgate.cli._group import app
from blastgate.testing import RepositoryBuilder

HEAVY = ("pydantic", "networkx", "git", "requests", "rich", "unidiff")
TAKES_CODE_APART = {"ast", "dis", "tokenize"}  # what ``inspect`` imports


def modules_after(code: str) -> set[str]:
    """List the modules that a fresh interpreter has loaded after some code."""
    script = f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())


@pytest.fixture(scope="module")
def needless() -> set[str]:
    """What takes code apart and is not needed: dataclasses of Python 3.12 and 3.13 cannot do without."""
    declared = "from dataclasses import dataclass\n@dataclass\nclass One:\n    'One.'"
    return TAKES_CODE_APART - modules_after(f"from blastgate.cli._later import put_off\nput_off()\n{declared}")


def run(*arguments: str) -> str:
    """Write the code that runs one command."""
    return f"from blastgate.cli.app import run\nrun({list(arguments)!r})"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_and_version_import_no_command(option: str) -> None:
    """They read one line of each command's file at most."""
    loaded = {name for name in modules_after(run(option)) if name.startswith("blastgate")}
    assert loaded <= {
        "blastgate",
        "blastgate.cli",
        "blastgate.cli._group",
        "blastgate.cli._later",
        "blastgate.cli._option",
        "blastgate.cli.app",
        "blastgate.cli._short_help",
        "blastgate.registry",
    }


def test_a_module_put_off_is_loaded_where_it_is_used() -> None:
    """Whoever imported it before that reaches the real one, and so does everybody after."""
    used = "import inspect; clean = inspect.cleandoc; import inspect; assert clean is inspect.cleandoc"
    assert modules_after(f"from blastgate.cli._later import put_off\nput_off()\n{used}") >= TAKES_CODE_APART


def test_help_says_of_each_command_what_the_command_says_of_itself() -> None:
    """The line read from the file is the one that click makes of the loaded command."""
    context = click.Context(app, info_name="blastgate", terminal_width=100, max_content_width=100)
    formatter, loaded = context.make_formatter(), context.make_formatter()
    app.format_commands(context, formatter)
    click.Group.format_commands(app, context, loaded)
    assert formatter.getvalue() == loaded.getvalue()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A repository with a policy of the shipped pack, a commit and something staged."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("hot") / "repo")
    repo.commit("Start", {"a.py": "import b\n", "b.py": "x = 1\n"})
    repo.commit("Change", {"b.py": "x = 2\n"})
    repo.write("a.py", "import b  # more\n").run("add", "--all")
    return str(repo.path)


HOT = [("affected", "b.py", "--format", "json"), ("check", "--staged", "--exit-zero", "--format", "json")]


@pytest.mark.parametrize("arguments", HOT, ids=["affected", "check --staged"])
def test_the_hot_paths_import_nothing_heavy(repository: str, arguments: tuple[str, ...], needless: set[str]) -> None:
    """What costs more than a whole warm answer is imported where its work is, and these have none of it."""
    loaded = modules_after(run(*arguments, "--repo", repository))
    assert not loaded & {*HEAVY, *needless}


def test_a_warm_answer_loads_no_judge_and_no_reader_of_manifests(repository: str) -> None:
    """Who is affected is a question to the kept graph; of the languages only those with a file in question."""
    run_it = run(*HOT[0], "--repo", repository)
    modules_after(run_it)
    rooms = {tuple(name.split(".")[1:3]) for name in modules_after(run_it) if name.startswith("blastgate.")}
    unwanted = ("judge", "decide", "guardrails", "attribution", "classify", "manifests", "tagging")
    assert not {room for room in rooms if room[0] in unwanted}
    assert {room[1] for room in rooms if room[0] == "languages" and len(room) > 1 and room[1][0] != "_"} <= {
        "interface",
        "python",
    }
