"""Whose account a name and an address are: a tool's, automation's, or a person's. By exact data, never by sound."""

from __future__ import annotations

from functools import lru_cache

from blastgate.attribution.text import added_to_bot, visible
from blastgate.attribution.tools import Account, Tool, Tools, matches
from blastgate.model.change import Commit, Identity
from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression

# https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
NOREPLY = expression(r"(?:(\d{1,20})\+)?([^@\s]{1,100})@users\.noreply\.github\.com")


class GitHubAccount(NamedTuple):
    """The login and numeric id that a GitHub noreply address tells; empty where it tells none."""

    login: str
    number: str


def address(email: str) -> str:
    """Return an address as the tables have it: lower case, without quotes or brackets left by a bad script."""
    return email.lower().strip("\\\"'<> ")


@lru_cache(maxsize=4096)
def github_account(email: str) -> GitHubAccount:
    """Read login and id from a GitHub noreply address, in lower case."""
    found = NOREPLY.fullmatch(address(email))
    return GitHubAccount(found[2], found[1] or "") if found else GitHubAccount("", "")


@lru_cache(maxsize=4096)
def tool_of(identity: Identity, tools: Tools) -> Tool | None:
    """Find the tool that an identity belongs to: by address, by login, by numeric id, by pattern; in this order.

    The login goes before the id: one id (41898282) stands before the login of github-actions and of claude alike.
    """
    email = address(identity.email)
    found = _named(tools.accounts.get(email, ()), identity.name)
    if found is None and email.endswith("@users.noreply.github.com"):
        found = _by_github(github_account(email), identity.name, tools)
    return found or _by_pattern(email, identity.name, tools)


def is_bot(identity: Identity, commit: Commit, tools: Tools) -> bool:
    """Tell whether an identity is known automation that is not AI, at least for a commit of this subject."""
    only = _bot_subjects(identity, tools)
    return only is not None and (not only or any(matches(commit.subject, pattern) for pattern in only))


def is_unlisted_app(identity: Identity) -> bool:
    """Tell whether an identity is a GitHub App (only those may end in ``[bot]``); ask for known ones first."""
    return github_account(identity.email).login.endswith("[bot]")


def own_words(commit: Commit, tools: Tools) -> str:
    """Return what a commit's author says in the message; of a bot's only what people put behind its own words, and
    the end, for it repeats release notes."""
    text = visible(commit.message)
    return added_to_bot(text) if is_bot(commit.author, commit, tools) else text


@lru_cache(maxsize=4096)
def _bot_subjects(identity: Identity, tools: Tools) -> tuple[str, ...] | None:
    """Return the subjects for which an account is a bot (empty: all), or None for no bot, nor one that a team names."""
    if tools.team and tool_of(identity, tools) is not None:
        return None
    login, number = github_account(identity.email)
    for key in (address(identity.email), login):
        if key in tools.bots.accounts:
            return tools.bots.accounts[key]
    listed = number in tools.bots.ids or any(matches(login, pattern) for pattern in tools.bots.patterns)
    return () if listed else None


def _named(accounts: list[Account] | tuple[()], name: str) -> Tool | None:
    for account in accounts:
        if account.name and matches(name, account.name):
            return account.tool
    return next((account.tool for account in accounts if not account.name), None)


def _by_github(account: GitHubAccount, name: str, tools: Tools) -> Tool | None:
    login, number = account
    for known in tools.accounts.get(login, ()):
        if login.endswith("[bot]") or number in known.ids:
            return known.tool
    if login in tools.bots.accounts:
        return None
    return tools.ids.get(number)


def _by_pattern(email: str, name: str, tools: Tools) -> Tool | None:
    for pattern, account in tools.account_patterns:
        if (pattern == "*" or matches(email, pattern)) and (not account.name or matches(name, account.name)):
            return account.tool
    return None
