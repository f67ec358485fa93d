# `make demo` and `make test` are the two commands; each sets up its own environment first.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready

.PHONY: help demo test test-all lint types shape gate all clean
help:  ## show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "PolicyWatch needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

demo: $(READY)  ## the whole day on the sample sources, offline
	$(BIN)/policywatch demo

test: $(READY)  ## lint, types and all fast tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

test-all: $(READY)  ## also the slow tests and those that need Chromium
	$(BIN)/python -m pytest -m ''

lint: $(READY)  ## style
	$(BIN)/ruff check .

types: $(READY)  ## mypy, strict
	$(BIN)/mypy

shape: $(READY)  ## the import contracts
	$(BIN)/lint-imports

gate: $(READY)  ## quality against its floors
	$(BIN)/policywatch evaluate

all: lint types shape test-all gate  ## what a reviewer runs

clean:  ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
