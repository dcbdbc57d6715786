"""Which file is a lockfile of which kind, by its name: asked for every changed path, so nothing else is loaded.

A file in which people set versions for a whole workspace is judged in the same way.
"""

from __future__ import annotations

KINDS = {
    "Cargo.lock": "cargo",
    "Cargo.toml": "cargo_workspace",
    "Directory.Packages.props": "nuget",
    "Gemfile.lock": "gem",
    "gems.locked": "gem",
    "bun.lock": "bun",
    "composer.lock": "composer",
    "go.mod": "go",
    "go.sum": "go",
    "npm-shrinkwrap.json": "npm",
    "package-lock.json": "npm",
    "pdm.lock": "poetry",
    "pnpm-lock.yaml": "pnpm",
    "pnpm-workspace.yaml": "pnpm_workspace",
    "poetry.lock": "poetry",
    "pubspec.lock": "pub",
    "uv.lock": "uv",
    "yarn.lock": "yarn",
}


def kind_of(path: str) -> str | None:
    """Name the kind of a lockfile; None for any other file."""
    return KINDS.get(path[path.rfind("/") + 1 :])
