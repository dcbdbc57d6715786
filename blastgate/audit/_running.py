"""What runs the files of a workspace: package managers, build tools, test runners, scripts, actions that call these."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.audit._shell import Command, commands
from blastgate.model.named import NamedTuple
from blastgate.workflows import Step

# Programs that run code or settings of the folder they stand in, whatever they are asked to do.
ALWAYS = """
act ansible-playbook ant ava bazel bazelisk bunx cabal cmake cypress dagger docker-compose earthly eslint fastlane
goreleaser gradle gradlew grunt gulp hatch jekyll jest just lein lerna make meson mix mkdocs mocha molecule mvn mvnw ng
ninja nox npx nx pdm phpunit playwright pnpm pod pre-commit prettier pytest rake rebar3 rollup rspec sbt skaffold
sphinx-build stack task terragrunt tox ts-node tsx turbo vite vitest webpack xcodebuild yarn
"""
# Programs of which some subcommands do.
SOMETIMES = """
bun: install i run test build x
bundle: install exec
cargo: build b test t run r bench check c clippy doc install nextest publish package fmt
composer: install update run-script run test
dart: run test pub
deno: run task test bench install
docker: build compose buildx
dotnet: build test run publish restore pack
flutter: test build pub run
go: test run generate
nix: build develop run flake
npm: install i ci run run-script test t start exec build rebuild publish pack version
pip: install wheel
pip3: install wheel
pipenv: install run sync
podman: build compose
poetry: install run build
swift: build test run package
terraform: init plan apply test
tofu: init plan apply test
uv: run sync build pip
"""
PROGRAMS: dict[str, frozenset[str]] = dict.fromkeys(ALWAYS.split(), frozenset()) | {
    line.partition(":")[0]: frozenset(line.partition(":")[2].split()) for line in SOMETIMES.strip().split("\n")
}
INTERPRETERS = frozenset(
    ("python", "python3", "node", "ruby", "perl", "php", "bash", "sh", "zsh", "pwsh", "source", ".", "Rscript", "julia")
)
MODULES = frozenset(("pytest", "pip", "build", "tox", "nox", "unittest", "invoke", "mkdocs", "sphinx", "pre_commit"))
PATH = re.compile(
    r"(?:\.{1,2}/|\$\{?GITHUB_WORKSPACE\}?/|\$\{\{ ?github\.workspace ?\}\}/)\S+|[\w.-]+/\S*\.(?:sh|py|js|mjs|ts|rb|pl)"
)
INDEX = re.compile(r"[A-Za-z0-9][\w.-]{0,100}(?:\[[\w,]{1,100}\])?(?:[=<>~!]=?[\w.*]{1,50})?")
# Actions that run or build what is in the workspace, by their own manuals.
ACTIONS = frozenset(
    (
        "docker/build-push-action",
        "docker/bake-action",
        "pre-commit/action",
        "golangci/golangci-lint-action",
        "gradle/gradle-build-action",
        "cypress-io/github-action",
        "bahmutov/npm-install",
        "actions/jekyll-build-pages",
        "pypa/cibuildwheel",
        "changesets/action",
        "actions-rs/cargo",
        "super-linter/super-linter",
        "github/super-linter",
        "goreleaser/goreleaser-action",
        "cloudflare/wrangler-action",
        "borales/actions-yarn",
        "nrwl/nx-cloud",
        "reviewdog/action-eslint",
        "andresz1/size-limit-action",
        "preactjs/compressed-size-action",
        "julia-actions/julia-runtest",
        "r-lib/actions",
        "pyo3/maturin-action",
        "gabrielbb/xvfb-action",
        "amondnet/vercel-action",
        "w9jds/firebase-action",
        "firebaseextended/action-hosting-deploy",
    )
)
COMMANDS_OF = {"nick-fields/retry": "command", "nick-invision/retry": "command", "coactions/setup-xvfb": "run"}


class Runs(NamedTuple):
    """Where the files of a folder are run, and by what."""

    line: int
    text: str


def runs_in(step: Step, folder: str) -> Iterator[Runs]:
    """Find what of a step runs files of a folder of the workspace (``.``: of the workspace itself)."""
    if step.uses is not None:
        yield from _of_action(step, folder)
    if step.run is None:
        return
    inside = folder == "." or _below(step.folder, folder) or folder in step.run.text
    for command in commands(step.run.text) if inside else ():
        if _runs_files(command):
            yield Runs(step.run.line_at(command.offset), f"`{command.line[:80]}`")


def _below(place: str, folder: str) -> bool:
    return f"{place.removeprefix('./').rstrip('/')}/".startswith(f"{folder}/")


def _of_action(step: Step, folder: str) -> Iterator[Runs]:
    assert step.uses is not None
    line, name = step.uses.written.line, step.uses.written.text
    if step.uses.is_local:
        if folder == "." or _below(name, folder):
            yield Runs(line, f"the local action {name}, as the head wrote it,")
    elif step.uses.repository in ACTIONS:
        yield Runs(line, step.uses.repository)
    elif step.uses.repository == "ruby/setup-ruby" and (given := step.input("bundler-cache")) and given.text == "true":
        yield Runs(given.line, "ruby/setup-ruby with bundler-cache (`bundle install`)")
    elif (given := step.input(COMMANDS_OF.get(step.uses.repository, "-"))) is not None:
        yield from (Runs(given.line, f"`{c.line[:80]}`") for c in commands(given.text) if _runs_files(c))


def _runs_files(command: Command) -> bool:
    words = command.words
    name = words[0].rsplit("/", 1)[-1].removesuffix(".cmd").removesuffix(".exe")
    if PATH.fullmatch(words[0]):
        return True
    if name in INTERPRETERS:
        return _interprets(words)
    if name not in PROGRAMS:
        return False
    verbs = [word for word in words[1:] if not word.startswith(("-", "+"))]
    if not PROGRAMS[name]:
        return not ({"--version", "-v", "--help"} & set(words[1:]))
    if not verbs or verbs[0] not in PROGRAMS[name]:
        return False
    return not _only_named(name, words, verbs[1:])


def _only_named(name: str, words: tuple[str, ...], given: list[str]) -> bool:
    """Tell whether packages of an index are installed, by name: nothing of the workspace is run by that."""
    if words[1:] and name in ("npm", "bun") and given and {"-g", "--global"} & set(words):
        return all(INDEX.fullmatch(word.lstrip("@").replace("/", "-").replace("@", "==")) for word in given)
    if name not in ("pip", "pip3", "uv"):
        return False
    own = {"-r", "-e", "--requirement", "--editable", ".", "run", "sync", "build"} & set(words[1:])
    plain = [word for word in given if word != "install"]
    return not own and bool(plain) and all(INDEX.fullmatch(word) for word in plain)


def _interprets(words: tuple[str, ...]) -> bool:
    """Tell whether an interpreter is given a file, or a module that runs the project."""
    if "-m" in words[:4]:
        module = words[words.index("-m") + 1 : words.index("-m") + 2]
        named = [word for word in words[words.index("-m") + 2 :] if not word.startswith("-")]
        plain = module == ("pip",) and not {"-r", "-e", "."} & set(words)
        return bool(module) and module[0] in MODULES and not (plain and all(map(INDEX.fullmatch, named)))
    files = [word for word in words[1:] if not word.startswith("-")]
    inline = {"-c", "-e", "--command", "-Command", "--eval"} & set(words[1:3])
    return bool(files) and not inline and not files[0].startswith(("/", "<("))
