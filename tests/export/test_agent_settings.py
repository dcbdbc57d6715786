"""The settings of every agent: a screen for each kind of policy, and patterns that mean what the globs mean."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from blastgate import registry
from blastgate.export import claude_code, codex, cursor, gemini, opencode, opencode_v2
from blastgate.export._patterns import gitignore, plain, written
from blastgate.export._rules import path_rules
from blastgate.export.interface import PathRules
from blastgate.policy.layers.load import load_policy
from blastgate.policy.matching.globs import compile_globs
from blastgate.testing import RepositoryBuilder

ROOM = "blastgate.export"
AGENTS = registry.names(ROOM)
POLICIES = {
    "tests-only": """
guardrails:
  ai_paths: {only: ["tests/**", "docs/**", "**/*.md"], then: block}
  protected_paths: {paths: [".github/**", "infra/prod/**", "**/secrets/**"], allow: [senior], then: block}
""",
    "ask": """
guardrails:
  ai_paths: {only: ["services/{cart,web}/**", "tools/[a-c]*.py"], then: review, by: [owners]}
  protected_paths: {paths: ["db/schema.sql"], then: review, by: [owners]}
""",
    "none": "",
}
HEAD = 'version: 1\nextends: [recommended]\npeople: {senior: ["@dana"], owners: ["@dana"]}\n'
GLOBS = (
    *("tests/**", "**/secrets/**", "**/*.md", "a?c/*.py", "src/[a-c]*.ts", "x/[!0-9]", "**", "*", "a/**/b", "{a,b}/c"),
    *(r"odd\*name/**", r"(group)/\[id\]/page.tsx", "one file.txt", ".github/**", "sp ace/**", "ä/**"),
)
LONG = tuple(f"services/a-long-name-{number}/**" for number in range(200))
PATHS = (
    *("tests/a.py", "tests", "src/tests/a.py", "secrets/k", "a/secrets/b/k", "README.md", "docs/a/b.md", "abc/x.py"),
    *(
        "abc/d/x.py",
        "src/b1.ts",
        "src/d1.ts",
        "x/a",
        "x/7",
        "a/b",
        "a/x/b",
        "a/x/y/b",
        "b/c",
        "odd*name/x",
        "oddXname/x",
    ),
    *("(group)/[id]/page.tsx", "(group)/i/page.tsx", "one file.txt", ".github/workflows/ci.yml", "sp ace/x", "ä/b"),
)


def rules_of(name: str) -> PathRules:
    """Read the path rules of a policy."""
    return path_rules(load_policy((HEAD + POLICIES[name]).encode(), "p.yml", "file", lambda _: None))


def edits(rules: PathRules) -> dict[str, str]:
    """Return opencode's rules on edits."""
    found: dict[str, str] = json.loads(opencode.settings(rules).text)["permission"]["edit"]
    return found


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", AGENTS)
def test_settings(name: str, policy: str, screen: SnapshotAssertion) -> None:
    agent: Any = registry.load(ROOM, name)
    settings = agent.settings(rules_of(policy))
    notes = "".join(f"cannot: {sentence}\n" for sentence in settings.cannot)
    assert f"{settings.text}---\n{notes}" == screen


@pytest.mark.parametrize("name", AGENTS)
def test_another_policy_is_another_text_to_compare(name: str) -> None:
    agent: Any = registry.load(ROOM, name)
    texts = [agent.ours(agent.settings(rules_of(policy)).text) for policy in ("tests-only", "none")]
    assert texts[0] != texts[1]


@pytest.mark.parametrize("name", AGENTS)
def test_every_agent_says_what_it_cannot_be_told_and_where_its_format_is_described(name: str) -> None:
    agent: Any = registry.load(ROOM, name)
    assert agent.settings(rules_of("tests-only")).cannot
    assert re.search(r"\((?:[^()]*\.)+(?:com|ai|md|html)\b", agent.__doc__)


def test_gitignore_patterns_mean_what_the_globs_mean(tmp_path: Path) -> None:
    """git itself is asked."""
    repo = RepositoryBuilder(tmp_path / "repo")
    for glob in GLOBS:
        patterns, lost = written([glob], gitignore)
        repo.write(".gitignore", "".join(f"{pattern}\n" for pattern in patterns))
        command = ["git", "-C", str(repo.path), "check-ignore", "--no-index", "--stdin", "-z"]
        asked = subprocess.run(command, input="\0".join(PATHS).encode(), capture_output=True, check=False)
        found = set(asked.stdout.decode().split("\0")) - {""}
        meant = {path for path in PATHS if compile_globs((glob,))(path)}
        assert lost == ()
        assert meant <= found, glob  # git ignores what is below an ignored folder as well
        assert not {p for p in found - meant if not any(p.startswith(f"{m}/") for m in (*meant, *_folders(glob)))}, glob


def wildcard(pattern: str, path: str) -> bool:
    """Match as opencode does: ``*`` is any characters, ``?`` is one, and nothing else means anything."""
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, path, re.DOTALL) is not None


def _folders(glob: str) -> list[str]:
    """List the folders of the paths that a glob matches by themselves: gitignore takes all that is in them."""
    parents = {str(parent) for path in PATHS for parent in Path(path).parents}
    return [parent for parent in parents if compile_globs((glob,))(parent)]


def test_both_kinds_of_opencode_are_told_the_same_in_the_same_order() -> None:
    rules = rules_of("tests-only")
    listed = json.loads(opencode_v2.settings(rules).text)["permissions"]
    assert {rule["action"] for rule in listed} == {"edit"}
    assert [(rule["resource"], rule["effect"]) for rule in listed] == list(edits(rules).items())


