"""Every manifest kind against its cases, and the laws that all of them keep: never raise, always the same answer."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from claim_lines import of_claims
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate import registry
from blastgate.manifests._yaml import MAX_DEPTH, MAX_EVENTS, YamlError, leaves, load
from blastgate.manifests.interface import Claims
from blastgate.testing import snapshot_of

CASES = Path(__file__).parent.parent / "cases" / "manifests"
KINDS = registry.names("blastgate.manifests")
FILES = sorted(path for kind in KINDS for path in (CASES / kind).glob("*.yml"))

# Kubernetes objects are read by these kinds, each of which looks for its own.
OBJECTS = ["dapr", "knative", "kubernetes", "kubernetes_routes"]

# A path that each kind calls its own, to throw bytes at.
PATHS = {kind: yaml.safe_load(min((CASES / kind).glob("*.yml")).read_text("utf-8"))["path"] for kind in KINDS}

# Pieces of every format, so that random bytes get past the first line of a parser.
PIECES = st.sampled_from(
    [*(CASES / "pieces.txt").read_text("utf-8").split(), *"\n\t\r\0\ufeff\u202e"],
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_claims_what_the_case_expects(file: Path) -> None:
    """Each case holds a manifest, its surroundings, and every claim it makes."""
    case: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    snapshot = snapshot_of(case["files"])
    claims = kind_of(file.parent.name).read(case["path"], case["files"][case["path"]].encode(), snapshot)
    assert kind_of(file.parent.name).matches(case["path"])
    assert of_claims(claims) == case["expect"]


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("package.json", ["npm"]),
        ("a/my-package.json", []),
        ("Dockerfile", ["dockerfile"]),
        ("a/Dockerfile.prod", ["dockerfile"]),
        ("a/api.dockerfile", ["dockerfile"]),
        ("a/Containerfile", ["dockerfile"]),
        ("a/Dockerfile.dockerignore", []),
        ("a/NotADockerfile", []),
        ("docker-compose.yml", ["compose"]),
        ("compose.override.yaml", ["compose"]),
        ("dev.docker-compose.yml", ["compose"]),
        ("docker-stack.yml", ["compose"]),
        ("src/composer.yml", []),
        ("deploy/compose.yml", ["compose", *OBJECTS]),
        ("requirements-dev.txt", ["requirements"]),
        ("requirements/base.txt", ["requirements"]),
        ("docs/requirements.md", []),
        (".github/workflows/ci.yml", ["github_workflows"]),
        (".github/workflows/nested/ci.yml", []),
        ("cmd/api/main.go", ["go_command"]),
        ("cmd/api/main_test.go", []),
        ("cmd/api/deep/x.go", []),
        ("go.mod", ["go_mod"]),
        ("a/not-go.mod", []),
        ("k8s/a.yaml", OBJECTS),
        ("K8s/a.yaml", OBJECTS),
        ("all-in-one.yaml", OBJECTS),
        ("src/a.yaml", []),
        ("a/kustomization.yaml", [*OBJECTS, "kustomize"]),
        ("a/Chart.yaml", ["helm"]),
        ("a/values-prod.yaml", ["helm"]),
        ("a/templates/x.yaml", ["helm"]),
        ("a/templates/x.html", []),
        ("a/nginx.conf", ["gateway"]),
        ("a/default.conf.template", ["gateway"]),
        ("a/envoy.yaml", ["gateway"]),
        ("a/Caddyfile", ["gateway"]),
        ("a/nginx-notes.md", []),
        ("a/action.yml", ["github_workflows"]),
        (".github/actions/x/action.yaml", ["github_workflows"]),
        ("a/Tiltfile", ["tilt"]),
        ("a/catalog-info.yaml", ["catalog_info"]),
        ("a/serverless.yml", ["serverless"]),
        ("a/my-serverless.yml", []),
        ("a/template.yaml", ["sam"]),
        ("a/src/main/resources/application-dev.yml", ["spring"]),
        ("a/src/test/resources/application.yml", []),
        ("a/appsettings.Development.json", ["appsettings"]),
        ("a/.env.example", ["dotenv"]),
        ("a/.environment", []),
        (".env", []),
        ("a/asyncapi.yaml", ["asyncapi"]),
        ("components/pubsub.yaml", ["dapr"]),
        ("a/dapr.yaml", OBJECTS),
        ("a/terragrunt.hcl", ["terraform"]),
        ("src/skaffold.yaml", ["skaffold"]),
        ("main.tf", ["terraform"]),
        ("a/b.proto", ["proto"]),
        ("x_pb2.py", ["proto_stub"]),
        ("build.gradle.kts", ["gradle"]),
        ("core/settings.gradle", ["gradle"]),
        ("core/core.gradle", ["gradle"]),
        ("core/other.gradle", []),
        ("a/project.json", ["nx"]),
        ("my-project.json", []),
        ("turbo.json", ["turbo"]),
        ("lerna.json", ["lerna"]),
        ("a/BUILD", ["bazel", "pants"]),
        ("a/BUILD.bazel", ["bazel"]),
        ("a/BUILD.pants", ["pants"]),
        ("a/REBUILD", []),
        ("a/composer.json", ["composer"]),
        ("a/Gemfile", ["gemfile"]),
        ("a/Gemfile.lock", []),
        ("a/x.gemspec", ["gemspec"]),
        ("a/Package.swift", ["swift_package"]),
        ("a/pubspec.yaml", ["pubspec"]),
        ("all.slnx", ["solution"]),
        ("Shop.AppHost/Program.cs", ["aspire"]),
        ("Shop/Program.cs", []),
    ],
)
def test_knows_its_files_by_their_names(path: str, kinds: list[str]) -> None:
    """A path belongs to these kinds and to no other."""
    assert [kind for kind in KINDS if kind_of(kind).matches(path)] == kinds


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=60).map(lambda p: " ".join(p).encode())))
def test_never_raises_and_always_answers_the_same(kind: str, data: bytes) -> None:
    """Any bytes give claims, and the same bytes the same ones."""
    path = PATHS[kind]
    snapshot = snapshot_of({path: data, "a/.env": b"X=$X", ".env": data})
    claims = kind_of(kind).read(path, data, snapshot)
    assert isinstance(claims, Claims)
    assert claims == kind_of(kind).read(path, data, snapshot_of({path: data, "a/.env": b"X=$X", ".env": data}))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(cut=st.floats(0, 1), junk=st.binary(max_size=8))
def test_survives_a_damaged_manifest(kind: str, cut: float, junk: bytes) -> None:
    """A good manifest cut anywhere, with junk in the cut, never raises; what it claims lies in this repository."""
    for file in (CASES / kind).glob("*.yml"):
        case = yaml.safe_load(file.read_text("utf-8"))
        data = case["files"][case["path"]].encode()
        at = int(len(data) * cut)
        claims = kind_of(kind).read(case["path"], data[:at] + junk + data[at:], snapshot_of(case["files"]))
        roots = [component.root for component in claims.components if component.root]
        assert all(root.split("/")[0] not in ("", "..") for root in roots)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " * 100_000,
        "- " * 100_000,
        "&a [*a, *a]",
        "? ? ? ?",
        "a: &a\n  <<: *a\n",
        "\0",
        "%YAML 9.9\n---\n",
    ],
    ids=["flow", "maps", "items", "recursive", "complex keys", "merges itself", "control", "directive"],
)
def test_yaml_is_bounded(text: str) -> None:
    """Deep, recursive and odd documents end in values or one told problem, never in a crash."""
    try:
        documents = load(text)
    except YamlError as error:
        assert error.line >= 1
        assert error.why
    else:
        assert len(documents) <= 1


def test_yaml_merges_cost_what_they_copy() -> None:
    """A mapping merged over and over is stopped by the same bound as a large file."""
    keys = "\n".join(f"  k{n}: 1" for n in range(2_000))
    users = "\n".join(f"u{n}: {{<<: *a}}" for n in range(2_000))
    with pytest.raises(YamlError, match="too large"):
        load(f"a: &a\n{keys}\n{users}\n")
    assert MAX_EVENTS > 2_000 > MAX_DEPTH


def kind_of(name: str) -> ModuleType:
    """Load one manifest kind."""
    return registry.load("blastgate.manifests", name)


@pytest.mark.parametrize("text", ["a." * 100_000 + "b = 1", "x = " + "[" * 100_000, "[" + "a." * 9_000 + "b]"])
def test_toml_is_bounded(text: str) -> None:
    """Keys and arrays nested without end are told at once instead of eating the memory."""
    claims = kind_of("pyproject").read("a/pyproject.toml", text.encode(), snapshot_of({"a/pyproject.toml": text}))
    assert [component.root for component in claims.components] == ["a"]
    assert claims.warnings


def test_workspace_globs_are_bounded() -> None:
    """Globs beyond a number no workspace has are told, not followed."""
    text = '{"workspaces": [' + ",".join(f'"p{n}/*"' for n in range(500)) + "]}"
    claims = kind_of("npm").read("package.json", text.encode(), snapshot_of({"package.json": text}))
    assert claims.warnings == ("package.json:1: only the first 200 workspace globs are read",)


@pytest.mark.parametrize(
    ("text", "what", "components", "edges"),
    [
        ("services:\n" + "".join(f"  s{n}: {{image: x}}\n" for n in range(400)), "services", 300, 0),
        (f"services:\n  a: {{depends_on: [{', '.join(f'x{n}' for n in range(400))}]}}", "entries", 1, 300),
    ],
    ids=["services", "entries"],
)
def test_compose_files_are_bounded(text: str, what: str, components: int, edges: int) -> None:
    """More services, or more entries of one, than people write are told, and only the first ones are read."""
    claims = kind_of("compose").read("compose.yml", text.encode(), snapshot_of({"compose.yml": text}))
    assert claims.warnings == (f"compose.yml:2: only the first 300 {what} are read",)
    assert (len(claims.components), len(claims.edges)) == (components, edges)


def test_walking_a_document_is_bounded() -> None:
    """A document whose aliases unfold to millions of values ends after its first ones, in order."""
    text = "a0: &a0 [x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 12)
    )
    document = load(text)[0]
    found = list(leaves(document, 1_000))
    assert 0 < len(found) <= 1_000
    assert [leaf.text for leaf in found] == ["x"] * len(found)
