"""The command line: turns errors into one clear screen and exit code 2, and loads what a call needs and no more."""

from __future__ import annotations

import sys
from collections.abc import Sequence

COULD_NOT_DECIDE, INTERRUPTED = 2, 130
GARBAGE = 100_000  # objects: cycles are looked for after so many more, for modules and facts are none; never at the end


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 pass or warn, 1 block, 3 review, 2 could not decide, 130 interrupted."""
    import gc

    gc.set_threshold(GARBAGE)
    if None in (sys.stdin, sys.stdout, sys.stderr) or not hasattr(getattr(sys.stdout, "buffer", None), "raw"):
        from blastgate.cli._streams import make_whole

        make_whole()
    code = run(arguments)
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no error ever ends in 0."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return 0 if given[:1] == ["tag"] and _is_persons(given[1:]) else _run(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place: a crash is told and is never green
        return _fail(error)


def _is_persons(arguments: list[str]) -> bool:
    """Tell whether the message hook was called as git calls it, in a person's environment: it has nothing to do then.

    It runs on every commit, and this takes less time than to load what reads a command line.
    """
    rest = [argument for argument in arguments if argument != "--commit-msg"]
    if not 1 <= len(rest) <= 3 or len(rest) not in (1, len(arguments)) or any(a.startswith("-") for a in rest):
        return False
    import os

    from blastgate.tagging.agents import agent_in

    return agent_in(os.environ) is None


def _run(arguments: list[str]) -> int:
    from blastgate.cli._later import put_off

    put_off()
    import click

    from blastgate.cli._group import app

    try:
        code = app.main(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return COULD_NOT_DECIDE
    except click.Abort:
        return INTERRUPTED
    except SystemExit as stop:  # click's answer when nobody reads on is 1, which is a block here
        return COULD_NOT_DECIDE if stop.code else 0
    return code if isinstance(code, int) else 0


def _fail(error: Exception) -> int:
    import os

    from blastgate.cli.failures import print_error

    if isinstance(error, OSError):
        from blastgate.cli._streams import let_go

        let_go()
    if not print_error(error):
        print(f"blastgate: internal error: {type(error).__name__}: {ascii(str(error))[:300]}", file=sys.stderr)
        print("  nothing was decided; please report this with BLASTGATE_TRACEBACK=1 set", file=sys.stderr)
        if os.environ.get("BLASTGATE_TRACEBACK"):
            import traceback

            traceback.print_exc()
    return COULD_NOT_DECIDE