def test_of_the_rules_of_opencode_those_count_that_decide_on_edits() -> None:
    written = json.loads(opencode_v2.settings(rules_of("tests-only")).text)
    ours = opencode_v2.ours(json.dumps(written))
    before, shell, after = (
        {"action": action, "resource": "*", "effect": "allow"} for action in ("*", "shell", "[e]dit*")
    )
    listed = written["permissions"]
    assert opencode_v2.ours(json.dumps({"permissions": [before, *listed, shell, after]})) == ours
    assert opencode_v2.ours(json.dumps({"permissions": [*listed, before]})) != ours
    assert opencode_v2.ours(json.dumps({"permissions": "allow"})) != ours


@pytest.mark.parametrize("glob", GLOBS)
def test_what_is_refused_is_never_less_than_the_glob(glob: str) -> None:
    shut = [pattern for pattern, action in edits(PathRules(protected=(glob,))).items() if action == "deny"]
    meant = [path for path in PATHS if compile_globs((glob,))(path)]
    assert [path for path in meant if not any(wildcard(p, path) for p in shut)] == []


@pytest.mark.parametrize("glob", GLOBS)
def test_what_opencode_opens_is_never_more_than_the_glob(glob: str) -> None:
    allowed = [pattern for pattern, action in edits(PathRules(only=(glob,))).items() if action == "allow"]
    meant = compile_globs((glob,))
    assert [path for path in PATHS if any(wildcard(p, path) for p in allowed) and not meant(path)] == []


@pytest.mark.parametrize("glob", GLOBS)
def test_gemini_refuses_every_closed_path_and_no_open_one(glob: str) -> None:
    shut = gemini_denies(PathRules(protected=(glob,)))
    opened = gemini_denies(PathRules(only=(glob,)))
    meant = compile_globs((glob,))
    for path in filter(meant, PATHS):
        for place in (path, f"/home/me/repo/{path}"):
            call = json.dumps({"content": "x", "file_path": place}, ensure_ascii=False, separators=(",", ":"))
            assert any(rule.search(call) for rule in shut), path
            assert not any(rule.search(call) for rule in opened if "gemini" not in rule.pattern), path


@pytest.mark.parametrize("rules", [PathRules(("a/**",), False, GLOBS, GLOBS), PathRules(GLOBS[2:5]), PathRules(LONG)])
def test_gemini_takes_every_expression(rules: PathRules) -> None:
    """Its own test (packages/core/src/policy/utils.ts): 2,048 characters, no repeated group with a repetition."""
    for rule in tomllib.loads(gemini.settings(rules).text)["rule"]:
        assert len(rule["argsPattern"]) <= 2048
        assert not re.search(r"\([^)]*[*+?{].*\)[*+?{]", rule["argsPattern"])


def test_gemini_asks_where_the_open_paths_are_too_many() -> None:
    rules = tomllib.loads(gemini.settings(PathRules(LONG)).text)["rule"]
    assert (rules[-1]["argsPattern"], rules[-1]["decision"]) == ('"file_path":"', "ask_user")


def gemini_denies(rules: PathRules) -> list[re.Pattern[str]]:
    """Compile the rules that refuse a call."""
    found = tomllib.loads(gemini.settings(rules).text)["rule"]
    return [re.compile(rule["argsPattern"]) for rule in found if rule["decision"] == "deny"]


def test_a_way_around_an_open_folder_is_refused() -> None:
    rules = gemini_denies(PathRules(only=("tests/**",)))
    assert any(rule.search('{"file_path":"/r/tests/../src/a.py"}') for rule in rules)
    assert any(rule.search('{"file_path":"/r/src/a.py"}') for rule in rules)


def test_the_newspapers_rule_is_deny_by_default_where_the_agent_knows_it() -> None:
    rules = rules_of("tests-only")
    claude = json.loads(claude_code.settings(rules).text)["permissions"]
    assert claude["defaultMode"] == "dontAsk"
    assert claude["allow"] == ["Edit(/tests/**)", "Edit(/docs/**)", "Edit(/**/*.md)"]
    assert "Edit(/.blastgate.yml)" in claude["deny"]
    assert next(iter(edits(rules).items())) == ("*", "deny")
    roots = tomllib.loads(codex.settings(rules).text)["permissions"]["blastgate"]["filesystem"][":workspace_roots"]
    assert (roots["."], roots["tests"], roots["infra/prod"]) == ("read", "write", "read")
    assert "Write(.github/**)" in json.loads(cursor.settings(rules).text)["permissions"]["deny"]


@pytest.mark.parametrize(
    ("floor", "own", "opened"),
    [
        (["tests/**", "docs/**"], ["tests/**"], ("tests/**",)),
        (["tests/**"], ["tests/unit/**", "src/**"], ("tests/unit/**",)),
        (["**"], ["src/**"], ("src/**",)),
        (["src/*.py"], ["src/**"], ("src/*.py",)),
        (["a/**"], ["b/**"], ()),
    ],
)
def test_no_layer_opens_what_another_closes(floor: list[str], own: list[str], opened: tuple[str, ...]) -> None:
    def layer(extends: str, only: list[str]) -> bytes:
        return f"version: 1\nextends: [{extends}]\nguardrails:\n  ai_paths: {{only: {json.dumps(only)}}}\n".encode()

    policy = load_policy(layer("floor.yml", own), "p.yml", "file", lambda _: layer("recommended", floor))
    assert path_rules(policy).only == opened


def test_a_plain_pattern_has_no_class_and_no_special_name() -> None:
    assert written(["src/[a-c].ts", "(g)/x", "a/*.py"], plain) == (("a/*.py",), ("src/[a-c].ts", "(g)/x"))
