"""A cache that a stranger may fill is read, or written, where it is trusted.

A job with the repository's rights writes caches for the default branch. When it has brought the head of a pull request
into its workspace, what the head leaves in a cached folder is restored later by every build of the default branch, the
releases among them. A release that restores a cache trusts whatever wrote it.

High where the head is brought into a job that caches; medium where a release or a publishing job restores a cache.
Remedy: no cache in jobs that bring the head or that publish.
Source: GitHub Security Lab and Adnan Khan, "The Monsters in Your Build Cache".
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.audit._heads import brought_by
from blastgate.audit._power import guards, refused
from blastgate.audit.interface import PRIVILEGED, Audited
from blastgate.model.audit import ChainStep, Cleared, Finding
from blastgate.workflows import Job, Step
from blastgate.workflows.model import Text

ID = "cache-poisoning"
REMEDY = "use no cache in a job that brings the head or that publishes"
ALWAYS = frozenset(
    (
        "actions/cache",
        "swatinem/rust-cache",
        "gradle/gradle-build-action",
        "gradle/actions",
        "actions-rust-lang/setup-rust-toolchain",
        "mozilla-actions/sccache-action",
        "hendrikmuhs/ccache-action",
    )
)
# Actions that cache only when an input says so; astral-sh/setup-uv does unless it says no (on GitHub's own runners).
BY_INPUT = {
    "actions/setup-node": "cache",
    "actions/setup-python": "cache",
    "actions/setup-java": "cache",
    "actions/setup-dotnet": "cache",
    "ruby/setup-ruby": "bundler-cache",
    "pnpm/action-setup": "cache",
    "astral-sh/setup-uv": "enable-cache",
}
PUBLISH = frozenset(
    (
        "pypa/gh-action-pypi-publish",
        "softprops/action-gh-release",
        "goreleaser/goreleaser-action",
        "js-devtools/npm-publish",
        "changesets/action",
        "ncipollo/release-action",
        "cycjimmy/semantic-release-action",
    )
)
PUBLISHING = (
    "npm publish",
    "cargo publish",
    "twine upload",
    "poetry publish",
    "uv publish",
    "docker push",
    "gem push",
    "mvn deploy",
    "gh release create",
)


def check(audited: Audited) -> Iterator[Finding | Cleared]:
    """Look at every job that caches."""
    grave = audited.starts(PRIVILEGED)
    for job in audited.workflow.jobs:
        cached = next((found for step in job.steps if (found := caches(step)) is not None), None)
        if cached is None:
            continue
        if grave and (poisoned := _poisoned(audited, job, cached)):
            yield poisoned
        elif (published := _publishes(audited, job)) is not None:
            text = f"the job {job.id!r} publishes, and restores a cache that other runs wrote ({cached.text[:60]})"
            chain = (ChainStep(cached.line, cached.text[:100]), ChainStep(published.line, published.text[:100]))
            yield Finding(ID, "medium", audited.workflow.path, cached.line, text, REMEDY, chain)


def caches(step: Step) -> Text | None:
    """Return what of a step restores and saves a cache; None where nothing does."""
    if step.uses is None:
        return None
    name = step.uses.repository
    if name in ALWAYS and not step.uses.name.endswith("/restore"):
        return step.uses.written
    if name == "actions/setup-go":
        given = step.input("cache")
        return step.uses.written if given is None or given.text != "false" else None
    given = step.input(BY_INPUT.get(name, "-"))
    return given if given is not None and given.text not in ("", "false") else None


def _poisoned(audited: Audited, job: Job, cached: Text) -> Finding | None:
    for step in job.steps:
        brought = brought_by(step, job, audited.workflow)
        barriers = [*guards(job, (step,), audited.workflow), *refused(step, audited.starts(PRIVILEGED)[0].event)]
        if brought is None or any(barrier.kind == "holds" for barrier in barriers):
            continue
        text = f"the job {job.id!r} brings the head of a pull request and writes a cache of the default branch"
        chain = (ChainStep(brought.line, brought.text), ChainStep(cached.line, f"caches: {cached.text[:100]}"))
        return Finding(ID, "high", audited.workflow.path, cached.line, text, REMEDY, chain)
    return None


def _publishes(audited: Audited, job: Job) -> Text | None:
    for step in job.steps:
        if step.uses is not None and step.uses.repository in PUBLISH:
            return step.uses.written
        if step.run is not None and any(words in step.run.text for words in PUBLISHING):
            at = min(step.run.text.find(words) for words in PUBLISHING if words in step.run.text)
            return Text(step.run.text[at:].split("\n")[0], step.run.line_at(at))
    return None
