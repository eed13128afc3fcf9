# `make` alone says what there is. Windows without make: see README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
BABEL := $(BIN)/pybabel --quiet
SOURCES := pyproject.toml CHANGELOG.md frontend/package-lock.json frontend/hatch_build.py
CATALOGUES := $(wildcard meeting/locales/*/LC_MESSAGES/*.po plugins/*/locales/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
SAME := --randomly-seed=2030

.DEFAULT_GOAL := help
.PHONY: help setup run test check e2e bench wheel messages
.NOTPARALLEL:
# Set in many containers. Every server and command of a test would compile the whole product anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.dev $(COMPILED) ## Make the virtual environment with everything a developer needs

run: $(VENV)/.runtime $(COMPILED) ## Start the server with the sample meeting open
	@$(BIN)/doithoai run --sample

# The run that decides has one order and one throw of the dice everywhere: whoever repeats it sees
# the same. The others shuffle.
test: setup ## Install what tests need, browser and printing included, and run every test
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.cups
	$(BIN)/python -m pytest -n auto $(SAME) --ignore=tests/e2e
	@$(MAKE) --no-print-directory e2e ORDER=$(SAME)

check: setup ## Lint, formatting, types, and every test that needs no browser
	@$(BIN)/python -m tests.cups
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --ignore=tests/e2e

e2e: setup ## The meeting day in a real browser
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.cups
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ORDER) tests/e2e

bench: setup ## Measure how much one laptop carries
	$(BIN)/python -m tests.bench

wheel: $(VENV)/.runtime ## Build the wheel into dist/
	$(PIP) wheel --no-deps --wheel-dir dist .

# Header lines of a catalogue that nobody fills in or that change with every run.
PLACEHOLDERS := Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By

messages: setup ## Bring the translations up to date with the code, one catalogue a plugin
	@for home in meeting $(patsubst %/__init__.py,%,$(wildcard plugins/*/__init__.py)); do \
		sources=$$home; [ $$home != meeting ] || sources="meeting templates"; \
		mkdir -p $$home/locales && pot=$$home/locales/messages.pot && \
		$(BABEL) extract --mapping-file pyproject.toml --keyword _l --add-location file \
			--project doithoai --header-comment "# Translations template for PROJECT." --output-file $$pot $$sources && \
		$(BABEL) update --init-missing --locale vi --no-fuzzy-matching --ignore-obsolete \
			--ignore-pot-creation-date --input-file $$pot --output-dir $$home/locales && \
		for po in $$home/locales/*/LC_MESSAGES/messages.po; do \
			sed -E '/^"($(PLACEHOLDERS)): /d' $$po > $$pot && cp $$pot $$po || exit 1; \
		done && \
		$(BABEL) compile --directory $$home/locales && rm $$pot || exit 1; \
	done

# --- Files ---------------------------------------------------------------------------------------

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "doithoai needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.runtime: $(SOURCES) | $(VENV)/bin/python
	@echo "Installing doithoai into $(VENV) ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.dev: $(SOURCES) | $(VENV)/bin/python
	@echo "Installing doithoai and its development tools into $(VENV) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $(VENV)/.runtime $@

%.mo: %.po | $(VENV)/.runtime
	@$(BABEL) compile --input-file $< --output-file $@
