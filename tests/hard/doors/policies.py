"""Policies, the files that examples of them stand in, and the files of git and GitHub that are read beside them."""

from __future__ import annotations

from functools import cache

from case_texts import CASES, TOP

from blastgate import registry
from blastgate.policy.layers.load import load_policy
from blastgate.policy.lint.lint import lint
from blastgate.policy.matching.attributes import compile_attributes
from blastgate.policy.matching.codeowners import compile_owners
from blastgate.policy.model import Policy
from blastgate.policy.people import People
from blastgate.policytest.load import load_examples
from blastgate.policytest.run import run_examples

PATHS = (
    "a",
    "docs/a.md",
    ".github/workflows/ci.yml",
    "services/auth/x.py",
    "a b/\udcff\n.py",
    "deep/" * 50 + "x",
    "[id]/{a}",
)
OWNERS = b"* @dana\n/docs/ @acme/docs kim@example.org # note\n*.js @js\n**/logs @x\n" + (
    b"services/*/ @a @b\na\\ b @c\n/x/**/y @z\n"
)
ATTRIBUTES = (
    b'* text=auto\n*.lock linguist-generated=true -diff\n[attr]made linguist-generated\n"a b" made\n/x/** !made\n'
)
NAMES = frozenset(("linguist-generated", "linguist-vendored"))


def targets() -> tuple[str, ...]:
    """Each kind of file."""
    return ("policy", "examples", "codeowners", "attributes")


def seeds(target: str) -> list[bytes]:
    """Policies of the packs, of the docs and of the cases of mistakes; examples of the docs."""
    if target == "codeowners":
        return [OWNERS]
    if target == "attributes":
        return [ATTRIBUTES]
    if target == "examples":
        return [page.encode() for page in _blocks("policy-test.md") if "examples:" in page]
    written = [file.read_bytes() for file in (*registry.rule_files("policies"), TOP / ".blastgate.yml")]
    wrong = [file.read_bytes() for file in sorted((CASES / "policy" / "bad").glob("*.yml"))]
    return [*written, *(page.encode() for page in _blocks("policy.md")), *(text for text in wrong if len(text) < 4_000)]


def answer(target: str, data: bytes) -> object:
    """Read the file and use it; policies and examples may be refused by BlastgateError."""
    if target == "codeowners":
        owners = compile_owners(data)
        return [owners(path) for path in PATHS]
    if target == "attributes":
        text = data.decode("utf-8", "surrogateescape")
        marks = compile_attributes({"": text, "docs": text}, NAMES)
        return [marks(path) for path in PATHS]
    if target == "examples":
        examples = load_examples(data, ".blastgate.test.yml", _built_in())
        return run_examples(examples, ".blastgate.test.yml", _built_in(), People(_built_in(), OWNERS))
    policy = load_policy(data, "main:.blastgate.yml", "default-branch", lambda name: None)
    return policy, lint(policy, PATHS)


@cache
def _built_in() -> Policy:
    return load_policy(None, "built-in", "built-in", lambda name: None)


def _blocks(page: str) -> list[str]:
    parts = (TOP / "docs" / page).read_text("utf-8").split("```")
    return [part.partition("\n")[2] for part in parts[1::2] if part.startswith("yaml")]
