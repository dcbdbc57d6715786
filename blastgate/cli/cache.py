"""``blastgate cache``: what is kept between runs, and how to be rid of it."""

from __future__ import annotations

from pathlib import Path

import click

from blastgate.cli import options
from blastgate.cli.options import Target
from blastgate.reporters.escape import for_terminal
from blastgate.sources import cache
from blastgate.sources.git.door import Git

STDOUT = Target("text", None)


@click.group()
def command() -> None:
    """Show or remove what is kept between runs.

    Dependency graphs and facts of files, in your cache folder; nothing is ever kept in a repository.
    """


@command.command("info")
@options.repo_option
def info_command(repo: Path) -> int:
    """Tell where the cache is and how much is in it."""
    here = cache.cache_of(Git.open(repo).common_dir).folder
    every = {folder: sum(item.size for item in files) for folder, files in cache.repositories()}
    lines = [
        f"folder           {here.parent if here else 'none: this user has no cache folder'}",
        f"this repository  {_size(every.get(here, 0) if here else 0)} of at most {_size(cache.MAX_BYTES)}",
        f"all              {_size(sum(every.values()))} in {len(every)}",
    ]
    options.write("".join(f"{for_terminal(line)}\n" for line in lines), STDOUT)
    return 0


@command.command("clear")
@click.option("--all", "every", is_flag=True, help="Of all repositories, not of this one alone.")
@options.repo_option
def clear_command(every: bool, repo: Path) -> int:
    """Remove what is kept of this repository."""
    here = None if every else cache.cache_of(Git.open(repo).common_dir).folder
    removed = sum(cache.remove(folder) for folder, _ in cache.repositories() if every or folder == here)
    options.write(f"removed {_size(removed)}\n", STDOUT)
    return 0


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
