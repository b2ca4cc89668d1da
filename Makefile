# Everything sets itself up: needs Python 3.11 or newer and make; the network only the first time.
#   VENV=...    where the environment lies (default .venv)
#   PYTHON=...  the interpreter to build it with (default: the first that fits)

SHELL  := /bin/bash
VENV   ?= .venv
PYTHON ?=
OUT    ?= out
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run score test check format bench docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## build the environment (instant where it stands)

$(STAMP): pyproject.toml requirements.lock
	@set -euo pipefail; \
	fits() { "$$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info)' >/dev/null 2>&1; }; \
	if command -v uv >/dev/null 2>&1; then \
	    echo "Setting up $(VENV) with uv"; \
	    [ -x "$(BIN)/python" ] && fits "$(BIN)/python" || uv venv --quiet --clear --python "$(or $(PYTHON),>=3.11)" "$(VENV)"; \
	    uv pip install --quiet --python "$(BIN)/python" --constraint requirements.lock --editable '.[dev]'; \
	else \
	    if ! { [ -x "$(BIN)/python" ] && fits "$(BIN)/python"; }; then \
	        found=; \
	        for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	            if fits "$$python"; then found=$$python; break; fi; \
	        done; \
	        [ -n "$$found" ] || { echo "No Python 3.11 or newer found; install one, or say make PYTHON=/path/to/python" >&2; exit 1; }; \
	        "$$found" -m venv --clear "$(VENV)"; \
	    fi; \
	    echo "Setting up $(VENV) with pip"; \
	    "$(BIN)/python" -m pip --version >/dev/null 2>&1 || "$(BIN)/python" -m ensurepip >/dev/null; \
	    "$(BIN)/python" -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev]'; \
	fi; \
	touch "$@"

run: setup ## read corpus/ into out/ and score it against gold/
	$(BIN)/isaextract run corpus/ --out $(OUT)/
	$(BIN)/isaextract score --gold gold/ --pred $(OUT)/

score: setup ## score what lies in out/ again
	$(BIN)/isaextract score --gold gold/ --pred $(OUT)/

check: setup ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports --no-cache

test: check ## check, then all tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

format: setup ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## how long reading takes, as a multiple of pdfplumber's own
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/scaling.py
	$(BIN)/python bench/scaling.py --documents 1 10 100 1000
	$(BIN)/python bench/length.py
	$(BIN)/python bench/start.py

docs: setup ## refresh the figures, tables and the picture of README.md and docs/
	$(BIN)/python docs/make_picture.py
	$(BIN)/python bench/accuracy.py
	$(BIN)/python bench/calibration.py
	$(BIN)/python bench/invented_errors.py
	$(BIN)/python bench/speed.py --readme
	$(BIN)/python bench/scaling.py --readme
	$(BIN)/python bench/start.py --readme

clean: ## remove the environment, caches and out/
	rm -rf .venv $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
