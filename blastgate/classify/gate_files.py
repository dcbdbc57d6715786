"""The gate's own files: a change to one is high by a built-in rule that no policy can remove."""

from __future__ import annotations

from blastgate.policy.model import Policy

CATEGORY = "gate-config"
ELSEWHERE = "git+"  # a layer of another repository

# Where GitHub looks for code owners: docs.github.com, "About code owners". What `settings.yml` says of branch
# protection the Settings app writes, required checks included: github.com/repository-settings/app.
_FILES = frozenset(
    (
        ".blastgate.yml",
        ".blastgate.yaml",
        "codeowners",
        ".github/codeowners",
        "docs/codeowners",
        "action.yml",
        "action.yaml",
        ".github/settings.yml",
        ".github/settings.yaml",
        ".github",  # a link or a submodule in place of the folder
        ".github/workflows",
        ".github/actions",
    )
)
_FOLDERS = (".github/workflows/", ".github/actions/")


def policy_files(policy: Policy) -> frozenset[str]:
    """List the repository files the policy was read from, in lower case (``main:.blastgate.yml`` names a file)."""
    sources = (policy.source, *(layer.source for layer in policy.layers))
    return frozenset(source.rpartition(":")[2].lower() for source in sources if not source.startswith(ELSEWHERE))


def is_gate_file(path: str, own: frozenset[str]) -> bool:
    """Tell whether a path steers the gate: policy, code owners, workflows, actions; letter case is ignored."""
    low = path.lower()
    return low in _FILES or low in own or low.startswith(_FOLDERS)
