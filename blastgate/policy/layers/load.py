"""Load a policy: its packs and files as layers, the floor first; all mistakes at once, or a policy without any.

A layer is checked in three steps: readable YAML, the right shape, words that mean something. Shipped packs skip the
checks, which the tests do for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blastgate.errors import PolicyError
from blastgate.policy.layers.build import shipped
from blastgate.policy.layers.shipped import category_bytes
from blastgate.policy.layers.stack import BUILT_IN_PACK, Read, Stack
from blastgate.policy.matching.globs import check_glob, escape_glob
from blastgate.policy.model import Layer, Policy

if TYPE_CHECKING:
    from blastgate.model.assessment import Trust

GATE_CATEGORY = "gate-config"


def load_policy(text: bytes | None, source: str, trust: Trust, read: Read) -> Policy:
    """Load the policy that ``text`` holds; None means the built-in ``recommended`` pack.

    ``source`` names it to the user (``main:.blastgate.yml``); ``read`` returns the bytes of what ``extends`` names: a
    file of the same commit, or one of another repository (:mod:`blastgate.policy.layers.pins`); None where it is not
    there. Raises PolicyError with every mistake found.
    """
    stack = Stack(source, read)
    if text is None:
        stack.add_pack(BUILT_IN_PACK, 0)
    else:
        stack.add_file(text, source, 0)
    if stack.problems:
        raise PolicyError(sorted(stack.problems, key=lambda p: (stack.files.index(p.file), p.line, p.column)))
    layers = _guard_the_gate(stack)
    return Policy(source, stack.digest(), "built-in" if text is None else trust, layers)


def _guard_the_gate(stack: Stack) -> tuple[Layer, ...]:
    """Put the rule that no policy can remove into the floor: what the gate is made of is high."""
    rule = shipped(GATE_CATEGORY)
    own = tuple(glob for glob in map(escape_glob, stack.own_paths) if check_glob(glob) is None)
    rule = rule._replace(paths=(*rule.paths, *own), unless=())
    stack.parts.append((f"rules/categories/{GATE_CATEGORY}.yml", category_bytes(GATE_CATEGORY)))
    floor = stack.layers[0]._replace(categories=(rule, *stack.layers[0].categories))
    return (floor, *stack.layers[1:])
