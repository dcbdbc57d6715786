"""A policy on one page: plain tables, then aligned text."""

from __future__ import annotations

from blastgate.model.classification import LEVELS
from blastgate.policy.matching.match import DEFAULT_LEVEL
from blastgate.policy.model import CategoryRule, ComponentRule, Group, Policy
from blastgate.policy.people import effective_group, group_names
from blastgate.policy.reading.meaning import LIMITS
from blastgate.policy.show.settings import settings_table
from blastgate.policy.show.tables import Table, draw_table


def policy_tables(policy: Policy) -> tuple[Table, ...]:
    """Return a policy as tables: levels, categories, gate, guardrails, people, components, settings, AI tools, layers;
    no empty ones."""
    tables = (
        _levels(policy),
        _categories(policy),
        _gate(policy),
        _guardrails(policy),
        _people(policy),
        _components(policy),
        settings_table(policy),
        _ai_tools(policy),
        _layers(policy),
    )
    return tuple(table for table in tables if table.rows)


def show_policy(policy: Policy, width: int) -> str:
    """Write a policy as text of at most ``width`` columns where its words allow it; the text ends in a newline."""
    head = f"Policy {policy.source}  mode {policy.mode}  trust {policy.trust}  digest {policy.digest[:12]}"
    return "\n\n".join([head, *(draw_table(table, width) for table in policy_tables(policy))]) + "\n"


def _levels(policy: Policy) -> Table:
    rows = []
    for level in LEVELS[:-1]:
        given = [entry.limits for layer in policy.layers for entry in layer.levels if entry.level == level]
        found = [min((v for g in given if (v := getattr(g, name)) is not None), default=None) for name in LIMITS]
        if given:
            rows.append((level, *("any" if value is None else str(value) for value in found)))
    rows += [("high", *("any" for _ in LIMITS))] if rows else []
    kept = [i for i in range(len(LIMITS)) if any(row[i + 1] != "any" for row in rows)]
    columns = ("level", *(LIMITS[i].removeprefix("max_").replace("_", " ") for i in kept))
    return Table(
        "Levels: the first whose limits a change fits", columns, tuple((r[0], *(r[i + 1] for i in kept)) for r in rows)
    )


def _categories(policy: Policy) -> Table:
    rules = [rule for layer in policy.layers for rule in layer.categories]
    ordered = sorted(rules, key=lambda rule: (-_rank(rule), rule.layer))
    rows = [(_says(rule), rule.category, str(rule.location), rule.about or _sees(rule)) for rule in ordered]
    defaults = [layer.default_level for layer in policy.layers if layer.default_level]
    default = max(defaults, key=LEVELS.index, default=DEFAULT_LEVEL)
    rows.append((default, "(any other file)", "", "what no category knows"))
    return Table("Categories: at least, or at most, the level", ("level", "category", "from", "what"), tuple(rows))


def _rank(rule: CategoryRule) -> int:
    level = rule.at_least or rule.at_most
    return LEVELS.index(level) if level else -1


def _says(rule: CategoryRule) -> str:
    if rule.at_least and rule.at_most:
        return rule.at_least if rule.at_least == rule.at_most else f"{rule.at_least} to {rule.at_most}"
    if rule.at_least:
        return f">= {rule.at_least}"
    return f"<= {rule.at_most}" if rule.at_most else "-"


def _sees(rule: CategoryRule) -> str:
    matchers = (*rule.paths, *rule.names, *rule.extensions, *rule.tokens, *rule.added_lines, *rule.removed_lines)
    matchers += rule.attributes
    return ", ".join(matchers)


def _gate(policy: Policy) -> Table:
    rows = [
        (row.level, row.ai_assisted, row.author, row.then, ", ".join(row.by), str(row.location))
        for layer in policy.layers
        for row in layer.gate
    ]
    title = "Gate: the first row that matches wins"
    if sum(bool(layer.gate) for layer in policy.layers) > 1:
        title += "; each layer's table is asked, and the strictest answer holds"
    return Table(title, ("level", "AI", "author", "then", "by", "from"), tuple(rows))


def _guardrails(policy: Policy) -> Table:
    rows = [
        (setting.id, setting.then, str(setting.location), _options(setting.options.items()))
        for layer in policy.layers
        for setting in layer.guardrails
    ]
    return Table("Guardrails: before the table, only stricter", ("guardrail", "then", "from", "options"), tuple(rows))


def _options(options: object) -> str:
    pairs = dict(options)  # type: ignore[call-overload]
    return "; ".join(f"{name}: {', '.join(v) if isinstance(v, tuple) else str(v).lower()}" for name, v in pairs.items())


def _people(policy: Policy) -> Table:
    rows = []
    for name in group_names(policy):
        group = effective_group(policy, name)
        rows.append((name, str(group.location) if group else "", _members(group)))
    for layer in (layer for layer in policy.layers if layer.emails):
        rows.append(("(addresses)", layer.source, ", ".join(f"{mail}: {who}" for mail, who in layer.emails.items())))
    return Table("People", ("group", "from", "members"), tuple(rows))


def _members(group: Group | None) -> str:
    if group is None:
        return "nobody is named"
    if group.codeowners:
        return "CODEOWNERS"
    by_path = (f"{glob}: {', '.join(owners)}" for glob, owners in group.by_path)
    return ", ".join(group.members) or "; ".join(by_path)


def _components(policy: Policy) -> Table:
    rows = [
        (rule.name, rule.criticality or "-", str(rule.location), ", ".join(rule.owners) or "-", _said_of(rule))
        for rule in policy.components
    ]
    columns = ("component", "at least", "from", "owners", "is")
    return Table("Components: how critical, whose, and what they are", columns, tuple(rows))


def _said_of(rule: ComponentRule) -> str:
    """Tell what the policy says of a component over what is discovered."""
    needs = f"depends on {', '.join(rule.depends_on)}" if rule.depends_on else ""
    root = f"at {rule.root}" if rule.root is not None else ""
    return ", ".join(word for word in (rule.kind, root, needs) if word) or "as discovered"


def _ai_tools(policy: Policy) -> Table:
    rows = [
        (tool.name, str(tool.location), ", ".join(key for key in tool.marks if key != "name"))
        for layer in policy.ai_tools
        for tool in layer
    ]
    return Table("AI tools of your own: beside the shipped ones", ("tool", "from", "marks"), tuple(rows))


def _layers(policy: Policy) -> Table:
    rows = tuple((str(i), layer.source, layer.digest[:12]) for i, layer in enumerate(policy.layers, 1))
    return Table("Layers: the floor first; each only tightens", ("", "source", "digest"), rows)
