"""Coverage reports and coverage settings are read-only to AI: who is measured does not hold the ruler.

Found, in an AI-assisted change: any edit of a file that holds coverage settings alone (``.coveragerc``,
``codecov.yml``, ``.nycrc``, ...), lines about coverage in files that hold other settings too (``pyproject.toml``,
``package.json``, ``pom.xml``, Gradle files, ``Makefile``, workflows), and reports of a run (``coverage.xml``,
``lcov.info``, ``htmlcov/``, ...), whether they are added, edited, renamed or deleted.

Options: ``paths``, further globs that are read-only to AI (a list); ``allow``, globs not looked at (a list); ``then``,
default ``block``; ``by``, the groups asked when ``then`` is ``review``. A file of settings whose lines could not be
read asks for a review.

Example (with ``ai_paths`` for tests only, and a table in which a person reviews, the newspaper's three rules)::

    guardrails:
      coverage_config: {paths: ["quality/**"], then: block}
"""

from __future__ import annotations

from blastgate.guardrails import _coverage
from blastgate.guardrails.interface import Case, finding, texts, unseen_files
from blastgate.model.change import Change, FileChange
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"paths": tuple, "allow": tuple, "by": tuple}
DEFAULT_THEN = "block"


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find coverage settings and reports that an AI-assisted change touches."""
    if not case.ai:
        return None
    named, allowed = compile_globs(texts(setting, "paths")), compile_globs(texts(setting, "allow"))
    files = [f for f in case.change.files if not all(map(allowed, f.paths))]
    touched = sorted(f.path for f in files if any(map(named, f.paths)) or _holds_coverage(f, case.change))
    if touched:
        text = f"coverage reports and settings are read-only to AI; this change touches {some(touched)}"
        return finding(setting, text, touched)
    unseen = sorted(f.path for f in unseen_files(case.change) if f in files and _coverage.is_shared_file(f.path))
    if not unseen:
        return None
    return finding(setting, f"lines that may set coverage could not be read: {some(unseen)}", unseen, unseen=True)


def _holds_coverage(file: FileChange, change: Change) -> bool:
    if any(_coverage.is_coverage_file(path) or _coverage.is_report(path) for path in file.paths):
        return True
    patch = change.patches.get(file.path)
    return patch is not None and any(_coverage.changes_settings(path, patch) for path in file.paths)
