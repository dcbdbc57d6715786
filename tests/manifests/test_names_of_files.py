"""A kind of manifest that says how its files are named is no file's kind under another name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blastgate import registry

KINDS = {module.NAME: module for module in registry.discover("blastgate.manifests")}
NAMES = sorted({name.lstrip("*") for module in KINDS.values() for name in getattr(module, "FILES", ())})
STEMS = ("", "values", "compose", "docker-compose", "my", "skaffold.dev", "asyncapi", "appsettings.Test", "template")
MORE = ("catalog-info", "requirements-dev", "requirements", "application", "pubsub", "x_pb2", "serverless", "build")
FOLDERS = ("", ".github/workflows/", "deploy/k8s/", "src/main/resources/", "cmd/x/", "charts/a/templates/", "x/build/")
paths = st.builds("".join, st.tuples(*map(st.sampled_from, (FOLDERS, (*STEMS, *MORE), NAMES))))


def said(files: tuple[str, ...], path: str) -> bool:
    """Tell whether the last part of a path is among the names or has one of the endings."""
    name = path.rpartition("/")[2]
    return any(name.endswith(file[1:]) if file.startswith("*") else name == file for file in files)


@given(paths)
def test_a_kind_matches_only_files_named_as_it_says(path: str) -> None:
    told = [name for name, kind in KINDS.items() if hasattr(kind, "FILES") and kind.matches(path)]
    assert [name for name in told if not said(KINDS[name].FILES, path)] == []


def test_an_ending_is_one_extension() -> None:
    """Paths are looked up by their last extension."""
    endings = [name for module in KINDS.values() for name in getattr(module, "FILES", ()) if "*" in name]
    assert [name for name in endings if not name.startswith("*.") or name.count(".") != 1] == []
