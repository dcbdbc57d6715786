"""``.pre-commit-config.yaml`` with blastgate's hooks in it: lines are added, and no other line changes.

The hooks are local ones: they run the blastgate that is installed. Format: https://pre-commit.com/#adding-pre-commit-plugins-to-your-project
"""

from __future__ import annotations

from typing import Any

import yaml

from blastgate.errors import SourceError

CONFIG = ".pre-commit-config.yaml"
MAX_BYTES = 1_000_000
MARK = "blastgate-check"
ITEM = """\
- repo: local
  hooks:
    - id: blastgate-check
      name: blastgate check
      entry: blastgate check --hook pre-commit
      language: system
      stages: [pre-commit]
      pass_filenames: false
      always_run: true
      require_serial: true
    - id: blastgate-check-push
      name: blastgate check of the push
      entry: blastgate check --hook pre-push
      language: system
      stages: [pre-push]
      pass_filenames: false
      always_run: true
      require_serial: true
      verbose: true
    - id: blastgate-policy-lint
      name: blastgate policy lint
      entry: blastgate policy lint --quiet --policy .blastgate.yml
      language: system
      stages: [pre-commit]
      files: ^\\.blastgate\\.yml$
      pass_filenames: false
    - id: blastgate-tag
      name: blastgate tag
      entry: blastgate tag
      language: system
      stages: [prepare-commit-msg]
      always_run: true
    - id: blastgate-tag-again
      name: blastgate tag after the editor
      entry: blastgate tag --commit-msg
      language: system
      stages: [commit-msg]
      always_run: true
"""
HINT = "add the hooks by hand: docs/pre-commit.md shows them"


def with_hooks(data: bytes | None) -> bytes | None:
    """Add the hooks to a configuration (None: there is none yet); None where they are in it already.

    Raises SourceError where that can't be done by adding lines alone.
    """
    if data is None:
        return f"repos:\n{_indented(2)}".encode()
    text = _decoded(data)
    events = _events(text)
    if len(events) == 2:  # nothing but comments
        end = "" if text.endswith("\n") or not text else "\n"
        return f"{text}{end}repos:\n{_indented(2)}".encode()
    if any(str(value or "").startswith(MARK) for _, value, _ in events):
        return None
    added = _added(text)
    if not _is_one_more(events, _events(added)):
        raise SourceError("hooks cannot be added without changing other lines", CONFIG, HINT)
    return added.encode()


def _decoded(data: bytes) -> str:
    try:
        if len(data) > MAX_BYTES:
            raise SourceError(f"has more than {MAX_BYTES:,} bytes", CONFIG, HINT)
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8", CONFIG, HINT) from error


def _added(text: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    root = _compose(text)
    repos = next((v for k, v in root.value if k.value == "repos"), None) if _is_block(root, yaml.MappingNode) else None
    if repos is None or not _is_block(repos, yaml.SequenceNode) or not repos.value:
        raise SourceError("has no list of `repos`, one below the other", CONFIG, HINT)
    lines = text.splitlines(keepends=True)
    place = len(lines) if root.value[-1][1] is repos else _last_line(repos) + 1
    if lines and not lines[place - 1].endswith(("\n", "\r")):
        lines[place - 1] += end
    return "".join([*lines[:place], _indented(repos.start_mark.column, end), *lines[place:]])


def _indented(columns: int, end: str = "\n") -> str:
    return "".join(f"{' ' * columns}{line}{end}" for line in ITEM.splitlines())


def _is_block(node: Any, kind: type) -> bool:
    return isinstance(node, kind) and not getattr(node, "flow_style", True)


def _last_line(node: Any) -> int:
    """Find the last line that a node stands on; block collections end where their last part does."""
    while _is_block(node, yaml.CollectionNode) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    mark = node.end_mark
    return int(mark.line if mark.column else mark.line - 1)


def _compose(text: str) -> Any:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise _unreadable(error) from error


Event = tuple[str, Any, Any]


def _events(text: str) -> list[Event]:
    """List what the YAML says, without looking behind aliases."""
    try:
        found = yaml.parse(text, Loader=yaml.CSafeLoader)
        return [(type(e).__name__, getattr(e, "value", None), getattr(e, "anchor", None)) for e in found]
    except (yaml.YAMLError, RecursionError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> SourceError:
    mark = getattr(error, "problem_mark", None)
    place = f"{CONFIG}:{mark.line + 1}" if mark else CONFIG
    return SourceError("is no YAML that can be read", place, HINT)


def _is_one_more(before: list[Event], after: list[Event]) -> bool:
    """Tell whether the second says all that the first does, and one more repository."""
    item = [event for event in _events(ITEM) if not event[0].startswith(("Stream", "Document"))][1:-1]
    place = next((i for i, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), len(before) - 1)
    return (
        before[place][0] == "SequenceEndEvent"
        and after[place : place + len(item)] == item
        and after[place + len(item) :] == before[place:]
    )
