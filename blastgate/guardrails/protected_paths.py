"""Let only the groups you name change certain paths, whatever the level and with or without AI.

A change that touches a protected path is a violation unless every one of its authors belongs to one of the allowed
groups. A rename out of or into a protected path touches it, and so does a deletion. Where the authors are not known,
nobody is allowed.

Options: ``paths``, the protected globs; ``allow``, the groups that may touch them (none named: nobody may); ``then``,
default ``block``; ``by``, the groups asked when ``then`` is ``review``.

Example::

    guardrails:
      protected_paths: {paths: [".github/**", "infra/prod/**"], allow: [senior], then: block}
"""

from __future__ import annotations

from blastgate.guardrails.interface import Case, finding, texts
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"paths": tuple, "allow": tuple, "by": tuple}
DEFAULT_THEN = "block"


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find protected files touched by a change that is not wholly by an allowed group."""
    allowed = texts(setting, "allow")
    if case.author_groups.intersection(allowed):
        return None
    protected = compile_globs(texts(setting, "paths"))
    touched = sorted({f.path for f in case.change.files if any(protected(path) for path in f.paths)})
    if not touched:
        return None
    who = f"only {' or '.join(allowed)} may touch" if allowed else "nobody may touch"
    return finding(setting, f"{who} protected paths; this change touches {some(touched)}", touched)
