"""The state of commits and of a change, from the evidence they bear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from blastgate import registry
from blastgate.attribution.accounts import is_bot
from blastgate.attribution.evidence.notes import note_lines
from blastgate.attribution.own import find_in_all
from blastgate.attribution.text import quote
from blastgate.attribution.tools import NO_TOOLS, Lowering, Shipped, Tools, load_tools, matches
from blastgate.attribution.traces import NOTHING_TRACED, Traced, has_traces
from blastgate.model.attribution import STRENGTHS, Attribution, CommitAttribution, Evidence, LineShare, State
from blastgate.model.change import Change, Commit
from blastgate.model.patterns import expression
from blastgate.policy.model import OwnTool

KINDS = ("author", "committer", "trailer", "session", "note", "trace", "footer", "pr-body", "phrase", "label", "branch")
AUTHORSHIP = ("authored", "co-authored", "disclosed")
# GitHub's test merge of a pull request carries the pull request's author, and is no work of anybody.
LOOKED_AT, SHOWN = 200, 20  # pieces of evidence of one commit, the strongest first
SIGNS = expression(r"[\W_]+")
NO_COMMIT = "there is no commit that could say so: not committed yet, or a diff alone"
SYNTHETIC = expression(r"Merge [0-9a-f]{40} into [0-9a-f]{40}\s*")


def attribute_commit(commit: Commit, tools: Tools) -> CommitAttribution:
    """Judge one commit by its own marks; reviews and mentions are shown and never change the state."""
    found = [] if is_synthetic_merge(commit) else find_in_all(lambda table: _find(commit, table), tools)
    evidence = _told_once(sorted(set(found), key=_rank)[:LOOKED_AT])[:SHOWN] if found else ()
    author = f"{commit.author.name} <{commit.author.email}>"
    state = _state(evidence, is_bot(commit.author, commit, tools))
    return CommitAttribution(commit.sha, commit.subject, author, state, evidence)


def attribute(
    change_commits: tuple[Commit, ...],
    known: bool,
    tools: Tools,
    around: tuple[Evidence, ...] = (),
    traced: Traced = NOTHING_TRACED,
) -> Attribution:
    """Judge a whole change: its commits, the marks ``around`` them (of the pull request, of commits that were
    rewritten), and what its traces tell.

    ``known`` is False where the commits could not all be read: then finding nothing is ``unknown``, never ``none``.
    """
    pairs = [(c, attribute_commit(c, tools)) for c in change_commits if not is_synthetic_merge(c)]
    commits = tuple(judged for _, judged in pairs)
    beside = _told_once(sorted({*around, *traced.evidence}, key=_rank)[:LOOKED_AT])[:SHOWN]
    counted = [e for judged in commits for e in judged.evidence if judged.state == "ai"]
    names = sorted({e.tool for e in (*counted, *beside) if counts(e) and e.strength != "weak"})
    lines = _with_traces(share(pairs), beside, traced)
    if "ai" in {judged.state for judged in commits} | {_state(beside, False)}:
        return Attribution("ai", tuple(names), commits, lines, "", beside)
    why = _why_unknown(commits, beside, known)
    return Attribution("unknown" if why else "none", (), commits, lines, why, beside)


def tools_for(
    change: Change, own: Iterable[Sequence[OwnTool]], shipped: Callable[[], Shipped | None] = lambda: None
) -> Tools:
    """Read the tables, a policy's ``own`` tools included; none for a change without commits or traces to look at.
    ``shipped`` tells what an earlier run read."""
    return load_tools(own, shipped()) if change.commits or change.recent or has_traces(change) else NO_TOOLS


def attribute_stripped(commits: tuple[Commit, ...], tools: Tools) -> tuple[Evidence, ...]:
    """Return the marks of commits that stood in a pull request and were rewritten since, for ``around``: they count
    for the whole change. Give only the request's own commits, never the base's. Each quotation names its commit."""
    stood = [(commit, evidence) for commit in commits for evidence in attribute_commit(commit, tools).evidence]
    told = {
        evidence._replace(quote=quote(f"stood in {commit.sha[:12]}, later rewritten: {evidence.quote}"))
        for commit, evidence in stood
        if counts(evidence)
    }
    return tuple(sorted(told, key=_rank)[:SHOWN])


def counts(evidence: Evidence) -> bool:
    """Tell whether a mark speaks of authorship; reviews and mentions are shown and never count."""
    return evidence.role in AUTHORSHIP


def is_synthetic_merge(commit: Commit) -> bool:
    """Tell whether a commit is the test merge that GitHub makes of a pull request."""
    return SYNTHETIC.fullmatch(commit.message[:120]) is not None


def share(pairs: Iterable[tuple[Commit, CommitAttribution]]) -> LineShare:
    """Add up added lines as a range: surely with AI, possibly with AI, all; commits without a count are left out."""
    least = most = total = 0
    for commit, judged in pairs:
        if commit.additions is None:
            continue
        low, high = _lines(commit, judged, commit.additions)
        least, most, total = least + low, most + high, total + commit.additions
    return LineShare(least, most, total)


def _lines(commit: Commit, judged: CommitAttribution, added: int) -> tuple[int, int]:
    """A note tells lines; an accepted suggestion may be one line; any other mark speaks for the commit."""
    if judged.state not in ("ai", "unknown"):
        return 0, 0
    counted = note_lines(commit)
    if counted is not None and counted.ai:
        high = max(0, added - counted.human)
        return min(sum(counted.ai.values()), high), high
    surely = any(e.strength == "declared" and e.role in AUTHORSHIP for e in judged.evidence)
    return (added if judged.state == "ai" and surely else 0), added


def _with_traces(commits: LineShare, beside: tuple[Evidence, ...], traced: Traced) -> LineShare:
    """Marks beside the commits speak for any of their lines, but for those that a trace gives to people."""
    possibly = commits.total - traced.human if any(map(counts, beside)) else 0
    most = min(commits.total, max(commits.ai_max, possibly))
    return LineShare(min(most, max(commits.ai_min, traced.surely)), most, commits.total)


def _find(commit: Commit, tools: Tools) -> list[Evidence]:
    """Find every mark that one table knows, those of known mistakes of tools lowered."""
    kinds = registry.discover("blastgate.attribution.evidence")
    return [_lowered(commit, evidence, tools) for kind in kinds for evidence in kind.find(commit, tools)]


def _told_once(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Leave out what says the same of the same tool again: a footer is also a sentence."""
    kept: dict[tuple[str, bool], list[str]] = {}
    once: list[Evidence] = []
    for item in evidence:
        said = SIGNS.sub("", item.quote).lower()
        before = kept.setdefault((item.tool, item.role == "reviewed"), [])
        if not any(said == other or (item.kind == "phrase" and said in other) for other in before):
            once.append(item)
        before.append(said)
    return tuple(once)


