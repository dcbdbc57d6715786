"""An AI agent reads what a stranger wrote, and holds secrets or a token that may write.

An issue, a comment, a pull request can hold sentences that an agent obeys: print the secrets, push a commit, close
every issue. So whoever may write the text may use what the agent holds. ``anthropics/claude-code-action`` and
``openai/codex-action`` answer only people with write access, unless an input opens them (``allowed_non_write_users``,
``allow-users``); an agent started by a script, and other actions, answer everybody.

High where anybody can start it and a stranger's text is put into the prompt or read by the agent itself, and the job
may write or holds another secret than the agent's own key; medium where it holds that key only. Cleared where a
condition, or the action itself, lets in chosen people; the text may still be a stranger's, so give it little.

Remedy: let only people with write access start it, give it ``contents: read``, and act on its answer in another job.
Source: the security pages of these actions; OWASP, "LLM01: Prompt Injection".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.audit._power import guards, secrets_of, writes
from blastgate.audit._shell import commands
from blastgate.audit._untrusted import Taint
from blastgate.audit.interface import PRIVILEGED, Audited
from blastgate.model.audit import ChainStep, Cleared, Finding, Severity
from blastgate.model.named import NamedTuple
from blastgate.workflows import Job, Step

ID = "agent-on-untrusted-text"
REMEDY = "let only people with write access start it, with `contents: read`, and act on its answer in another job"
# Actions that start an agent; the input that lets others than writers start it, where the action itself asks.
ACTIONS: dict[str, str | None] = {
    "anthropics/claude-code-action": "allowed_non_write_users",
    "anthropics/claude-code-base-action": None,
    "openai/codex-action": "allow-users",
    "google-github-actions/run-gemini-cli": None,
    "google-gemini/gemini-cli-action": None,
    "actions/ai-inference": None,
    "qodo-ai/pr-agent": None,
    "codium-ai/pr-agent": None,
    "the-pr-agent/pr-agent": None,
    "all-hands-ai/openhands-resolver": None,
    "sst/opencode": None,
    "anomalyco/opencode": None,
    "block/goose": None,
    "mentatbot/mentat": None,
}
PROGRAMS: dict[str, tuple[str, ...]] = {
    "claude": ("-p", "--print"),
    "codex": ("exec", "e"),
    "gemini": ("-p", "--prompt", "-y", "--yolo"),
    "copilot": ("-p", "--prompt"),
    "opencode": ("run",),
    "cursor-agent": ("-p", "--print"),
    "amp": ("-x", "--execute"),
    "goose": ("run",),
    "aider": ("--message", "-m", "--message-file"),
    "q": ("chat",),
    "qwen": ("-p", "--prompt"),
    "auggie": ("-p", "--print"),
    "droid": ("exec",),
    "llm": (),
}
OWN_KEY = re.compile(
    r"secrets\.\w{0,60}(?:anthropic|claude|openai|codex|gemini|google_api|copilot|model|llm|bedrock|azure_openai|openrouter|ai)_?\w{0,40}(?:key|token|secret)\w{0,20}",
    re.IGNORECASE,
)


class _Agent(NamedTuple):
    """An agent that a step starts: where, which, and whether it asks by itself who may start it."""

    line: int
    name: str
    asks: bool


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Look at every step that starts an agent where strangers can cause it."""
    starts = audited.starts(PRIVILEGED)
    for job in audited.workflow.jobs if starts else ():
        for step in job.steps:
            if (agent := _agent(step)) is not None:
                yield _judge(audited, job, step, agent)


def _agent(step: Step) -> _Agent | None:
    if step.uses is not None and step.uses.repository in ACTIONS:
        opens = ACTIONS[step.uses.repository]
        opened = step.input(opens) if opens else None
        return _Agent(
            step.uses.written.line, step.uses.repository, opens is not None and not (opened and opened.text.strip())
        )
    for command in commands(step.run.text) if step.run is not None else ():
        options = PROGRAMS.get(command.name.rsplit("/", 1)[-1])
        if options is not None and (not options or set(options) & set(command.words[1:])):
            assert step.run is not None
            return _Agent(step.run.line_at(command.offset), f"`{command.line[:60]}`", False)
    return None


def _judge(audited: Audited, job: Job, step: Step, agent: _Agent) -> Finding | Cleared:
    workflow = audited.workflow
    holds = next((guard for guard in guards(job, (step,), workflow) if guard.kind == "holds"), None)
    if holds is not None or agent.asks:
        why = f"{holds.text} (line {holds.line})" if holds else "it answers only people with write access"
        return Cleared(ID, workflow.path, agent.line, f"{agent.name}: {why}")
    chain = [
        ChainStep(s.trigger.line if s.caller is None else 0, f"{s.words}: strangers can cause it")
        for s in audited.starts(PRIVILEGED)[:3]
    ]
    chain += _read(audited, job, step)
    chain.append(ChainStep(agent.line, f"{agent.name} reads it"))
    held, severity = _held(audited, job)
    text = f"{agent.name} obeys text of strangers in the job {job.id!r}"
    return Finding(ID, severity, workflow.path, agent.line, text, REMEDY, (*chain, *held))


def _read(audited: Audited, job: Job, step: Step) -> list[ChainStep]:
    """Say which untrusted text is handed to the agent, as far as the file shows it."""
    taint = Taint(audited.workflow, job)
    variables = taint.environment(step)
    texts = [value for _, value in (*step.inputs, *step.env)] + ([step.run] if step.run is not None else [])
    found = [(text.line_at(hit.start), hit.source) for text in texts for hit in taint.expressions(text.text, variables)]
    return [ChainStep(line, f"{source} is part of what it is told") for line, source in dict.fromkeys(found)][:3]


def _held(audited: Audited, job: Job) -> tuple[list[ChainStep], Severity]:
    """Say what the agent holds, beside its own key."""
    permissions = audited.workflow.permissions_of(job)
    others = list(dict.fromkeys(name for name, _ in secrets_of(audited.workflow, job) if not OWN_KEY.fullmatch(name)))
    held = []
    if permissions is None:
        held.append(ChainStep(0, "no `permissions:`: the token may do what the repository's default allows"))
    elif writes(permissions):
        held.append(ChainStep(permissions.line, f"the token may write: {', '.join(permissions.writes[:8])}"))
    if others:
        held.append(ChainStep(0, f"the job holds {', '.join(others[:5])}"))
    return held or [ChainStep(0, "it holds its own key only")], "high" if held else "medium"
