"""What protects a branch: classic branch protection as far as anybody may see it, and the rules of rulesets.

Source: docs.github.com, "REST API endpoints for branches" and "REST API endpoints for rules".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from blastgate.doctor.interface import Protection, RequiredStatus
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.payload import Payload

MOST_RULES = 1_000


def read_protection(github: GitHub, branch: str) -> tuple[str, Protection]:
    """Read a branch's commit and what protects it. Raises GitHubError where the token may not look."""
    found = Payload(github.read("repos/get-branch", branch=branch), f"branch {branch}")
    listed = islice(github.pages("repos/get-branch-rules", branch=branch), MOST_RULES)
    rules = [Payload(item, f"a rule of {branch}") for item in listed]
    classic = tuple(_classic(found))
    required = (*classic, *(status for rule in rules for status in _of_rule(rule)))
    owners = any(_asks_owners(rule) for rule in rules)
    protected = found.truth("protected", False)
    return found.part("commit").sha("sha"), Protection(required, True if owners else (None if protected else False))


def _classic(branch: Payload) -> Iterator[RequiredStatus]:
    if not branch.has("protection"):
        return
    protection = branch.part("protection")
    if not protection.has("required_status_checks"):
        return
    checks = protection.part("required_status_checks")
    for item in checks.items("checks"):
        yield RequiredStatus(item.text("context"), "branch protection", _app(item, "app_id"))


def _of_rule(rule: Payload) -> Iterator[RequiredStatus]:
    if rule.text("type", "") != "required_status_checks" or not rule.has("parameters"):
        return
    source = f"the ruleset of {rule.text('ruleset_source', 'the repository')}"
    for item in rule.part("parameters").items("required_status_checks"):
        yield RequiredStatus(item.text("context"), source, _app(item, "integration_id"))


def _app(item: Payload, key: str) -> int | None:
    """Read the expected source; null and -1 both mean any."""
    return item.number(key) if item.is_number(key) else None


def _asks_owners(rule: Payload) -> bool:
    if rule.text("type", "") != "pull_request" or not rule.has("parameters"):
        return False
    return rule.part("parameters").truth("require_code_owner_review", False)


def read_codeowners_errors(github: GitHub) -> tuple[str, ...]:
    """Read what GitHub finds wrong in CODEOWNERS. Raises GitHubError where the token may not look."""
    found = Payload(github.read("repos/codeowners-errors"), "CODEOWNERS errors")
    return tuple(f"line {item.number('line')}: {item.text('kind')}" for item in found.items("errors"))
