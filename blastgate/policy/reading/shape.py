"""The shape of a policy file as pydantic models: which keys there are, and what they hold.

Imported only to check a file somebody wrote and to print the schema: pydantic costs more than a whole warm check.
What the names mean (groups, guardrails, globs) is :mod:`blastgate.policy.reading.meaning`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

LevelName = Literal["low", "medium", "high"]
Limit = Annotated[int, Field(ge=0, description="The largest number that still fits the level.")]
Texts = list[str]
Lowered = Literal["low", "medium", "off"]
Option = str | int | bool | Texts


class Shape(BaseModel):
    """Strict, and closed to unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid")


class LimitsShape(Shape):
    """What still fits a level; a measure that is unknown fits no limit."""

    max_services: Limit = Field(default=0, description="Services and apps that ship differently (code edges).")
    max_runtime_services: Limit = Field(default=0, description="Further services that only a runtime edge reaches.")
    max_files: Limit = Field(default=0, description="Files changed.")
    max_lines: Limit = Field(default=0, description="Lines added and deleted.")
    max_affected_files: Limit = Field(default=0, description="Source files that reach a changed file through imports.")


class OpenLevel(Shape):
    """The highest level takes what fits no other: it has no limits."""


class LevelsShape(Shape):
    """The first level whose limits the change fits; ``high`` takes the rest and has no limits."""

    low: LimitsShape = Field(default_factory=LimitsShape)
    medium: LimitsShape = Field(default_factory=LimitsShape)
    high: OpenLevel = Field(default_factory=OpenLevel)


class CategoryShape(Shape):
    """Which files it sees, and the floor or ceiling it gives them. Without a matcher, the shipped one of that name."""

    about: str = Field(default="", description="One sentence on why these files matter.")
    use: str = Field(default="", description="Take the matchers of this shipped category along.")
    at_least: LevelName = Field(default="low", description="A floor for every file it sees.")
    at_most: LevelName = Field(default="high", description="A ceiling, when every file of the change is under one.")
    paths: Texts = Field(default=[], description="Globs over the whole path, anchored at the top.")
    names: Texts = Field(default=[], description="Globs over the file name alone.")
    extensions: Texts = Field(default=[], description="Ends of the file name, with the dot; letter case is ignored.")
    tokens: Texts = Field(default=[], description="Whole words of camelCase, kebab and snake parts of the path.")
    added_lines: Texts = Field(default=[], description="RE2 expressions searched in added lines.")
    removed_lines: Texts = Field(default=[], description="RE2 expressions searched in removed lines.")
    attributes: Texts = Field(default=[], description="Git attributes of the base; they give the name alone.")
    unless: Texts = Field(default=[], description="Categories that excuse a file they see from this one.")


class RowShape(Shape):
    """One row of the table; the first that matches wins."""

    level: Literal["low", "medium", "high", "any"]
    ai_assisted: Literal["any", "yes", "no", True, False] = "any"
    author: str = Field(default="any", description="`any`, or a group every author belongs to.")
    then: Literal["pass", "warn", "review", "block"]
    by: Texts = Field(default=[], description="Groups that must each approve once (with `then: review`).")


class GuardrailShape(Shape):
    """One guardrail; its options are its own (`blastgate explain GUARDRAIL`)."""

    model_config = ConfigDict(strict=True, extra="allow")
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    then: Literal["pass", "warn", "review", "block"] = "review"


class ComponentShape(Shape):
    """A component as you know it; it overrides the discovered one of this name or root, or adds one."""

    root: str = Field(default="", description="Its folder; '.' is the top.")
    kind: Literal["service", "app", "library", "infra", "docs", "tool"] = "service"
    depends_on: Texts = Field(default=[], description="Names of components it needs.")
    criticality: LevelName = Field(default="low", description="A floor for its files, beside documentation and tests.")
    owners: Texts = Field(default=[], description="Who owns what lies below its root, before CODEOWNERS.")


def _form(value: Any) -> str | None:
    forms: dict[type, str] = {str: "word", list: "list", dict: "map"}
    return forms.get(type(value))


GroupShape = Annotated[
    Annotated[Literal["codeowners"], Tag("word")]
    | Annotated[Texts, Tag("list")]
    | Annotated[dict[str, Texts], Tag("map")],
    Discriminator(_form),
]


class PeopleShape(Shape):
    """Groups by name: a list of `@login`, `@org/team` or e-mail; `codeowners`; or globs and their owners."""

    model_config = ConfigDict(strict=True, extra="allow")
    __pydantic_extra__: dict[str, GroupShape] = Field(init=False)

    emails: dict[str, str] = Field(default={}, description="E-mail address to `@login`, where commits use another one.")


class LoweredShape(Shape):
    """A known case in which this tool's marks stand on work it did not do."""

    identity: str = Field(default="", description="A part of the quoted mark.")
    subject: str = Field(default="*", description="Pattern of the commit's subject.")
    kind: str = Field(default="", description="The kind of evidence.")
    to: Literal["declared", "strong", "weak"] = Field(default="weak", description="What the mark proves then.")
    since: str = Field(default="", description="From this date of the commit on (ISO 8601).")
    until: str = Field(default="~", description="Before this date.")
    why: str = Field(description="One sentence on what is known.")


