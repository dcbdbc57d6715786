"""Pages of what is built in: the gate's own files, commits of no account, obligations and lowering."""

from __future__ import annotations

from collections.abc import Collection

from blastgate.manual.interface import Page, Subject

_PAGES = {
    "gate-self-edit": """
A change to what the gate is made of is high, by a rule that stands in every policy and that
no layer can remove: the policy file and the files it extends, CODEOWNERS in its three places,
.github/workflows, .github/actions and action files. It is judged by the policy of the default
branch, never by the one it brings along. A rename out of these places counts as well as one
into them, and so does a link or a submodule in their place; letter case is ignored.

The one exception is `lowering: {pinned_action: medium}`, off where nobody says it: a workflow
in which nothing changes but the version of actions is medium then, unless it names this gate.

See also the category gate-config, and the guardrail new-privileged-workflow.""",
    "unlinked-authors": """
On GitHub, commits whose author or committer belongs to no account could be anybody's: nobody
can say whether that person approves their own work. A high change with such commits is
blocked; with `unlinked_authors: warn` it is told. Below high it is told in the notes. Mend it
by adding the address to the account, or under `people.emails`.""",
    "obligation": """
What a policy obliges pull requests of a level to show, such as how a change is rolled out in
stages:

    obligations:
      staged-rollout: {at_least: medium, label: staged, checked: "Rolled out in stages", section: Rollback}

Any one sign meets it: the label; a ticked item of a list that begins with these words; a
heading with something below it. What stands in a comment of the template or in a code block
says nothing. An open obligation asks for a review, whoever approved, and the way forward says
what meets it. Off GitHub there is no pull request: it is told in the notes.""",
    "lowering": """
Files that are called less than their category says, because what they change is proven to
change no behaviour. Off unless the policy switches a kind on; the report gives the reason
with the code `lowered` and the line of the policy.

  comment_only     the same tokens, other comments (Python, Go, Java, JavaScript and TypeScript without JSX; YAML, TOML)
  formatting_only  the same tokens or the same data, laid out otherwise (those, and JSON)
  exact_rename     not a byte changes, and both names lie in one component and have one extension
  pinned_action    a workflow in which only versions of actions change, pinned no less; medium at the lowest

Both whole texts are compared, never the changed lines alone; what a lexer is not sure of is
not proven. Comments that tools obey (`# noqa`, `//go:build`, `@ts-ignore`, ...) count as
code. Never lowered: the gate's own files, what a rule about lines raises, what could not be
read. Size limits yield to comment_only and formatting_only alone.""",
}


def topics(_: Subject) -> Collection[str]:
    """List what is built in."""
    return tuple(_PAGES)


def explain(topic: str, _: Subject) -> Page | None:
    """Write the page of a rule that every policy has, or of a part that has more to say than its key."""
    text = _PAGES.get(topic)
    return None if text is None else Page(topic, tuple(text.strip("\n").split("\n")))
