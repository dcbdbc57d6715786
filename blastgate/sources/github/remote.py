"""Which repository on GitHub a clone belongs to, and where its API is; a token goes to no host that a clone names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from blastgate.errors import SourceError, UsageError
from blastgate.sources.git.door import Git
from blastgate.sources.github.client import PUBLIC, GitHub
from blastgate.sources.github.payload import FULL_NAME

HOST = "github.com"
# git-fetch(1), "GIT URLS": with a scheme, or the short form of ssh
URL = re.compile(r"(?:https?|ssh|git)://(?:[^@/\s]{1,200}@)?([\w.-]{1,253})(?::[0-9]{1,5})?/([^\s?#]{3,250})")
SHORT = re.compile(r"(?:[\w.-]{1,200}@)?([\w.-]{1,253}):(?!//)([^\s?#]{3,250})")
HINT = "name it with --github owner/name"


def open_github(git: Git | None, name: str | None, environment: Mapping[str, str]) -> GitHub:
    """Open the repository that is named (``owner/name``), or that the origin remote is; GITHUB_TOKEN or anonymous.

    GITHUB_API_URL says where, as in a workflow. Raises UsageError where no repository is named, SourceError where the
    origin is on another host than the API.
    """
    api = environment.get("GITHUB_API_URL") or PUBLIC
    token = environment.get("GITHUB_TOKEN", "")
    if name is not None:
        if not FULL_NAME.fullmatch(name):
            raise UsageError("names no repository", f"--github {name}", "write it as owner/name")
        return GitHub(name, token, api)
    host, found = origin_of(git) if git is not None else ("", "")
    if not found:
        raise UsageError("no repository on GitHub is named", "--github", "write --github owner/name, or add an origin")
    if host != _host_of(api, environment):
        hint = f"set GITHUB_API_URL to the API of {host}, or {HINT}"
        raise SourceError(f"is on {host}, and the API is at {api}", "remote origin", hint)
    return GitHub(found, token, api)


def origin_of(git: Git) -> tuple[str, str]:
    """Read host and ``owner/name`` of the origin remote; both empty where there is none of this form."""
    out = git.try_run("config", "--get", "remote.origin.url") or b""
    return parse_remote(out.decode("utf-8", "replace").strip())


def parse_remote(url: str) -> tuple[str, str]:
    """Split the address of a remote into host and ``owner/name``; both empty for anything else."""
    found = URL.fullmatch(url) or SHORT.fullmatch(url)
    name = found[2].strip("/").removesuffix(".git") if found else ""
    return (found[1].lower(), name) if found and FULL_NAME.fullmatch(name) else ("", "")


def _host_of(api: str, environment: Mapping[str, str]) -> str:
    """Name the host whose repositories an API serves."""
    if api.rstrip("/") == PUBLIC:
        return HOST
    return (urlsplit(environment.get("GITHUB_SERVER_URL") or api).hostname or "").lower()
