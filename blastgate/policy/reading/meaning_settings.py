"""What the words of a policy's components and settings mean: roots, owners, lowering, obligations."""

from __future__ import annotations

from blastgate.policy.reading.lookup import select
from blastgate.policy.reading.meaning_categories import NAME, Tell
from blastgate.policy.reading.meaning_people import check_members
from blastgate.policy.reading.positions import Node

SIGNS = ("label", "checked", "section")


def check_components(root: Node, tell: Tell) -> None:
    """Tell every name, root and owner of a component that is none."""
    for name, key, body in select(root, "components", "*"):
        if not name.strip() or len(name) > 200:
            tell(key, "a component needs a name of at most 200 characters")
        folder = body.get("root")
        text = folder.value if folder else None
        if folder and isinstance(text, str) and text not in (".", "", "./"):
            parts = text.rstrip("/").split("/")
            if any(part in ("", ".", "..") for part in parts) or "*" in text or "\\" in text:
                tell(folder, "a root is a folder of the repository, such as 'services/cart'", "no wildcard, no `..`")
        _check_owners(root, name, body, tell)


def _check_owners(root: Node, name: str, body: Node, tell: Tell) -> None:
    owners, people = body.get("owners"), root.get("people")
    if owners is None or not owners.items():
        return
    check_members(owners.items(), tell)
    if body.get("root") is None:
        tell(owners, f"whose files? {name[:60]!r} says no `root`", "add its folder, as in root: services/cart")
    listed = people.get("owners") if people else None
    if listed is not None and listed.items():
        hint = 'write people: {owners: codeowners}, or a mapping as in {"services/cart/**": ["@carl"]}'
        tell(listed, "a list of owners owns every file, also those of components with owners of their own", hint)


def check_settings(root: Node, tell: Tell) -> None:
    """Tell what lowering and obligations say that cannot be meant."""
    for _, _, level in select(root, "lowering", "pinned_action"):
        if level.value == "low":
            tell(level, "another version of an action is other code: medium at the lowest", "write medium, or off")
    for name, key, body in select(root, "obligations", "*"):
        if not NAME.fullmatch(name):
            tell(key, f"{name[:60]!r} is no name for an obligation", "letters, digits, - and _, a letter first")
        signs = [sign for sign in SIGNS if (node := body.get(sign)) and str(node.value).strip()]
        if isinstance(body.value, dict) and not signs:
            tell(key, f"obligation {name[:60]!r} has no sign that could meet it", "add a label, checked or section")
