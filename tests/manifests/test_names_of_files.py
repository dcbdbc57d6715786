"""A kind of manifest that says how its files are named is no file's kind under another name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blastgate import registry

KINDS = {module.NAME: module for module in registry.discover("blastgate.manifests")}
NAMES = sorted({name.lstrip("*") for module in KINDS.values() for name in getattr(module, "FILES", ())})
STEMS = (
    "",
    "Dockerfile",
    "api.Dockerfile",
    "Tiltfile",
    ".env",
    "nginx",
    "Caddyfile",
    "x_pb2",
    "x_pb",
    "x.pb",
    "values",
    "compose",
    "docker-compose",
    "my",
    "skaffold.dev",
    "asyncapi",
    "appsettings.Test",
    "template",
)
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


@given(paths)
def test_a_kind_matches_only_paths_with_a_word_that_it_names(path: str) -> None:
    told = [name for name, kind in KINDS.items() if hasattr(kind, "WORDS") and kind.matches(path)]
    assert [name for name in told if not any(word in path.lower() for word in KINDS[name].WORDS)] == []


def test_words_are_in_lower_case_and_of_one_folder() -> None:
    """A name and its folders are looked at apart, both in lower case."""
    words = [word for module in KINDS.values() for word in getattr(module, "WORDS", ())]
    assert [word for word in words if word != word.lower() or "/" in word] == []


def test_an_ending_is_one_extension() -> None:
    """Paths are looked up by their last extension."""
    endings = [name for module in KINDS.values() for name in getattr(module, "FILES", ()) if "*" in name]
    assert [name for name in endings if not name.startswith("*.") or name.count(".") != 1] == []
