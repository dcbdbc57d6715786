"""Ask for a person's eyes, or for a split, when a change is larger than anyone reviews well.

Unlike the limits of ``levels``, this holds at every level and is not lifted by a category's ceiling. A number of lines
that could not be counted fits no limit.

Options: ``max_files`` and ``max_lines`` (added plus deleted), each unlimited when not set; ``only_ai``, default
``false``: look at AI-assisted changes only; ``then``, default ``review``; ``by``, the groups asked when ``then`` is
``review``.

Example::

    guardrails:
      oversized_change: {max_files: 100, max_lines: 2000, then: review}
"""

from __future__ import annotations

from blastgate.guardrails.interface import Case, finding, flag, number
from blastgate.model.verdict import GuardrailFinding
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"max_files": int, "max_lines": int, "only_ai": bool, "by": tuple}
DEFAULT_THEN = "review"


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Compare the change's files and lines with the limits."""
    if flag(setting, "only_ai", False) and not case.ai:
        return None
    said = [
        _over("files", len(case.change.files), number(setting, "max_files")),
        _over("lines", case.change.lines, number(setting, "max_lines")),
    ]
    found = [sentence for sentence in said if sentence]
    return finding(setting, "; ".join(found), ()) if found else None


def _over(what: str, measured: int | None, limit: int | None) -> str:
    if limit is None:
        return ""
    if measured is None:
        return f"the {what} of this change could not be counted, and at most {limit} are allowed"
    return f"{measured} {what} in one change, at most {limit} are allowed" if measured > limit else ""
