"""What was said on a pull request: reviews, comments, and what happened to it."""

from __future__ import annotations

from typing import cast, get_args

from blastgate.approvals.facts import OverrideAct
from blastgate.approvals.override import is_override
from blastgate.errors import SourceError
from blastgate.model.pull_request import Comment, Review, ReviewState, TimelineEvent
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.payload import SLUG, Payload
from blastgate.sources.github.pull_request import team_name

STATES: tuple[ReviewState, ...] = get_args(ReviewState)
MOST_REVIEWS, MOST_COMMENTS, MOST_EVENTS = 3_000, 3_000, 3_000
TOLD = {  # events that say something of reviewers, of evidence, or of what is judged; the key that says it
    "assigned": "assignee",
    "automatic_base_change_succeeded": "",
    "base_ref_changed": "",
    "convert_to_draft": "",
    "head_ref_force_pushed": "commit_id",
    "labeled": "label",
    "ready_for_review": "",
    "renamed": "rename",
    "review_dismissed": "commit_id",
    "review_request_removed": "requested_reviewer",
    "review_requested": "requested_reviewer",
    "unassigned": "assignee",
    "unlabeled": "label",
}


def read_reviews(github: GitHub, number: int) -> tuple[Review, ...]:
    """Read every review of a pull request, oldest first. Raises SourceError for a state nobody knows."""
    where = f"a review of pull request {number}"
    reviews: list[Review] = []
    for item in github.pages("pulls/list-reviews", pull_number=number):
        if len(reviews) == MOST_REVIEWS:
            raise SourceError(f"has more than {MOST_REVIEWS} reviews", f"pull request {number}", "open a new one")
        reviews.append(_review(Payload(item, where)))
    return tuple(sorted(reviews, key=lambda review: (review.submitted, review.id)))


def find_comment(github: GitHub, number: int, marker: str, own: str) -> Comment | None:
    """Find the first comment that begins with a marker and that ``own`` (a login) wrote; a forged one is passed over.

    Raises SourceError where the conversation is too long to be searched.
    """
    listed = github.pages("issues/list-comments", issue_number=number)
    for count, item in enumerate(listed):
        comment = _comment(Payload(item, f"a comment of pull request {number}"))
        if comment.author and comment.author.login.lower() == own.lower() and comment.body.startswith(marker):
            return comment
        if count >= MOST_COMMENTS:
            raise SourceError(f"has more than {MOST_COMMENTS} comments", f"pull request {number}", "open a new one")
    return None


def read_overrides(github: GitHub, number: int) -> tuple[OverrideAct, ...]:
    """Read the comments of a pull request that ask for an override, oldest first.

    Raises SourceError where the conversation is too long to be read.
    """
    found: list[OverrideAct] = []
    for count, item in enumerate(github.pages("issues/list-comments", issue_number=number)):
        if count >= MOST_COMMENTS:
            raise SourceError(f"has more than {MOST_COMMENTS} comments", f"pull request {number}", "open a new one")
        payload = Payload(item, f"a comment of pull request {number}")
        comment = _comment(payload)
        if is_override(comment.body):
            edited = payload.time("updated_at") != comment.created
            found.append(OverrideAct(comment.author, comment.body, comment.created, edited, bool(comment.app)))
    return tuple(found)


def read_timeline(github: GitHub, number: int) -> tuple[TimelineEvent, ...]:
    """Read what happened to a pull request, oldest first; only what says something of reviewers or evidence.

    Raises SourceError where it is too long to be read.
    """
    events: list[TimelineEvent] = []
    for count, item in enumerate(github.pages("issues/list-events-for-timeline", issue_number=number)):
        if count >= MOST_EVENTS:
            raise SourceError(f"has more than {MOST_EVENTS} events", f"pull request {number}", "open a new one")
        event = Payload(item, f"an event of pull request {number}")
        if event.text("event", "") in TOLD:
            events.append(_event(event, github.owner))
    return tuple(events)


def _review(review: Payload) -> Review:
    return Review(
        review.number("id"),
        review.account("user"),
        cast(ReviewState, review.choice("state", STATES)),
        review.sha("commit_id", ""),
        review.time("submitted_at"),
        review.text("author_association", ""),
    )


def _comment(comment: Payload) -> Comment:
    app = comment.part("performed_via_github_app") if comment.has("performed_via_github_app") else None
    return Comment(
        comment.number("id"),
        comment.account("user"),
        comment.text("body", ""),
        comment.time("created_at"),
        app.like(SLUG, "slug", "an app", "") if app else "",
    )


def _event(event: Payload, owner: str) -> TimelineEvent:
    kind = event.text("event")
    return TimelineEvent(kind, event.account("actor"), event.time("created_at"), _target(event, TOLD[kind], owner))


def _target(event: Payload, key: str, owner: str) -> str:
    if key == "requested_reviewer" and event.has("requested_team"):
        return team_name(owner, event.part("requested_team"))
    if not key or not event.has(key):
        return ""
    if key == "commit_id":
        return event.sha(key)
    if key in ("label", "rename"):
        return event.part(key).text("name" if key == "label" else "from")
    account = event.account(key)
    return account.name if account else ""
