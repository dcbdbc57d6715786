"""Assessments for tests of everything that shows them: one base case, changed by keyword."""

from __future__ import annotations

from typing import Any

from blastgate.model.assessment import (
    SCHEMA_VERSION,
    Assessment,
    JudgedChange,
    JudgedClassification,
    JudgedFile,
    PolicyUsed,
    Tool,
    Totals,
)
from blastgate.model.attribution import Attribution, CommitAttribution, CommitTotals, Evidence, LineShare
from blastgate.model.classification import Reason
from blastgate.model.graph import Edge, Unreadable
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.model.verdict import GuardrailFinding, IgnoredApproval, Requirement, Row, Verdict, WayForward

BASE, HEAD = "1f0c9a7d" * 5, "3f2a91c4" * 5
POLICY = PolicyUsed("main:.blastgate.yml", "9c1185a5c5e9fc54612808977ee8f548b2258d31" + "0" * 24, "default-branch", ())


LOW_REASON = Reason("category", "docs is at most low: docs/cart.md (recommended:31)", "low", paths=("docs/cart.md",))


def assessment_of(**changes: Any) -> Assessment:
    """Build a passing assessment of two small files; keywords replace its fields (``level`` also in the reasons)."""
    base = Assessment(
        schema_version=SCHEMA_VERSION,
        tool=Tool("blastgate", "0.1.0"),
        outcome="pass",
        level="low",
        mode="enforce",
        summary="",
        change=change_of(judged_file("tests/cart/test_total.py"), judged_file("docs/cart.md")),
        impact=Impact(components_total=9, services_total=6, touched=("cart",)),
        attribution=Attribution("none", (), (commit_of("none"),)),
        classification=JudgedClassification("low", ("tests",), (LOW_REASON,)),
        verdict=Verdict(
            "pass", Row(1, "{level: low, ai_assisted: any, author: any, then: pass}", "main:.blastgate.yml:21")
        ),
        policy=POLICY,
        timings={"total": 41.5},
    )
    return base._replace(**changes)


def judged_file(path: str, level: Any = "low", **changes: Any) -> JudgedFile:
    """Build one modified file."""
    categories = ("tests",) if "test" in path else ()
    return JudgedFile(path, None, "modified", 12, 3, False, False, level, categories, "cart")._replace(**changes)


def change_of(*files: JudgedFile) -> JudgedChange:
    """Build a change of some files, with totals that add up (None where a file could not be counted)."""
    added, deleted = [f.additions for f in files], [f.deletions for f in files]
    totals = Totals(
        len(files),
        None if None in added else sum(n or 0 for n in added),
        None if None in deleted else sum(n or 0 for n in deleted),
        sum(f.binary for f in files),
    )
    return JudgedChange(BASE, HEAD, BASE, "main..feature/throttle", totals, files)


def commit_of(state: Any, subject: str = "Throttle logins", *evidence: Evidence) -> CommitAttribution:
    """Build one commit of a state."""
    return CommitAttribution("7be01d22" * 5, subject, "Robin Example <robin@example.com>", state, evidence)


