"""The text of ``.blastgate.yml``: the recommended table, with what was found here beside it as comments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from blastgate.model.graph import SERVICE_KINDS
from blastgate.model.wording import count
from blastgate.policy.layers.shipped import pack_bytes
from blastgate.policy.matching.globs import escape_glob
from blastgate.reporters.escape import for_terminal
from blastgate.setup.found import Delicate, Found

PACK = "recommended"
GLOBS, COMPONENTS = 6, 40  # how many are written out; the rest is counted
SENIORS = '["@dana", "@acme/staff-engineers", "eve@example.com"]'


def policy_file(found: Found) -> str:
    """Write the policy of a repository in which this was found; it loads as it is, and stands alone."""
    parts = (
        _head(),
        _section("levels"),
        ["default_level: medium           # of a file that no category knows; never low in silence"],
        _categories(found),
        _section("gate"),
        _people(found),
        _guardrails(),
        ["unknown_attribution: treat_as_ai"],
        list(_seen(found)),
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head() -> list[str]:
    return [
        "# Which changes may merge, and who has to look at them first. Written by `blastgate init`; now it is yours.",
        "# It counts from the commit that brings it to the default branch. See it on one page: blastgate policy show;",
        "# look for mistakes: blastgate policy lint; what a word means: blastgate explain auth (or any other).",
        "version: 1",
        "mode: observe                   # report only; change to enforce when the outcomes look right",
    ]


def _section(key: str) -> list[str]:
    """Take one section of the recommended pack as it stands there."""
    lines = pack_bytes(PACK).decode().split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next(i for i in range(start + 1, len(lines)) if lines[i][:1] != " ")
    return lines[start:end]


def _categories(found: Found) -> list[str]:
    """Name the recommended categories, with the folders that are delicate here."""
    here = {delicate.category: delicate for delicate in found.delicate}
    first, *rest = _section("categories")
    lines = [f"{first.partition('#')[0]}# {{}} takes the shipped rule; paths: [...] adds yours to it"]
    for text in rest:
        name = text.strip().removesuffix(": {}")
        lines.append(_category(here[name]) if name in here else text)
    example = '  # search: {at_least: high, paths: ["services/search/**"]}    # a category of your own'
    return [*lines, example]


def _category(delicate: Delicate) -> str:
    globs, rest = delicate.folders[:GLOBS], len(delicate.folders[GLOBS:])
    body = f"{{paths: [{', '.join(map(json.dumps, globs))}]}}" if globs else "{}"
    return f"  {delicate.category}: {body}    # {_counted(delicate, rest)}"


def _counted(delicate: Delicate, folders: int) -> str:
    parts = [f"{delicate.files:,} file{'s' * (delicate.files != 1)} here"]
    parts += [f"{folders:,} more folder{'s' * (folders != 1)}"] if folders else []
    if delicate.others:
        shown, more = delicate.others[:2], len(delicate.others[2:])
        parts.append(f"by name {_some(shown, more)}")
    return "; ".join(parts)


def _people(found: Found) -> list[str]:
    source = found.owners_file or "there is no CODEOWNERS yet: add .github/CODEOWNERS, or a mapping"
    root = next((c.root for c in found.components if c.root and c.kind in SERVICE_KINDS), "services/cart")
    mapping = json.dumps({f"{escape_glob(root)}/**": ["@carl"]})
    return [
        "people:",
        "  # FILL IN who may approve what is high. While nobody is named, nobody can, and every report says so.",
        f"  senior: []                    # for example: {SENIORS}",
        f"  owners: codeowners            # {source}",
        f"                                # or: {mapping}",
        '  # emails: {dana@home.example: "@dana"}    # commits under another address',
    ]


def _guardrails() -> list[str]:
    return [
        *_section("guardrails"),
        '  # ai_paths:        {only: ["tests/**", "docs/**"], then: block}     # AI may touch these and nothing else',
        '  # protected_paths: {paths: [".github/**"], allow: [senior], then: block}',
    ]


def _seen(found: Found) -> Iterator[str]:
    """Say what was found, as comments; names are a stranger's text."""
    if not found.head:
        return
    total = len(found.components)
    yield f"# Found at {found.head}: {count(total, 'component')} (all of them, with their edges: blastgate graph)"
    if total:
        yield "# To correct one, or to add one:  components: {cart: {root: services/cart, kind: service}}"
    width = max((len(_shown(c.name)) for c in found.components[:COMPONENTS]), default=0)
    for component in found.components[:COMPONENTS]:
        root = "no folder here" if component.root is None else _shown(component.root) or "(top)"
        yield f"#   {_shown(component.name):{width}}  {component.kind:7}  {root}"
    if total > COMPONENTS:
        yield f"#   and {total - COMPONENTS:,} more"
    tools = ", ".join(f"{_shown(name)} in {times:,}" for name, times in found.tools)
    yield f"# AI tools in the last {count(found.commits, 'commit')}: {tools or 'none that left a mark'}"


def _some(paths: Iterable[str], more: int) -> str:
    return ", ".join(map(_shown, paths)) + (f" and {more:,} more" if more else "")


def _shown(text: str) -> str:
    """Show a stranger's name inside a comment: one line, and no longer than a line."""
    safe = for_terminal(text)
    return safe if len(safe) <= 80 else f"{safe[:77]}..."
