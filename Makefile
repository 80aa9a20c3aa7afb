# The page of executable documentation. `make help` lists it.
# Needs Python 3.11-3.13 and make; everything else is installed into .venv from the lock files.

PYTHON ?= python3
FAULTS ?= 30
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced

.DEFAULT_GOAL := help
.PHONY: help setup run walk test test-services lint types contracts accuracy bench faults migrate screenshots guides clean

help:  ## list what can be done here
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: $(STAMP)  ## make the virtual environment and install from the lock files
	@$(BIN)/python -m compileall -q notifier worker tests  # once here, not in each of eight processes

$(STAMP): requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --compile-bytecode requirements-dev.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup  ## start everything with a practice hub (Ctrl-C stops it)
	@$(BIN)/notifier run all

walk: setup  ## play the main job headless and print what happened
	@$(BIN)/notifier practice walk $(WALK)

test: setup  ## the whole suite on SQLite and the embedded broker, then on PostgreSQL and Redis when they answer
	@$(BIN)/python -m tests.run

lint: setup  ## ruff, import contracts, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint templates notifier/simulator/templates --lint --quiet

types: setup  ## mypy --strict
	@$(BIN)/mypy

contracts: setup  ## show that each import contract fails on a deliberate violation
	@$(BIN)/python -m pytest -q -s tests/architecture

accuracy: setup  ## how much is read surely, how much is asked; fails when anything is sure but wrong
	@$(BIN)/python -m tests.accuracy

bench: setup  ## ratios inside one run
	@$(BIN)/python -m bench

faults: setup  ## kill, cut, empty and jump by drawn scripts on both databases (FAULTS=100 of each)
	@NOTIFIER_FAULTS=$(FAULTS) $(BIN)/python -m tests.run -m kill tests

migrate: setup  ## bring the configured database to head
	@$(BIN)/notifier migrate

screenshots: setup  ## walk the pages in Chromium at 360 and 1280 px, pictures under var/out/
	@$(BIN)/python -m tests.browser.screenshots

guides: setup  ## take the pictures of the guides for staff anew (docs/ja/pictures)
	@$(BIN)/python -m tests.browser.screenshots --guides

clean:  ## remove the virtual environment and everything made under var/
	@rm -rf $(VENV) var