TRAILER = Evidence("claude-code", "trailer", "declared", "Co-Authored-By: Claude <noreply@anthropic.com>")
AI = Attribution(
    "ai",
    ("claude-code",),
    (
        commit_of(
            "ai", "Throttle logins", TRAILER, Evidence("claude-code", "footer", "strong", "Generated with Claude")
        ),
        commit_of("none", "Name the limits"),
    ),
    LineShare(180, 214, 260),
)
BESIDE = (
    Evidence("claude-code", "pr-body", "strong", "🤖 Generated with [Claude Code](https://claude.com/claude-code)"),
    Evidence("cursor", "trace", "strong", ".agent-trace/traces.jsonl: libs/auth/limit.py 3-10, 14 by cursor"),
    Evidence("codex", "trailer", "declared", "stood in 9f2e8a1b0c44, later rewritten: Assisted-by: Codex:gpt-5.5"),
)
REACH = Impact(
    components_total=9,
    services_total=6,
    touched=("shared-auth",),
    affected=(
        AffectedComponent("shared-auth", "libs/auth", "library", "code", 0),
        AffectedComponent(
            "cart",
            "services/cart",
            "service",
            "code",
            1,
            (Edge("cart", "shared-auth", "manifest", "services/cart/package.json:12"),),
        ),
        AffectedComponent(
            "checkout",
            "services/checkout",
            "service",
            "code",
            2,
            (
                Edge("checkout", "cart", "import", "services/checkout/src/pay.ts:3"),
                Edge("cart", "shared-auth", "manifest", "services/cart/package.json:12"),
            ),
        ),
        AffectedComponent(
            "web", "apps/web", "app", "code", 1, (Edge("web", "shared-auth", "import", "apps/web/login.tsx:8"),)
        ),
        AffectedComponent(
            "billing",
            "services/billing",
            "service",
            "code",
            1,
            (Edge("billing", "package-lock.json", "manifest", "package-lock.json"),),
            "package-lock.json: shared lockfile",
        ),
        AffectedComponent(
            "gateway",
            "services/gateway",
            "service",
            "runtime",
            3,
            (
                Edge("gateway", "checkout", "runtime", "compose.yaml:31"),
                Edge("checkout", "cart", "import", "services/checkout/src/pay.ts:3"),
                Edge("cart", "shared-auth", "manifest", "services/cart/package.json:12"),
            ),
        ),
    ),
    services_affected=4,
    services_at_runtime=1,
    affected_files=57,
)
AUTH_FILES = (
    judged_file(
        "libs/auth/src/login.ts", "high", additions=210, deletions=28, categories=("auth",), component="shared-auth"
    ),
    judged_file(
        "libs/auth/src/limits.ts", "high", status="renamed", old_path="libs/auth/src/rates.ts", categories=("auth",)
    ),
    judged_file("libs/auth/test/login.test.ts"),
    judged_file("libs/auth/logo.png", "medium", additions=0, deletions=0, binary=True),
)
AUTH_PATHS = ("libs/auth/src/limits.ts", "libs/auth/src/login.ts")
AUTH_TEXT = "auth is at least high: libs/auth/src/limits.ts, libs/auth/src/login.ts (main:.blastgate.yml:12)"
HIGH = JudgedClassification(
    "high",
    ("auth", "tests"),
    (
        Reason("category", AUTH_TEXT, "high", paths=AUTH_PATHS),
        Reason("services", "4 services affected, medium allows 3 (main:.blastgate.yml:7)", "high", 4, 3),
        Reason("lines", "274 changed lines, low allows 200 (main:.blastgate.yml:6)", "medium", 274, 200),
    ),
)
ROW = Row(
    6, "{level: high,   ai_assisted: yes, author: any,    then: review, by: [senior, owners]}", "main:.blastgate.yml:26"
)
SENIOR = Requirement("senior", 1, (), (IgnoredApproval("@robin", "pushed a commit of this change"),), ("@dana", "@lee"))
OWNERS = Requirement("owners", 1, ("@sam",), (), ("@sam", "@kim"))


def review(**changes: Any) -> Assessment:
    """Build an AI-assisted change of the auth library that waits for a senior."""
    given = {
        "outcome": "review",
        "level": "high",
        "change": change_of(*AUTH_FILES),
        "impact": REACH,
        "attribution": AI,
        "classification": HIGH,
        "verdict": Verdict(
            "review",
            ROW,
            requirements=(SENIOR, OWNERS),
            ways_forward=(WayForward("let a senior be the author of the AI-assisted commits", "warn"),),
            ai=True,
        ),
    }
    return assessment_of(**{**given, **changes})


def block(**changes: Any) -> Assessment:
    """Build the same change with an edit outside the paths open to AI."""
    guardrail = GuardrailFinding(
        "ai-paths",
        "block",
        "AI-assisted commits change 2 files outside tests/**, docs/** and services/**",
        ("libs/auth/src/login.ts", "libs/auth/src/limits.ts"),
        "main:.blastgate.yml:36",
    )
    ways = (
        WayForward("take libs/auth out of this change", "pass"),
        WayForward("let a person write libs/auth/src/login.ts", "review"),
    )
    verdict = Verdict("block", ROW, (guardrail,), (SENIOR, OWNERS), ways, ai=True)
    return review(**{"outcome": "block", "verdict": verdict, **changes})


def marked_beside() -> Assessment:
    """Build a change whose commits show nothing, while marks stand beside them."""
    made = Attribution("ai", ("claude-code", "cursor"), (commit_of("none"),), LineShare(9, 40, 40), "", BESIDE)
    return warn(attribution=made)


def warn(**changes: Any) -> Assessment:
    """Build a medium change by AI whose author is a senior."""
    row = Row(3, "{level: medium, ai_assisted: yes, author: senior, then: warn}", "main:.blastgate.yml:23")
    reason = Reason("files", "12 changed files, low allows 10 (main:.blastgate.yml:6)", "medium", 12, 10)
    medium = JudgedClassification("medium", (), (reason,))
    files = tuple(judged_file(f"services/cart/src/part_{n}.py", "medium") for n in range(12))
    cart = AffectedComponent("cart", "services/cart", "service", "code", 0)
    given = {
        "outcome": "warn",
        "level": "medium",
        "change": change_of(*files),
        "impact": Impact(9, 6, ("cart",), (cart,), 1, 0, 14),
        "attribution": AI,
        "classification": medium,
        "verdict": Verdict("warn", row, author="senior", ai=True),
    }
    return assessment_of(**{**given, **changes})


def could_not_decide(**changes: Any) -> Assessment:
    """Build an assessment that ended in an error: the facts were not complete."""
    given = {
        "outcome": "error",
        "level": "high",
        "summary": "the pull request lists 3,000 files or more: GitHub does not tell the rest",
        "attribution": Attribution("unknown", why="commits were not listed"),
        "classification": JudgedClassification("high", ("tests",), ()),
        "verdict": Verdict("error"),
    }
    return assessment_of(**{**given, **changes})


