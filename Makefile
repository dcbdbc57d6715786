# make demo      judge the example shop's branches
# make test      lint, types, layers and tests
# make lint      the first three
# make bench     time whole commands beside git and other tools (downloads packages with pip and npm)
# make verdict [REPOSITORY=dir]   time a stranger's path: wheel, empty home, fresh clone, README's commands
# make accuracy SAMPLES=dir   attribution against a labelled sample
# make levels REPOSITORIES=dir [LABELS="more.jsonl..."]   levels against those that a person gave by hand
# make guardrails REPOSITORIES="dir..."   what each guardrail costs on the last changes of these
# make edges     imports against the graphs of grimp, ruff and dependency-cruiser (downloads them and packages)
# make formats   SARIF, JUnit, Mermaid and our workflows against the readers of others (downloads them with npm and pip)
# make hard      time and memory on inputs that want to hurt, and of every reader on texts that repeat one thing
# make fuzz      fuzz every reader of strangers' text: SECONDS=20 for each, DOOR=manifests:npm (downloads atheris)
# make clean     remove what the others made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST ?=
SECONDS ?= 20
DOOR ?=

.PHONY: demo test lint bench verdict accuracy levels guardrails edges formats hard fuzz clean

demo: $(VENV)/.installed
	@$(BIN)/python examples/demo.py

test: lint
	$(BIN)/pytest -n auto --maxprocesses 4 $(PYTEST)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/workspaces.py

verdict: $(VENV)/.installed
	@$(BIN)/python benchmarks/first_verdict.py $(REPOSITORY)

accuracy: $(VENV)/.installed
	@test -n "$(SAMPLES)" || { echo "say where the samples are: make accuracy SAMPLES=dir" >&2; exit 2; }
	$(BIN)/python benchmarks/attribution_accuracy.py "$(SAMPLES)"

levels: $(VENV)/.installed
	@test -n "$(REPOSITORIES)" || { echo "say where the repositories are: make levels REPOSITORIES=dir" >&2; exit 2; }
	$(BIN)/python benchmarks/level_accuracy.py "$(REPOSITORIES)" $(LABELS)

guardrails: $(VENV)/.installed
	@test -n "$(REPOSITORIES)" || { echo "say which repositories: make guardrails REPOSITORIES=dir" >&2; exit 2; }
	$(BIN)/python benchmarks/guardrails.py $(REPOSITORIES)

edges: $(VENV)/.installed
	$(BIN)/python benchmarks/edges.py

formats: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/formats.py $(REPOSITORIES)
	$(BIN)/python benchmarks/workflows.py

hard: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/hard_use.py
	$(BIN)/python benchmarks/hard_texts.py

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pip install -qq 'atheris>=2.3'
	$(BIN)/python tests/hard/fuzz.py --seconds $(SECONDS) --door '$(DOOR)'

clean:
	rm -rf $(VENV) .fuzz examples/.built build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "blastgate needs Python 3.11 or newer, and '$(PYTHON)' is not: try make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	@echo "installing blastgate into $(VENV)"
	@$(BIN)/python -m pip install -qq --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	@echo "installing blastgate and what its tests need into $(VENV)"
	@$(BIN)/python -m pip install -qq --editable '.[dev]'
	@touch $@ $(VENV)/.installed
