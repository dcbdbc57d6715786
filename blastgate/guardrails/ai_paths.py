"""Keep AI-assisted changes inside the paths you name: deny by default for agents.

Any file of an AI-assisted change that lies outside ``only`` is a violation, a rename at either of its paths. In a high
change, an unknown attribution counts as AI unless the policy says ``unknown_attribution: treat_as_none``.

Options: ``only``, the globs AI may touch (a list; none named, none allowed); ``then``, default ``block``; ``by``, the
groups asked when ``then`` is ``review``.

Example (the newspaper's rule: AI writes tests, people write the source)::

    guardrails:
      ai_paths: {only: ["tests/**", "docs/**"], then: block}
"""

from __future__ import annotations

from blastgate.guardrails.interface import Case, finding, texts
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"only": tuple, "by": tuple}
DEFAULT_THEN = "block"


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find the files of an AI-assisted change outside the allowed globs."""
    if not case.ai:
        return None
    allowed = texts(setting, "only")
    inside = compile_globs(allowed)
    outside = sorted({f.path for f in case.change.files if not all(inside(path) for path in f.paths)})
    if not outside:
        return None
    where = some(allowed) if allowed else "no path at all"
    text = f"an AI-assisted change may touch {where}; {count(len(outside), 'file')} outside: {some(outside)}"
    return finding(setting, text, outside)