EVIL = "a\nPASS  low\x1b[32m \u202egnp.exe\u200b @octocat #1 `x` | <b>&amp; ::error::x ##[set-env] \udcff\u3164"


def hostile(**changes: Any) -> Assessment:
    """Build a blocked change in which every string that a stranger chooses wants to forge something."""
    edge = Edge(EVIL, f"{EVIL}2", "import", f"{EVIL}:1")
    files = (judged_file(EVIL, "high", old_path=f"{EVIL}0", status="renamed", component=EVIL, categories=(EVIL,)),)
    evidence = Evidence(EVIL, "trailer", "declared", EVIL)
    given = {
        "change": change_of(*files)._replace(described=EVIL),
        "impact": Impact(
            2,
            1,
            (EVIL,),
            (AffectedComponent(EVIL, EVIL, "service", "code", 1, (edge,), EVIL),),
            1,
            0,
            1,
            (EVIL,),
            (Unreadable(EVIL, EVIL),),
            (EVIL,),
        ),
        "attribution": Attribution("ai", (EVIL,), (commit_of("ai", EVIL, evidence),), LineShare(1, 1, 1), EVIL),
        "classification": JudgedClassification("high", (EVIL,), (Reason(EVIL, EVIL, "high", paths=(EVIL,)),)),
        "verdict": Verdict(
            "block",
            Row(1, EVIL, EVIL),
            (GuardrailFinding("protected-paths", "block", EVIL, (EVIL,), EVIL),),
            (Requirement(EVIL, 1, (EVIL,), (IgnoredApproval(EVIL, EVIL),), (EVIL,), EVIL),),
            (WayForward(EVIL, "review"),),
            EVIL,
            True,
            (EVIL,),
        ),
        "policy": PolicyUsed(EVIL, EVIL, "head", (EVIL, EVIL)),
        "summary": EVIL,
    }
    return block(**{**given, **changes})


def huge(**changes: Any) -> Assessment:
    """Build a change of 3,000 files that reaches 400 services by a 30-step chain."""
    files = tuple(judged_file(f"services/s{n % 400}/src/module_{n}.py", "medium") for n in range(3000))
    steps = tuple(Edge(f"s{n}", f"s{n + 1}", "import", f"services/s{n}/app.py:1") for n in range(30))
    services = tuple(
        AffectedComponent(f"s{n}", f"services/s{n}", "service", "code", min(n, 30), steps[30 - min(n, 30) :])
        for n in range(400)
    )
    reasons = tuple(
        Reason("paths", f"rule {n} says so", "high", paths=tuple(f.path for f in files[:50])) for n in range(40)
    )
    guardrail = GuardrailFinding(
        "protected-paths", "block", "3,000 protected files", tuple(f.path for f in files), "p.yml:4"
    )
    given = {
        "change": change_of(*files),
        "impact": REACH._replace(
            affected=services,
            services_affected=400,
            services_total=400,
            unreadable=tuple(Unreadable(f"vendor/bundle_{n}.js", "larger than 2,000,000 bytes") for n in range(900)),
        ),
        "attribution": AI._replace(commits=tuple(commit_of("ai", f"Step {n}", TRAILER) for n in range(250))),
        "classification": JudgedClassification("high", (), reasons),
        "verdict": Verdict("block", ROW, (guardrail,), (SENIOR,), ai=True),
    }
    return block(**{**given, **changes})


def without_graph(**changes: Any) -> Assessment:
    """Build a review of a bare diff: no repository, so no graph and no commits."""
    given = {
        "impact": Impact(
            unmapped=("libs/auth/src/login.ts",),
            services_affected=None,
            services_at_runtime=None,
            affected_files=None,
            warnings=("no repository to build a dependency graph from: services affected are unknown",),
        ),
        "attribution": Attribution("unknown", why="a diff carries no commits"),
        "change": change_of(*AUTH_FILES)._replace(base="", head="", merge_base="", described="diff on stdin"),
    }
    return review(**{**given, **changes})


def uncounted(**changes: Any) -> Assessment:
    """Build a review of files whose lines could not be counted."""
    files = (judged_file("libs/auth/data.bin", "high", additions=None, deletions=None),)
    text = "changed lines could not be counted, and unknown fits no limit: medium allows 800 (main:.blastgate.yml:7)"
    reasons = (Reason("lines", text, "high", None, 800),)
    given = {"change": change_of(*files), "classification": JudgedClassification("high", (), reasons)}
    return review(**{**given, **changes})


def totals_of(commits: tuple[CommitAttribution, ...]) -> CommitTotals:
    """Count commits by state."""
    states = [commit.state for commit in commits]
    return CommitTotals(*(states.count(state) for state in ("ai", "none", "unknown", "bot")))
