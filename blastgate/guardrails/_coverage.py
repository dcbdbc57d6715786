"""Where coverage is measured and demanded: thresholds, what is left out, and the marks that leave a line out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from blastgate.model.change import Line, Patch
from blastgate.model.patterns import expression

# Files that hold nothing but coverage settings: any edit counts.
_OWN_FILES = expression(
    r"(?:^|/)(?:\.coveragerc|\.?codecov\.ya?ml|\.nycrc(?:\.\w+)?|\.c8rc(?:\.json)?|\.simplecov|\.testcoverage\.ya?ml"
    r"|\.coveralls\.ya?ml|jacoco\.gradle(?:\.kts)?|\.lcovrc|coverage\.config\.\w+)$"
)
# What a run of the tests measured: an agent that may write it can claim any number.
_REPORTS = expression(
    r"(?:^|/)(?:\.coverage(?:\.\w{1,80})?|coverage\.(?:xml|json|out|lcov|txt|svg)|coverage-(?:final|summary)\.json|cover\.out"
    r"|lcov\.info|cobertura(?:-coverage)?\.xml|jacoco(?:TestReport)?\.(?:xml|exec|csv)|clover\.xml|\.resultset\.json"
    r"|\.last_run\.json|tarpaulin-report\.\w{1,10})$"
    r"|(?:^|/)(?:htmlcov|lcov-report|\.nyc_output|coverage-report|coverage_html\w{0,20})/"
)
# Files that hold them among other things: only such lines count.
_SHARED_FILES = expression(
    r"(?:^|/)(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|noxfile\.py|package\.json|karma\.conf\.[cm]?[jt]s"
    r"|(?:jest|vitest|vite)\.(?:config|workspace|setup)(?:\.\w+)?\.(?:[cm]?[jt]s|json)|pom\.xml"
    r"|build\.gradle(?:\.kts)?|\w{0,40}_helper\.rb|Rakefile|Makefile|justfile|sonar-project\.properties)$"
    r"|^\.github/workflows/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$"
)
_THRESHOLD = expression(
    r"\b(fail[_-]under|cov-fail-under|minimum_coverage\w{0,20}|minimum|lines|branches|functions|statements|target|threshold|total)"
    r"\b[\"']?\s{0,8}[:=>( ]\s{0,8}[\"']?(\d{1,9}(?:\.\d{1,9})?)"
)
_SCOPE = expression(
    r"(?<!-)\bomit\b[\"']?\s{0,8}[=:]|--omit[= ](?!(?:dev|optional|peer)\b)"
    r"|\bexclude_(?:lines|also)\b|coverage\w{0,20}(?:Ignore|Threshold|Exclu)|collectCoverage|\.coverage\.exclusions"
    r"|--no-cov\b|\badd_filter\b|testPathIgnorePatterns|\bnorecursedirs\b|haltOnFailure|<exclude>.{0,80}(?i:jacoco)"
)
_SETTING = expression(
    r"fail[_-]under|minimum_coverage|coverageThreshold|collectCoverage|coverageReporters|coveragePathIgnore|--(?:no-)?cov\b"
    r"|--cov-|\[(?:tool[.:])?coverage\b|\[coverage:|\bnyc\b|\bc8\b|\bjacoco|coverageVerification|\.coverage\.exclusions"
    r"|coverprofile|codecov|coveralls|--coverage\b|\bcoverage\s+(?:run|report)\b",
    re.IGNORECASE,
)
_LEFT_OUT = expression(
    r"pragma:\s*no\s*(?:cover|branch)|\b(?:istanbul|c8|v8)\s+ignore\b|:nocov:|\bLCOV_EXCL_|\bcoverage:ignore\b"
)
_PIN = expression(r"^(-?\s{0,8}uses:\s{0,8}[^@\s]{1,200})@.{1,200}$")
_MARKS = ("pragma:", "ignore", ":nocov:", "LCOV_EXCL_")  # one of them stands in every such line; cheap to look for


def is_coverage_file(path: str) -> bool:
    """Tell whether a file holds nothing but coverage settings."""
    return bool(_OWN_FILES.search(path))


def is_shared_file(path: str) -> bool:
    """Tell whether a file may hold coverage settings among others."""
    return bool(_SHARED_FILES.search(path))


def is_report(path: str) -> bool:
    """Tell whether a file holds what a run of the tests measured."""
    return bool(_REPORTS.search(path))


def changes_settings(path: str, patch: Patch) -> bool:
    """Tell whether a patch touches what demands or measures coverage, in a file that holds other settings too."""
    if not is_shared_file(path):
        return False
    changed = _saying(patch.added) ^ _saying(patch.removed)
    return any(_SETTING.search(text) or _SCOPE.search(text) for text in changed) or bool(lowered(path, patch))


def lowered(path: str, patch: Patch) -> str:
    """Say how a patch loosens what coverage is demanded or measured; empty when it does not."""
    if not is_coverage_file(path) and not is_shared_file(path):
        return ""
    before, after = _thresholds(patch.removed), _thresholds(patch.added)
    for key, old in before.items():
        new = after.get(key, [])
        if len(new) < len(old):
            return f"removes the coverage threshold {key}"
        drop = next(((o, n) for o, n in zip(old, new, strict=False) if n < o), None)
        if drop:
            return f"lowers the coverage threshold {key} from {drop[0]:g} to {drop[1]:g}"
    scope = _saying(patch.added) ^ _saying(patch.removed)
    return "changes what coverage measures" if any(_SCOPE.search(text) for text in scope) else ""


def leaves_out(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines that take code out of the measurement."""
    marked = (line.text for line in lines if any(mark in line.text for mark in _MARKS))
    return (text.strip() for text in marked if _LEFT_OUT.search(text))


def _saying(lines: Iterable[Line]) -> set[str]:
    """What lines say: comments say nothing, nor does the kind of quotes, nor the version of an action."""
    texts = (line.text.strip().replace("'", '"') for line in lines)
    return {_PIN.sub(r"\1", text) for text in texts if not text.startswith(("#", "//"))}


def _thresholds(lines: Iterable[Line]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for line in lines:
        for key, value in _THRESHOLD.findall(line.text):
            found.setdefault(key, []).append(float(value))
    return found
