"""Read a file of examples: all mistakes at once, each at its place, or the examples without any."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate import registry
from blastgate.errors import PolicyError, Problem
from blastgate.policy.model import Policy
from blastgate.policy.people import group_names
from blastgate.policy.reading.nearest import did_you_mean
from blastgate.policy.reading.positions import Document, Node, read_document
from blastgate.policytest.sketch import Example

FILE = ".blastgate.test.yml"
MOST_EXAMPLES = 2_000


class ExamplesError(PolicyError):
    """The file of examples has mistakes; ``problems`` holds every one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.message = self.message.replace("the policy has", "the file of examples has")


def load_examples(data: bytes, file: str, policy: Policy) -> tuple[Example, ...]:
    """Read the examples of a file for a policy, whose groups they may name.

    Raises ExamplesError with every mistake found.
    """
    document, problems = read_document(data, file)
    root = document.root
    if root is None or not isinstance(root.value, dict):
        raise ExamplesError(
            problems or (document.problem_at(1, 1, "the file holds no examples", "see docs/policy-test.md"),)
        )
    found = (*problems, *_shape(document, root), *_meaning(document, root, policy))
    if found:
        raise ExamplesError(tuple(sorted(dict.fromkeys(found), key=lambda p: (p.line, p.column))))
    return tuple(_example(item) for item in _items(root))


def _shape(document: Document, root: Node) -> tuple[Problem, ...]:
    from blastgate.policy.reading.shape_errors import check_shape
    from blastgate.policytest.shape import TestFileShape

    return check_shape(document, root, TestFileShape)


def _items(root: Node) -> tuple[Node, ...]:
    listed = root.get("examples")
    return listed.items() if listed else ()


def _example(item: Node) -> Example:
    empty = Node(item.line, item.column, {})
    name = item.get("name")
    return Example(str(name.value) if name else "", item.line, item.get("change") or empty, item.get("expect") or empty)


def _meaning(document: Document, root: Node, policy: Policy) -> Iterator[Problem]:
    """Find names that mean nothing: groups, guardrails, paths; and examples of one name."""
    names: dict[str, int] = {}
    if len(_items(root)) > MOST_EXAMPLES:
        yield document.problem(root, f"more than {MOST_EXAMPLES:,} examples", "split the file")
        return
    groups = frozenset(group_names(policy))
    for item in _items(root):
        example = _example(item)
        if name := item.get("name"):
            if example.name in names:
                yield document.problem(name, f"a second example of this name, first on line {names[example.name]}")
            names.setdefault(example.name, name.line)
        yield from _unknown(document, "group", _texts(example.expect, "requirements"), groups | {"reviewer"})
        guardrails = frozenset(n.replace("_", "-") for n in registry.names("blastgate.guardrails"))
        yield from _unknown(document, "guardrail", _texts(example.expect, "guardrails"), guardrails)
        author = example.change.get("author")
        yield from _unknown(document, "group", (author,) if author else (), groups | {"any"})
        yield from _paths(document, example.change)
        if isinstance(example.expect.value, dict) and item.get("expect") and not example.expect.entries():
            yield document.problem(example.expect, "expects nothing", "name a level, an outcome or requirements")


def _texts(node: Node, key: str) -> tuple[Node, ...]:
    found = node.get(key)
    return found.items() if found else ()


def _unknown(document: Document, what: str, nodes: tuple[Node, ...], known: frozenset[str]) -> Iterator[Problem]:
    for node in nodes:
        if isinstance(node.value, str) and node.value not in known:
            yield document.problem(node, f"unknown {what} {node.value[:60]!r}", did_you_mean(node.value, known))


def _paths(document: Document, change: Node) -> Iterator[Problem]:
    files = change.get("files")
    if files is not None and isinstance(files.value, dict) and not files.entries():
        yield document.problem(files, "no file changes", "name a path, as in {src/app.py: modified}")
    for path, entry in (files.entries() if files else {}).items():
        if not path or path.startswith("/") or any(part in ("", ".", "..") for part in path.split("/")):
            yield document.problem(
                entry.key, f"{path[:60]!r} is no path of a repository", "write it from the top: src/app.py"
            )
        status = entry.value.get("status") or entry.value
        if (status.value == "renamed") != (entry.value.get("from") is not None):
            yield document.problem(entry.key, "`status: renamed` and `from` belong together", "give both, or neither")
