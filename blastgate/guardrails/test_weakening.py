"""Notice when a change makes the tests say less, so that a person looks before it counts as green.

Found are, in Python, JavaScript and TypeScript, Go, Java, Kotlin and Scala, Ruby, Rust, C# and PHP: deleted test files,
and ones renamed so that they are tests no more; removed tests; assertions removed without others in their place (one
that cannot fail, or is commented out, is none); new skips, expected failures and ``only`` marks; snapshots rewritten or
deleted while no source changed; lowered or removed coverage thresholds; edits of coverage settings; new marks that
leave lines out of the measurement. Lines that only moved, within or between files of the change, are not counted; nor
is a conditional skip that comes with a new test, nor a skip that is written anew where one stood.

Options: ``only_ai``, default ``true``: look at AI-assisted changes only (``false``: at every change); ``allow``, globs
of files not looked at (a list); ``then``, default ``review``; ``by``, the groups asked when ``then`` is ``review``. A
test file whose lines could not be read asks for a review.

Example::

    guardrails:
      test_weakening: {then: review, by: [senior]}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from blastgate.guardrails import _coverage, _tests
from blastgate.guardrails.interface import Case, finding, flag, texts, unseen_files
from blastgate.model.change import Change, FileChange, Line, Patch
from blastgate.model.named import NamedTuple
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, short, some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"only_ai": bool, "allow": tuple, "by": tuple}
DEFAULT_THEN = "review"
SHOWN_SIGNS = 4

Sign = tuple[str, str]  # the path, and what its change does to the tests


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find the signs of weaker tests in a change."""
    if flag(setting, "only_ai", True) and not case.ai:
        return None
    allowed = compile_globs(texts(setting, "allow"))
    files = tuple(f for f in case.change.files if not all(map(allowed, f.paths)))
    signs = sorted({*_file_signs(files), *_line_signs(files, case.change), *_snapshot_signs(files)})
    if signs:
        listed = "; ".join(f"{short(path)} {what}" for path, what in signs[:SHOWN_SIGNS])
        more = f"; and {len(signs) - SHOWN_SIGNS} more" if len(signs) > SHOWN_SIGNS else ""
        return finding(setting, f"weaker tests: {listed}{more}", [path for path, _ in signs])
    unseen = sorted(f.path for f in unseen_files(case.change) if _tests.is_test(f.path) and f in files)
    if not unseen:
        return None
    text = f"the lines of {count(len(unseen), 'test file')} could not be read: {some(unseen)}"
    return finding(setting, text, unseen, unseen=True)


def _file_signs(files: Iterable[FileChange]) -> Iterator[Sign]:
    for file in files:
        if file.status == "renamed" and file.old_path and _is_lost(file.old_path, file.path):
            yield file.path, f"is a test no more (was {short(file.old_path)})"
        if any(_coverage.is_coverage_file(path) for path in file.paths) and file.status != "added":
            yield file.path, "is a coverage setting, and changes"


def _is_lost(old: str, new: str) -> bool:
    """Tell whether a rename takes a test away from its runner: by its place, or by its name where that finds it."""
    if _tests.is_test(old) and not _tests.is_test(new):
        return True
    by_folder = _tests.family_of(new) is _tests.JAVASCRIPT and "__tests__" in new.split("/")
    return _tests.is_found_by_name(old) and not _tests.is_found_by_name(new) and not by_folder


def _line_signs(files: tuple[FileChange, ...], change: Change) -> Iterator[Sign]:
    patches = {f.path: (f, change.patches[f.path]) for f in files if f.path in change.patches}
    tests = {path: pair for path, pair in patches.items() if any(_tests.is_test(p) for p in pair[0].paths)}
    yield from _losses(tests)
    yield from _skip_signs(tests)
    marks = _balance({p: (_marks(x.added), _marks(x.removed)) for p, (_, x) in patches.items()})
    yield from ((p, f"leaves lines out of coverage ({count(n.gained, 'mark')})") for p, n in marks if n.gained)
    for path, (_, patch) in patches.items():
        if what := _coverage.lowered(path, patch):
            yield path, what


def _losses(tests: Mapping[str, tuple[FileChange, Patch]]) -> Iterator[Sign]:
    """Say which test files lose tests or assertions that neither moved nor were replaced in the same file."""
    pairs = {path: (patch, file.old_path or path) for path, (file, patch) in tests.items()}
    asserts = _balance({p: (_asserts(p, x.added), _asserts(old, x.removed)) for p, (x, old) in pairs.items()})
    defined = _balance({p: (_defines(p, x.added), _defines(old, x.removed)) for p, (x, old) in pairs.items()})
    for (path, assertions), (_, definitions) in zip(asserts, defined, strict=True):
        fewer_tests, fewer = max(0, -definitions.net), max(0, -assertions.net)
        if tests[path][0].status == "deleted" and (fewer_tests or fewer):
            yield path, f"is deleted with {count(fewer_tests, 'test')} and {count(fewer, 'assertion')}"
        elif fewer_tests:
            yield path, f"loses {count(fewer_tests, 'test')}"
        elif fewer:
            yield path, f"loses {count(fewer, 'assertion')} without others in their place"


