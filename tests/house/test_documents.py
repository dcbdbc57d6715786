"""README and docs speak only of commands, options, files and policies that work."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from blastgate.cli._group import app
from blastgate.policy.layers.load import load_policy

TOP = Path(__file__).resolve().parents[2]
PAGES = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").rglob("*.md"))]
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<![/\w])blastgate ([a-z]+)([^`\n]*)")
OPTION = re.compile(r"(?<!\S)(--[a-z-]+)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def commands_in(page: Path) -> list[tuple[str, str]]:
    """List the commands in the code of a page, each with the rest of its line."""
    code = CODE.findall(page.read_text(encoding="utf-8"))
    return [found for span in code for found in COMMAND.findall(span)]


def command_of(name: str) -> click.Command | None:
    """Find a command as a user would."""
    return app.get_command(click.Context(app), name) if isinstance(app, click.Group) else None


def options_of(command: click.Command) -> set[str]:
    """List the options of a command and of the commands below it."""
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return options.union({"--help", "--version"}, *(options_of(one) for one in below))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_commands_and_options_that_exist(page: Path) -> None:
    wrong = []
    for name, rest in commands_in(page):
        command = command_of(name)
        known = options_of(command) if command else set()
        wrong += [f"blastgate {name}"] if command is None else []
        wrong += [f"blastgate {name} {option}" for option in OPTION.findall(rest) if command and option not in known]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_links_only_to_files_that_exist(page: Path) -> None:
    links = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_make_targets_that_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"(?:^|`)make (?:[A-Z]+=\S+ )?([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_only_policies_that_load(page: Path) -> None:
    shown = re.findall(r"^```yaml\n(version: 1\n.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    loaded = [load_policy(text.encode(), page.name, "file", lambda _: None) for text in shown]
    assert all(policy.layers for policy in loaded)


def test_code_names_only_pages_that_exist() -> None:
    sources = [*(TOP / "blastgate").rglob("*.py"), *(TOP / "rules").rglob("*.yml")]
    named = {page for source in sources for page in re.findall(r"docs/[a-z-]+\.md", source.read_text(encoding="utf-8"))}
    assert sorted(page for page in named if not (TOP / page).exists()) == []


def test_nobody_is_told_to_install_the_package_of_somebody_else() -> None:
    told = [page.name for page in PAGES if re.search(r"pip install blastgate(?!-ci)", page.read_text(encoding="utf-8"))]
    assert told == []
