"""Hold every request and answer to GitHub's own description of its API, where that file is at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ORIGIN = "https://api.github.com"
NULL = {"type": "object", "nullable": True, "enum": [None]}


class Description:
    """GitHub's OpenAPI description (the npm package ``@octokit/openapi``, or operations cut out of it)."""

    def __init__(self, file: Path) -> None:
        from openapi_core import OpenAPI  # only where a description is given: a package for development

        self._api: Any = OpenAPI.from_dict(_mended(json.loads(file.read_bytes())))

    def complaint(self, request: Request, status: int, answer: bytes) -> str:
        """Say what of an exchange does not fit; empty where all does, and for an operation that was cut away."""
        from openapi_core.exceptions import OpenAPIError
        from openapi_core.templating.paths.exceptions import PathNotFound
        from openapi_core.testing import MockRequest, MockResponse

        kind: dict[str, Any] = {"content_type": "application/json"}
        given = {"args": dict(request.query), "data": request.body or None, **kind}
        asked = MockRequest(ORIGIN, request.method.lower(), request.path, **given)
        try:
            self._api.validate_request(asked)
            if 200 <= status < 300:
                self._api.validate_response(asked, MockResponse(answer, status_code=status, **kind))
        except PathNotFound:
            return ""
        except OpenAPIError as error:
            return f"{request.method} {request.path}: {_reasons(error)}"
        return ""


def _mended(part: Any) -> Any:
    """Let null be where GitHub answers it and its description forgets: unlinked authors, the head of a deleted fork."""
    if isinstance(part, list):
        return [_mended(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _mended(value) for key, value in part.items()}
    if made.get("nullable") and "oneOf" in made:
        made["oneOf"].append(NULL)
    if {"label", "ref", "repo", "sha", "user"} == made.keys():
        made["repo"] = {"oneOf": [made["repo"], NULL]}
    return made


def _reasons(error: Exception) -> str:
    """Name the places that do not fit; the whole value would be pages long."""
    found = getattr(error, "schema_errors", None) or getattr(error.__cause__, "schema_errors", None)
    if not found:
        return f"{error} {error.__cause__ or ''}"[:500]
    return "; ".join(f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in found)


class Request:
    """What a description looks at: method, path below the API's root, query and body."""

    def __init__(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> None:
        self.method, self.path, self.query, self.body = method, path, query, body


@cache
def load(file: Path) -> Description:
    """Build the validators of a description, once a process: it takes a second."""
    return Description(file)
