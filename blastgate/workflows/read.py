"""From the bytes of a workflow file to its model. Whatever the bytes are, it ends soon, and says what it did not read.

YAML is read by the policy's own reader: bounded bytes, depth and aliases, no tags, places of everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.policy.reading.positions import Document, Node, read_document
from blastgate.workflows.model import Job, Permissions, Setting, Step, Text, Trigger, Unread, Uses, Workflow

# docs.github.com, "About workflows": only files directly in this folder; an action may lie anywhere
WORKFLOW_PATH = re.compile(r"(?:.{0,4000}/)?\.github/workflows/[^/]{1,255}\.ya?ml", re.DOTALL)
ACTION_NAMES = ("action.yml", "action.yaml")
SCALARS = (str, int, float, bool)


def is_workflow_path(path: str) -> bool:
    """Tell by its path whether a file is a workflow of some repository, or an action."""
    return path.rsplit("/", 1)[-1] in ACTION_NAMES or WORKFLOW_PATH.fullmatch(path) is not None


def read_workflow(data: bytes, path: str) -> Workflow:
    """Read a workflow or a composite action; ``path`` names it. Never raises: what was not read is told in it."""
    document, problems = read_document(data, path)
    reader = _Reader(document, [Unread(problem.line, problem.message) for problem in problems])
    return reader.workflow(path)


class _Reader:
    """Steps through one document and notes what has another shape than GitHub takes."""

    def __init__(self, document: Document, unread: list[Unread]) -> None:
        self.document = document
        self.unread = unread

    def workflow(self, path: str) -> Workflow:
        root = self.document.root
        if root is None or not root.entries():
            self._note(root, "holds no workflow" if not self.unread else "")
            return Workflow(path, "workflow", unread=tuple(self.unread), lines=self.document.lines)
        is_action = root.get("runs") is not None and root.get("jobs") is None
        jobs = self._action(root) if is_action else tuple(self._jobs(root.get("jobs"), root))
        triggers = () if is_action else tuple(self._triggers(root))
        return Workflow(
            path,
            "action" if is_action else "workflow",
            self._word(root, "name"),
            triggers,
            self._permissions(root.get("permissions")),
            self._settings(root.get("env")),
            jobs,
            tuple(self.unread),
            self.document.lines,
        )

    def _note(self, node: Node | None, why: str) -> None:
        if why:
            self.unread.append(Unread(node.line if node else 1, why))

    def _action(self, root: Node) -> tuple[Job, ...]:
        runs = root.get("runs")
        assert runs is not None
        return (Job("runs", runs.line, tuple(self._steps(runs.get("steps")))),)

    def _triggers(self, root: Node) -> Iterator[Trigger]:
        on = root.get("on")
        if on is None:
            self._note(root, "names no event in `on:`")
        elif isinstance(on.value, str):
            yield Trigger(on.value, on.line)
        elif isinstance(on.value, list):
            yield from (Trigger(item.value, item.line) for item in on.items() if isinstance(item.value, str))
        elif on.entries():
            for event, (key, value) in on.entries().items():
                yield Trigger(event, key.line, tuple(self._filters(value)))
        else:
            self._note(on, "`on:` names no event")

    def _filters(self, node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, (_, value) in node.entries().items():
            if isinstance(value.value, list):
                yield name, value.texts()
            elif isinstance(value.value, SCALARS):
                yield name, (str(value.value),)
            elif value.value is None:
                yield name, ()

    def _permissions(self, node: Node | None) -> Permissions | None:
        if node is None:
            return None
        if node.value in ("read-all", "write-all"):
            return Permissions(node.line, "write" if node.value == "write-all" else "read")
        if node.value is not None and not isinstance(node.value, dict):
            self._note(node, "`permissions:` is neither read-all, write-all nor a list of scopes")
            return Permissions(node.line, "write")
        scopes = ((name, str(value.value), key.line) for name, (key, value) in node.entries().items())
        return Permissions(node.line, "", tuple(scopes))

    def _jobs(self, node: Node | None, root: Node) -> Iterator[Job]:
        if node is None or not node.entries():
            self._note(node or root, "has no jobs")
            return
        for name, (key, body) in node.entries().items():
            if not body.entries():
                self._note(key, f"the job {name[:100]!a} is no mapping")
                continue
            yield self._job(name, key, body)

    def _job(self, name: str, key: Node, body: Node) -> Job:
        uses = self._text(body.get("uses"))
        steps = tuple(self._steps(body.get("steps")))
        if uses is None and not steps:
            self._note(key, f"the job {name[:100]!a} has neither steps nor `uses:`")
        environment = body.get("environment")
        named = environment.get("name") if environment and environment.entries() else environment
        return Job(
            name,
            key.line,
            steps,
            tuple(self._labels(body.get("runs-on"))),
            self._permissions(body.get("permissions")),
            self._text(body.get("if")),
            self._settings(body.get("env")),
            self._text(named),
            Uses(uses) if uses else None,
            self._settings(body.get("with")),
            self._secrets(body.get("secrets")),
            tuple(text.text for text in self._labels(body.get("needs"))),
            self._word(body, "continue-on-error") not in ("", "false"),
            self._word(body, "name"),
        )

    def _labels(self, node: Node | None) -> Iterator[Text]:
        """Every label: one word, a list, or the mapping of ``group`` and ``labels``."""
        if node is None:
            return
        if node.entries():
            for _, value in node.entries().values():
                yield from self._labels(value)
            return
        for item in node.items() or (node,):
            if (text := self._text(item)) is not None:
                yield text

    def _secrets(self, node: Node | None) -> tuple[Setting, ...]:
        if node is not None and node.value == "inherit":
            return (Setting("inherit", Text("inherit", node.line)),)
        return self._settings(node)

    def _steps(self, node: Node | None) -> Iterator[Step]:
        for item in node.items() if node else ():
            if not item.entries():
                self._note(item, "a step is no mapping")
                continue
            uses = self._text(item.get("uses"))
            yield Step(
                item.line,
                self._word(item, "name"),
                self._word(item, "id"),
                Uses(uses) if uses else None,
                self._text(item.get("run")),
                self._word(item, "shell"),
                self._text(item.get("if")),
                self._word(item, "working-directory"),
                self._settings(item.get("env")),
                self._settings(item.get("with")),
                self._word(item, "continue-on-error") not in ("", "false"),
            )

    def _settings(self, node: Node | None) -> tuple[Setting, ...]:
        pairs = ((name, self._text(value)) for name, (_, value) in (node.entries() if node else {}).items())
        return tuple(Setting(name, text) for name, text in pairs if text is not None)

    def _word(self, node: Node, key: str) -> str:
        text = self._text(node.get(key))
        return text.text if text else ""

    def _text(self, node: Node | None) -> Text | None:
        """Read a scalar with the place of its first line: a block begins on the line after its ``|`` or ``>``."""
        if node is None or not isinstance(node.value, SCALARS):
            return None
        words = {True: "true", False: "false"}
        text = words[node.value] if isinstance(node.value, bool) else str(node.value)
        lines = self.document.lines
        sign = lines[node.line - 1][node.column - 1 :][:1] if node.line <= len(lines) else ""
        return Text(text, node.line + (sign in "|>" and bool(sign)), sign == "|")
