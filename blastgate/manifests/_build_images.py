"""Images in which something is built, and which nobody runs as a service: packages of distributions above all."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What packages of Debian, Red Hat, Alpine and Arch are built with; an image that runs a service has none of it.
_PACKAGERS = re.compile(
    r"(?<![\w.-])(?:debhelper|devscripts|dpkg-buildpackage|rpm-?build|rpmdevtools|@buildsys-build|abuild|makepkg)(?![\w-])"
)
_BUILDS = re.compile(
    r"(?:docker[-_])?(?:build|package|compile)(?:[-_.](?!(?:and[-_])?(?:run|start|serve))[A-Za-z0-9]{1,40})*\.(?:sh|bash|py)"
)
_WORDS = re.compile(r"[^\s\"',\[\]]{1,300}")
_SHELLS = frozenset({"sh", "bash", "-c", "-e", "-ex", "python", "python3", "exec"})


def only_builds(instructions: Sequence[tuple[int, str, str]]) -> bool:
    """Tell whether a Dockerfile's last stage holds a packager's tools, or starts with a script that builds.

    ``instructions``: line, word and rest of each.
    """
    last = max((n for n, (_, word, _) in enumerate(instructions) if word == "FROM"), default=0)
    stage = instructions[last:]
    installed = any(word == "RUN" and _PACKAGERS.search(rest) for _, word, rest in stage)
    starts = {word: rest for _, word, rest in stage if word in ("ENTRYPOINT", "CMD")}
    return installed or _is_build(starts.get("ENTRYPOINT") or starts.get("CMD") or "")


def _is_build(command: str) -> bool:
    words = (word.rpartition("/")[2] for word in _WORDS.findall(command[:2000]))
    program = next((word for word in words if word not in _SHELLS), "")
    return _BUILDS.fullmatch(program) is not None
