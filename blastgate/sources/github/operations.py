"""The REST operations that blastgate knows, by GitHub's own ids, with the right that each one needs.

Source: github.com/github/rest-api-description, and docs.github.com, "Permissions required for GitHub Apps".
"""

from __future__ import annotations

from blastgate.model.named import NamedTuple

REPO = "/repos/{owner}/{repo}"
PULL = REPO + "/pulls/{pull_number}"
ISSUE = REPO + "/issues/{issue_number}"


class Operation(NamedTuple):
    """One operation: method, path with its parameters, the right it needs, and whether twice is the same as once."""

    method: str
    path: str
    right: str
    repeatable: bool = True


TEAMS = "an App token with `members: read` of the organisation: the default token cannot see teams"
OPERATIONS = {
    "git/get-blob": Operation("GET", f"{REPO}/git/blobs/{{file_sha}}", "`contents: read`"),
    "git/get-ref": Operation("GET", f"{REPO}/git/ref/{{ref}}", "`contents: read`"),
    "git/get-tree": Operation("GET", f"{REPO}/git/trees/{{tree_sha}}", "`contents: read`"),
    "issues/add-labels": Operation("POST", f"{ISSUE}/labels", "`pull-requests: write`"),
    "issues/create-comment": Operation("POST", f"{ISSUE}/comments", "`pull-requests: write`", repeatable=False),
    "issues/delete-comment": Operation("DELETE", f"{REPO}/issues/comments/{{comment_id}}", "`pull-requests: write`"),
    "issues/list-comments": Operation("GET", f"{ISSUE}/comments", "`pull-requests: read`"),
    "issues/list-events-for-timeline": Operation("GET", f"{ISSUE}/timeline", "`pull-requests: read`"),
    "issues/list-labels-for-repo": Operation("GET", f"{REPO}/labels", "`pull-requests: read`"),
    "issues/list-labels-on-issue": Operation("GET", f"{ISSUE}/labels", "`pull-requests: read`"),
    "issues/remove-label": Operation("DELETE", f"{ISSUE}/labels/{{name}}", "`pull-requests: write`"),
    "issues/update-comment": Operation("PATCH", f"{REPO}/issues/comments/{{comment_id}}", "`pull-requests: write`"),
    "pulls/get": Operation("GET", PULL, "`pull-requests: read`"),
    "pulls/list": Operation("GET", f"{REPO}/pulls", "`pull-requests: read`"),
    "pulls/list-commits": Operation("GET", f"{PULL}/commits", "`pull-requests: read`"),
    "pulls/list-files": Operation("GET", f"{PULL}/files", "`pull-requests: read`"),
    "pulls/list-requested-reviewers": Operation("GET", f"{PULL}/requested_reviewers", "`pull-requests: read`"),
    "pulls/list-reviews": Operation("GET", f"{PULL}/reviews", "`pull-requests: read`"),
    "pulls/remove-requested-reviewers": Operation("DELETE", f"{PULL}/requested_reviewers", "`pull-requests: write`"),
    "pulls/request-reviewers": Operation("POST", f"{PULL}/requested_reviewers", "`pull-requests: write`"),
    "rate-limit/get": Operation("GET", "/rate_limit", "any token"),
    "repos/codeowners-errors": Operation("GET", f"{REPO}/codeowners/errors", "`contents: read`"),
    "repos/compare-commits-with-basehead": Operation("GET", f"{REPO}/compare/{{basehead}}", "`contents: read`"),
    "repos/create-commit-status": Operation("POST", f"{REPO}/statuses/{{sha}}", "`statuses: write`"),
    "repos/get": Operation("GET", REPO, "`metadata: read`"),
    "repos/get-branch": Operation("GET", f"{REPO}/branches/{{branch}}", "`contents: read`"),
    "repos/get-branch-rules": Operation("GET", f"{REPO}/rules/branches/{{branch}}", "`metadata: read`"),
    "repos/get-collaborator-permission-level": Operation(
        "GET", f"{REPO}/collaborators/{{username}}/permission", "`metadata: read`"
    ),
    "repos/get-commit": Operation("GET", f"{REPO}/commits/{{ref}}", "`contents: read`"),
    "repos/get-content": Operation("GET", f"{REPO}/contents/{{path}}", "`contents: read`"),
    "repos/get-repo-rulesets": Operation("GET", f"{REPO}/rulesets", "`metadata: read`"),
    "repos/list-commit-statuses-for-ref": Operation("GET", f"{REPO}/commits/{{ref}}/statuses", "`statuses: read`"),
    "repos/list-pull-requests-associated-with-commit": Operation(
        "GET", f"{REPO}/commits/{{commit_sha}}/pulls", "`pull-requests: read` and `contents: read`"
    ),
    "teams/list-members-in-org": Operation("GET", "/orgs/{org}/teams/{team_slug}/members", TEAMS),
    "users/get-authenticated": Operation("GET", "/user", "a personal access token"),
    "users/get-by-username": Operation("GET", "/users/{username}", "any token"),
}