def _skip_signs(tests: Mapping[str, tuple[FileChange, Patch]]) -> Iterator[Sign]:
    """Say which test files gain skips; conditional ones that come with new tests are how those are written."""
    pairs = {path: _without_rewritten(path, patch, file.old_path or path) for path, (file, patch) in tests.items()}
    for conditional in (False, True):
        found = {p: (_of_kind(gained, conditional), _of_kind(lost, conditional)) for p, (gained, lost) in pairs.items()}
        for path, balance in _balance(found):
            new = _defines(path, tests[path][1].added).total() if conditional else 0
            excused = balance.gained if new and tests[path][0].status == "added" else new
            if (skips := balance.gained - excused) > 0:
                kind = "conditional skip" if conditional else "skip"
                yield path, f"gains {count(skips, kind)} (skip, expected failure or only)"


class _Skip(NamedTuple):
    """One line that skips; ``place``: how many lines that both sides have stand before it."""

    text: str
    place: int
    conditional: bool


def _without_rewritten(path: str, patch: Patch, old: str) -> tuple[list[_Skip], list[_Skip]]:
    """List the skips a file gains and loses, without those that replace one of the same place that says no less."""
    gained, lost = list(_skips(path, patch.added)), list(_skips(old, patch.removed))
    for skip in tuple(gained):
        was = next((o for o in lost if o.place == skip.place and skip.conditional >= o.conditional), None)
        if was:
            gained.remove(skip)
            lost.remove(was)
    return gained, lost


def _of_kind(skips: Iterable[_Skip], conditional: bool) -> Counter[str]:
    return Counter(skip.text for skip in skips if skip.conditional == conditional)


class _Balance(NamedTuple):
    """How many lines of one kind a file gains and loses, without those that only moved."""

    gained: int
    lost: int

    @property
    def net(self) -> int:
        return self.gained - self.lost


def _balance(files: Mapping[str, tuple[Counter[str], Counter[str]]]) -> list[tuple[str, _Balance]]:
    """Take out of each file's gains and losses what moved within it, then what moved between files, by path order."""
    gained = {path: gains - losses for path, (gains, losses) in files.items()}
    lost = {path: losses - gains for path, (gains, losses) in files.items()}
    come = sum(gained.values(), Counter[str]())
    gone = sum(lost.values(), Counter[str]())
    moved_out, moved_in = come & gone, come & gone
    found = []
    for path in sorted(files):
        out, into = lost[path] & moved_out, gained[path] & moved_in
        moved_out -= out
        moved_in -= into
        found.append((path, _Balance((gained[path] - into).total(), (lost[path] - out).total())))
    return found


def _asserts(path: str, lines: Iterable[Line]) -> Counter[str]:
    family = _tests.family_of(path)
    live = _live(family, lines)
    return Counter(t for t in live if family and family.assertion.search(t) and not family.empty.search(t))


def _defines(path: str, lines: Iterable[Line]) -> Counter[str]:
    family = _tests.family_of(path)
    return Counter(text for text in _live(family, lines) if family and family.definition.search(text))


def _skips(path: str, lines: tuple[Line, ...]) -> Iterator[_Skip]:
    family = _tests.family_of(path)
    for index, line in enumerate(lines):
        text = line.text.strip()
        if family is None or text.startswith(family.comment) or not family.skip.search(text):
            continue
        above, below = (lines[i] if 0 <= i < len(lines) else None for i in (index - 1, index + 1))
        whole = f"{text}{below.text.strip()}" if below and text.endswith("(") else text
        guarded = above is not None and above.number == line.number - 1 and _tests.guards(above.text, line.text)
        yield _Skip(text, line.number - index, guarded or bool(_tests.CONDITIONAL.search(whole)))


def _marks(lines: Iterable[Line]) -> Counter[str]:
    return Counter(_coverage.leaves_out(lines))


def _live(family: _tests.Family | None, lines: Iterable[Line]) -> Iterator[str]:
    """The lines without their indentation; comments are left out."""
    comment = family.comment if family else ()
    return (text for line in lines if (text := line.text.strip()) and not text.startswith(comment))


def _snapshot_signs(files: tuple[FileChange, ...]) -> Iterator[Sign]:
    """A snapshot may follow the source it pictures; alone, it is the test's answer that changes."""
    if any(_is_source(file.path) for file in files):
        return
    for file in files:
        rewritten = file.status in ("modified", "deleted") and (file.binary or file.deletions != 0)
        if rewritten and _tests.is_snapshot(file.path):
            yield file.path, "is a snapshot rewritten while no source changes"


def _is_source(path: str) -> bool:
    prose = path.lower().endswith((".md", ".rst", ".txt", ".adoc"))
    return not (prose or _tests.is_test(path) or _tests.is_snapshot(path) or _coverage.is_coverage_file(path))
