"""Stop a credential before it is merged. Never prints it: the kind, the file and the line are shown.

Only forms that are hardly ever anything else are looked for, in added lines: AWS access key ids, GitHub, GitLab, npm,
Slack, Stripe (live), SendGrid, Google, Anthropic and OpenAI API keys, Hugging Face and PyPI tokens, and private key
blocks with key material in them. Keys that only look like one are left alone: a vendor's example, one character over
and over, and runs of digits or of the alphabet (``12345678``). A credential that was added has to be revoked, not only
removed: it is in the history.

Options: ``allow``, globs of files not looked at (a list; keys made for tests); ``then``, default ``block``; ``by``, the
groups asked when ``then`` is ``review``. A file whose added lines could not be read asks for a review.

Example::

    guardrails:
      secret_in_diff: {allow: ["tests/fixtures/keys/**"], then: block}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.guardrails.interface import Case, finding, texts, unseen_files
from blastgate.model.change import Line, Patch
from blastgate.model.patterns import expression
from blastgate.model.verdict import GuardrailFinding
from blastgate.model.wording import count, short, some
from blastgate.policy.matching.globs import compile_globs
from blastgate.policy.model import GuardrailSetting

OPTIONS: dict[str, type] = {"allow": tuple, "by": tuple}
DEFAULT_THEN = "block"
SHOWN_PLACES = 3

# Formats: the vendors' documentation of their token prefixes. The cheap text is looked for before the expression.
_FORMS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("an AWS access key id", ("AKIA", "ASIA"), expression(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b")),
    ("a GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), expression(r"\bgh[pousr]_[A-Za-z0-9]{36}\b")),
    ("a GitHub token", ("github_pat_",), expression(r"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b")),
    ("a GitLab token", ("glpat-",), expression(r"\bglpat-[A-Za-z0-9_-]{20}\b")),
    ("an npm token", ("npm_",), expression(r"\bnpm_[A-Za-z0-9]{36}\b")),
    ("a Slack token", ("xox",), expression(r"\bxox[abpr]-[0-9]{8,13}-[0-9A-Za-z-]{16,200}\b")),
    ("a Slack webhook", ("hooks.slack.com/",), expression(r"hooks\.slack\.com/services/T\w{8,12}/B\w{8,12}/\w{24}")),
    ("a Stripe live key", ("k_live_",), expression(r"\b[sr]k_live_[A-Za-z0-9]{24,200}\b")),
    ("a SendGrid key", ("SG.",), expression(r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b")),
    ("a Google API key", ("AIza",), expression(r"\bAIza[A-Za-z0-9_-]{35}\b")),
    ("an Anthropic key", ("sk-ant-",), expression(r"\bsk-ant-(?:api|admin|oat)[0-9]{2}-[A-Za-z0-9_-]{80,120}")),
    ("an OpenAI key", ("T3BlbkFJ",), expression(r"\bsk-[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}")),
    ("a Hugging Face token", ("hf_",), expression(r"\bhf_[A-Za-z]{34}\b")),
    ("a PyPI token", ("pypi-AgEIcHlwaS5vcmc",), expression(r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,250}")),
)
_KEY_BLOCK = expression(r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
_KEY_MATERIAL = expression(r"[A-Za-z0-9+/]{32}")
_KEY_HEADER = expression(r"^\W{0,8}(?:Proc-Type|DEK-Info|Version|Comment): |^\W{0,8}$")
_PLACEHOLDER = expression(r"EXAMPLE|example|(.)\1{7}|4eC39HqLyjWDarjtT1zdp7dc")  # the last: Stripe's documented sample
_RUNS = ("0123456789" * 2, "abcdefghijklmnopqrstuvwxyz")
RUN = 8  # characters in order: by chance about one key in a billion has them


def look(case: Case, setting: GuardrailSetting) -> GuardrailFinding | None:
    """Find credentials in the added lines of a change."""
    allowed = compile_globs(texts(setting, "allow"))
    seen = [(f.path, case.change.patches.get(f.path)) for f in case.change.files if not allowed(f.path)]
    places = [(path, *hit) for path, patch in seen if patch for hit in _credentials(patch)]
    if places:
        listed = "; ".join(f"{kind} at {short(path)}:{line}" for path, kind, line in places[:SHOWN_PLACES])
        more = f" and {len(places) - SHOWN_PLACES} more" if len(places) > SHOWN_PLACES else ""
        text = f"{listed}{more}: revoke it, then take it out of the commits"
        return finding(setting, text, [path for path, _, _ in places])
    unseen = sorted(f.path for f in unseen_files(case.change) if f.status != "deleted" and not allowed(f.path))
    if not unseen:
        return None
    text = f"the lines of {count(len(unseen), 'file')} could not be read for credentials: {some(unseen)}"
    return finding(setting, text, unseen, unseen=True)


def _credentials(patch: Patch) -> Iterator[tuple[str, int]]:
    text = "\n".join(line.text for line in patch.added)
    forms = [form for form in _FORMS if any(mark in text for mark in form[1])]
    if not forms and "PRIVATE KEY" not in text:
        return
    for index, line in enumerate(patch.added):
        for kind, marks, form in forms:
            if any(mark in line.text for mark in marks) and any(_is_real(hit[0]) for hit in form.finditer(line.text)):
                yield kind, line.number
        if "PRIVATE KEY" in line.text and _holds_key(patch.added, index):
            yield "a private key", line.number


def _is_real(found: str) -> bool:
    """A documentation's example key, one character over and over, or a run of digits or letters is no credential."""
    low = found.lower()
    pieces = (low[at : at + RUN] for at in range(len(low) - RUN + 1))
    return not _PLACEHOLDER.search(found) and not any(piece in run for piece in pieces for run in _RUNS)


def _holds_key(lines: tuple[Line, ...], index: int) -> bool:
    """A header alone stands in many sources and documents; with key material after it, it is a key."""
    header = _KEY_BLOCK.search(lines[index].text)
    if header is None:
        return False
    if _KEY_MATERIAL.search(lines[index].text, header.end()):
        return True
    for line in lines[index + 1 : index + 6]:
        if _KEY_MATERIAL.search(line.text):
            return True
        if not _KEY_HEADER.match(line.text):
            return False
    return False
