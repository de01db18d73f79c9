# quotecards: `make cards` and `make test` set themselves up; everything lives in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.DEFAULT_GOAL := help
.PHONY: help cards test lint format bench golden lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "quotecards needs Python 3.11 or newer: set PYTHON=python3.x" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment: install its venv module (python3-venv)" >&2; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "setting up .venv ..." >&2
	@$(PIP) --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "adding the test tools ..." >&2
	@$(PIP) --requirement requirements-dev.lock
	@touch $@

cards: $(VENV)/.runtime ## set up, then make the cards of the five seeds in cards/
	$(BIN)/quotecards batch seeds --out cards --top 3

test: $(VENV)/.dev ## set up, then run the tests
	$(BIN)/python -m pytest --cov

lint: $(VENV)/.dev ## format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## let ruff put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## measure
	$(BIN)/python benchmarks/run.py

golden: $(VENV)/.dev ## draw the showcase cards and golden pictures anew, to be looked at before they are committed
	$(BIN)/python tests/golden.py

lock: ## pin the newest versions that fit pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml requirements.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --constraint requirements.lock --group dev --output-file requirements-dev.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --output-file tests/servers/s3.lock tests/servers/s3.in

clean: ## remove what was made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* dist