class AiToolShape(Shape):
    """An AI tool of your own: marks as in a file of rules/ai_tools; `*` is any run of characters."""

    title: str = Field(default="", description="Its name in full.")
    homepage: str = Field(default="", description="Where to read about it.")
    source: str = Field(default="", description="Where these marks are known from.")
    acts: Literal["writes", "suggests", "records", "unclear"] = Field(default="writes", description="What it does.")
    agent: str = Field(default="", description="What `Assisted-by:` calls it.")
    identities: Texts = Field(default=[], description="An address, `Name <address>`, or a GitHub login with its ids.")
    names: Texts = Field(default=[], description="What it is called; means nothing else.")
    words: Texts = Field(default=[], description="What it is called; also an everyday word.")
    people: Texts = Field(default=[], description="What it is called; also a given name.")
    people_since: str = Field(default="", description="From when (YYYY-MM) the given name alone means the tool.")
    trailers: dict[str, str] = Field(default={}, description="Key that only this tool writes: pattern of the value.")
    sessions: dict[str, str] = Field(default={}, description="Key of a session id: pattern of the value.")
    sites: Texts = Field(default=[], description="Where the link of its footer leads.")
    footers: Texts = Field(default=[], description="Whole lines that it puts below a message.")
    links: Texts = Field(default=[], description="Parts of the addresses of its sessions.")
    pr_body: Texts = Field(default=[], description="Whole lines of a pull request.")
    branches: dict[str, str] = Field(default={}, description="Pattern of a branch: declared, strong or weak.")
    labels: dict[str, str] = Field(default={}, description="Label of a pull request: declared, strong or weak.")
    note_agents: Texts = Field(default=[], description="What git-ai and Agent Trace call it.")
    lowered: list[LoweredShape] = Field(default=[])


class ApprovalsShape(Shape):
    """Whose approval counts; a layer only tightens."""

    independence: Literal["none", "not-author", "not-contributor", "not-prompter"] = Field(
        default="not-prompter", description="What an approver must not have been in this change."
    )
    unchanged_patch: Literal["count", "ask"] = Field(
        default="ask", description="Whether an approval holds for a new head with the same patch."
    )


class OverrideShape(Shape):
    """Break-glass: who may let a change go ahead against the policy, on GitHub, with a reason and an end."""

    by: Texts = Field(description="Groups whose members may, unless they had a hand in the change.")
    max_days: int = Field(default=7, ge=1, le=90, description="How long an override may hold.")


class LoweringShape(Shape):
    """What is proven to change no behaviour may be called less than its category says; off where nobody says it."""

    comment_only: Lowered = Field(default="off", description="Only comments change.")
    formatting_only: Lowered = Field(default="off", description="The same tokens, laid out otherwise.")
    exact_rename: Lowered = Field(default="off", description="The same bytes under another name of one component.")
    pinned_action: Lowered = Field(default="off", description="Another version of an action; medium at the lowest.")


class ObligationShape(Shape):
    """What a pull request must show: any one of its signs meets it."""

    at_least: LevelName = Field(description="From which level on.")
    ai_assisted: Literal["any", "yes", "no", True, False] = "any"
    label: str = Field(default="", description="A label that it bears.")
    checked: str = Field(default="", description="A ticked item of a list that begins with these words.")
    section: str = Field(default="", description="A heading with something below it.")
    text: str = Field(default="", description="What to do, for whoever has to.")


class PolicyShape(Shape):
    """A blastgate policy file (`.blastgate.yml`)."""

    version: Literal[1] = Field(description="The version of this format.")
    extends: Texts = Field(default=[], description="Packs by name, and policy files of this or another repository.")
    mode: Literal["observe", "enforce"] = Field(default="enforce", description="Observe reports and never blocks.")
    levels: LevelsShape = Field(default_factory=LevelsShape)
    default_level: LevelName = Field(default="medium", description="The level of a file that no category knows.")
    categories: dict[str, CategoryShape] = Field(default={})
    gate: list[RowShape] = Field(default=[])
    people: PeopleShape = Field(default_factory=PeopleShape)
    guardrails: dict[str, GuardrailShape] = Field(default={})
    components: dict[str, ComponentShape] = Field(default={})
    unknown_attribution: Literal["treat_as_ai", "treat_as_none"] = Field(
        default="treat_as_ai", description="What a high change counts as when nobody can tell how it was made."
    )
    ai_tools: dict[str, AiToolShape] = Field(default={}, description="AI tools of your own, beside the shipped ones.")
    unlinked_authors: Literal["block", "warn"] = Field(
        default="block", description="High changes with commits that no account is linked to, on GitHub."
    )
    smaller_graph: Literal["unknown", "accept"] = Field(
        default="unknown", description="Reach by manifests alone (`gate --without-git`): unknown, or it counts."
    )
    string_imports: Literal["ignore", "count"] = Field(
        default="ignore", description="Whether imports by string count, such as `import_module` of a literal."
    )
    approvals: ApprovalsShape = Field(default_factory=ApprovalsShape)
    override: OverrideShape = Field(default_factory=lambda: OverrideShape(by=[]))
    lowering: LoweringShape = Field(default_factory=LoweringShape)
    obligations: dict[str, ObligationShape] = Field(default={}, description="What pull requests must show, by name.")