def _lowered(commit: Commit, evidence: Evidence, tools: Tools) -> Evidence:
    rules = [rule.to for rule in tools.lowered if rule.tool == evidence.tool and _applies(rule, commit, evidence)]
    strength = max((evidence.strength, *rules), key=STRENGTHS.index)
    return evidence if strength == evidence.strength else evidence._replace(strength=strength)


def _applies(rule: Lowering, commit: Commit, evidence: Evidence) -> bool:
    return (
        (not rule.kind or rule.kind == evidence.kind)
        and rule.identity in evidence.quote.lower()
        and rule.since <= commit.date < rule.until
        and matches(commit.subject, rule.subject)
    )


def _rank(evidence: Evidence) -> tuple[bool, int, int, str, str]:
    counts = evidence.role in AUTHORSHIP
    order = STRENGTHS.index(evidence.strength), KINDS.index(evidence.kind), evidence.tool
    return not counts, *order, f"{evidence.quote}\0{evidence.role}"


def _state(evidence: tuple[Evidence, ...], bot: bool) -> State:
    strengths = {item.strength for item in evidence if counts(item)}
    if strengths & {"declared", "strong"}:
        return "ai"
    if bot:
        return "bot"
    return "unknown" if strengths else "none"


def _why_unknown(commits: tuple[CommitAttribution, ...], around: tuple[Evidence, ...], known: bool) -> str:
    if not known:
        return "the commits of the change could not all be read" if commits else NO_COMMIT
    weak = [e for judged in commits if judged.state == "unknown" for e in judged.evidence if counts(e)]
    weak.extend(filter(counts, around))
    if not weak:
        return ""
    first, more = weak[0], len(weak) - 1
    rest = f" and {more} more" if more else ""
    return f"only weak signals: {first.kind} that may be of {first.tool}: {first.quote!r}{rest}"
