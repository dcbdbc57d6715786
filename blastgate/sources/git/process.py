"""Start, bound and stop git processes; nothing else of blastgate starts a program on the judge's behalf."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Timer
from typing import IO

from blastgate.errors import SourceError
from blastgate.sources.git.environment import SETTINGS

TIMEOUT = 600.0  # seconds; git is stopped then
BUFFER = 1 << 16
MISSING_REMEDY = "fetch what is missing: git fetch --refetch --no-filter (git 2.36), or clone without --filter"
Argument = str | bytes
Environment = Mapping[str, str]


def run(folder: Path, environment: Environment, args: Sequence[Argument], given: bytes) -> tuple[int, bytes, bytes]:
    """Run git to its end; return exit code, output, error output. Raises SourceError when it is missing or hangs."""
    try:
        done = subprocess.run(  # noqa: S603
            command(environment, args), cwd=folder, env=environment, input=given, capture_output=True, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired as error:
        raise took_too_long(args) from error
    except OSError as error:
        raise SourceError(f"cannot be started: {error.strerror}", "git", "check the folder and its rights") from error
    return done.returncode, done.stdout, done.stderr


def start(
    folder: Path, environment: Environment, args: Sequence[Argument], stdin: IO[bytes] | int, stderr: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """Start git with its output on a pipe."""
    try:
        return subprocess.Popen(  # noqa: S603
            command(environment, args),
            cwd=folder,
            env=environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            bufsize=BUFFER,
        )
    except OSError as error:
        raise SourceError(f"cannot be started: {error.strerror}", "git", "check the folder and its rights") from error


@contextmanager
def streamed(folder: Path, environment: Environment, args: Sequence[Argument], given: bytes) -> Iterator[IO[bytes]]:
    """Read git's output as it comes; leaving early stops git.

    Raises SourceError on leaving when the output was read to its end and git failed or took too long.
    """
    import tempfile  # only for what is read as it comes

    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        process = start(folder, environment, args, stdin=source, stderr=errors)
        timer = Timer(TIMEOUT, process.kill)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdout
            yield process.stdout
            ended = not process.stdout.read(1)
            code = process.wait() if ended else 0
        finally:
            timer.cancel()
            stop(process)
        if code:
            errors.seek(0)
            raise failure(args, errors.read()) if code > 0 else took_too_long(args)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it is doing, and let go of its pipes."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            _close(pipe)
    process.wait()


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:  # what was still to be written has no reader any more
        return


def command(environment: Environment, args: Sequence[Argument]) -> list[Argument]:
    """Compose the argument list: the settings first, paths as their UTF-8 bytes. Raises SourceError without a git."""
    program = _git(environment["PATH"])
    if program is None:
        raise SourceError("git was not found on PATH", "git", "install git 2.30 or newer")
    settings: list[Argument] = [part for setting in SETTINGS for part in ("-c", setting)]
    return [program, *settings, *(a.encode("utf-8", "surrogateescape") if isinstance(a, str) else a for a in args)]


@cache
def _git(path: str) -> str | None:
    """Find git in the folders of a search path."""
    places = (f"{folder}/git" for folder in path.split(os.pathsep))
    return next((place for place in places if Path(place).is_file() and os.access(place, os.X_OK)), None)


def failure(args: Sequence[Argument], errors: bytes) -> SourceError:
    """Build the error for a git command that said no, in git's own words."""
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    lines = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines or ["no reason given"]
    absent = any(words in errors for words in (b"promisor remote", b"unable to read", b"not a tree object"))
    partial = f"the clone may be partial: {MISSING_REMEDY}; else `git fsck` tells what is damaged"
    damaged = "the repository may be damaged or partial: try `git fsck`, or clone again with full history"
    hint = partial if absent else damaged
    return SourceError(f"failed: {lines[0][:300]}", f"git {_text(args[0])}", hint)


def took_too_long(args: Sequence[Argument]) -> SourceError:
    """Build the error for a git command that had to be stopped."""
    message = f"took more than {TIMEOUT:.0f} seconds and was stopped"
    return SourceError(message, f"git {_text(args[0])}", "judge a smaller range")


def _text(argument: Argument) -> str:
    return argument if isinstance(argument, str) else argument.decode("utf-8", "replace")
