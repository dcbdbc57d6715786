"""The only writer: carries out a plan on GitHub. The status comes first; what else fails is told and stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from blastgate.enforcement.status import CONTEXT
from blastgate.model.named import NamedTuple
from blastgate.model.plan import CommentWrite, Plan, StatusWrite
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.failures import GitHubError

READ_ONLY = "the token may not write statuses (a fork, Dependabot, or `permissions:`): the exit code is the gate"


class Step(NamedTuple):
    """One write, and what it is for."""

    what: str
    do: Callable[[], object]


class Applied(NamedTuple):
    """What came of a plan: whether the status stands, how many writes were made, and what failed."""

    gated: bool
    writes: int
    told: tuple[str, ...]


def apply(plan: Plan, github: GitHub, target_url: str = "") -> Applied:
    """Carry out a plan. Raises GitHubError when the status cannot be written for another reason than missing rights."""
    if plan.status is not None and not write_status(plan.status, github, target_url):
        return Applied(False, 0, (READ_ONLY,))
    steps = list(_steps(plan, github))
    failures = [told for step in steps if (told := _attempt(step))]
    return Applied(True, len(steps) - len(failures) + (plan.status is not None), tuple(failures))


def write_status(status: StatusWrite, github: GitHub, target_url: str = "") -> bool:
    """Write a status; False where the token has no right to. Raises GitHubError for any other failure."""
    body = {"state": status.state, "description": status.description, "context": CONTEXT}
    try:
        github.write(
            "repos/create-commit-status", {**body, **({"target_url": target_url} if target_url else {})}, sha=status.sha
        )
    except GitHubError as error:
        if not lacks_right(error):
            raise
        return False
    return True


def lacks_right(error: GitHubError) -> bool:
    """Tell whether a refusal means a missing right, which no second try mends; a used-up limit is another matter."""
    return error.status in (403, 404) and "rate limit" not in f"{error.message} {error.hint}".lower()


def _steps(plan: Plan, github: GitHub) -> list[Step]:
    number = plan.number
    if number is None:
        return []
    steps = [Step(f"ask {name}", partial(_ask, github, number, name)) for name in plan.ask]
    if plan.comment is not None:
        steps.append(Step("write the comment", partial(_comment, github, number, plan.comment)))
    for name in plan.remove_labels:
        remove = partial(github.write, "issues/remove-label", issue_number=number, name=name)
        steps.append(Step(f"remove the label {name}", remove))
    if plan.add_labels:
        labels = {"labels": list(plan.add_labels)}
        steps.append(Step("add the label", partial(github.write, "issues/add-labels", labels, issue_number=number)))
    return steps


def _attempt(step: Step) -> str:
    try:
        step.do()
    except GitHubError as error:
        return f"could not {step.what}: {error.message}; {error.hint}"
    return ""


def _ask(github: GitHub, number: int, name: str) -> None:
    """Ask one person or team: of several in one call, one stranger would fail all."""
    is_team = "/" in name
    key, value = ("team_reviewers", name.split("/")[1]) if is_team else ("reviewers", name.removeprefix("@"))
    github.write("pulls/request-reviewers", {key: [value]}, pull_number=number)


def _comment(github: GitHub, number: int, comment: CommentWrite) -> None:
    body = {"body": comment.body}
    if comment.id is None:
        github.write("issues/create-comment", body, issue_number=number)
    else:
        github.write("issues/update-comment", body, comment_id=comment.id)
