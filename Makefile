# run: from nothing to a graph, checked and asked. test: everything that decides whether a change lands.
# Needs Python 3.11 or later, make and git; all else is installed into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
KG     := $(BIN)/kg
FRONTEND := src/kg/web/frontend
BUNDLE   := src/kg/web/static/bundle

.DEFAULT_GOAL := help
.PHONY: help run test lint coverage shuffled bundle bench serve release lock clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit("cpkg needs Python 3.11 or later, not " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/created requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

run: $(VENV)/installed  ## install, build the graph, validate it, reason over it, answer three questions
	$(KG) build
	$(KG) validate
	$(KG) reason
	$(KG) ask obligations-on-theme --addressee States --theme grooming
	$(KG) ask reports-requested
	$(KG) ask where-a-term-stands --term "child pornography"
	@echo
	@echo "The graph is in build/cpkg.nq.gz. '$(KG) ask' lists all questions."

# With bytecode kept: hundreds of commands start, and would each compile the sources again.
TESTING := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m

test: lint $(if $(shell command -v npm),bundle)  ## lint, types, layers, and all tests (with npm: the bundle too)
	$(TESTING) pytest -n auto --dist worksteal

# By a whole path, as commands that are tested run in folders of their own.
coverage: export COVERAGE_FILE := $(CURDIR)/.coverage
coverage: $(VENV)/installed-dev  ## branches of src/kg that the tests take, in their own process and in all they start; slower than test
	$(BIN)/python -m coverage erase
	$(TESTING) coverage run -m pytest -n auto --dist worksteal
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --skip-covered --show-missing

shuffled: $(VENV)/installed-dev  ## the tests in twenty other orders; hours
	$(BIN)/python -m benchmarks.shuffled --runs 20

bundle: $(BUNDLE)/LICENSES.txt  ## build the SPARQL editor and the drawing of graphs (needs Node 20 and npm)

$(FRONTEND)/node_modules/.package-lock.json: $(FRONTEND)/package.json $(FRONTEND)/package-lock.json
	npm ci --prefix $(FRONTEND) --loglevel=error
	touch $@

$(BUNDLE)/LICENSES.txt: $(FRONTEND)/node_modules/.package-lock.json $(wildcard $(FRONTEND)/*.js $(FRONTEND)/*.mjs $(FRONTEND)/*.css)
	npm run --prefix $(FRONTEND) --loglevel=error build

lint: $(VENV)/installed-dev  ## ruff, mypy strict, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

serve: $(VENV)/installed  ## serve the site and its SPARQL endpoint on this machine only
	@test -e .kg/store || $(KG) build
	$(KG) serve

bench: $(VENV)/installed-dev  ## measure ours and its peers in one run (CORPUS=DIR adds ingestion); about half an hour
	@test -e .kg/store || $(KG) build
	$(BIN)/python -m benchmarks --out docs/benchmarks.md $(if $(CORPUS),--corpus $(CORPUS))

release: $(VENV)/installed-dev bundle  ## make the files of a release in dist/: packages, data, bills of materials, digests
	$(BIN)/python -m release --out dist

lock:  ## write the lock files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra java --extra network --extra serve pyproject.toml requirements-build.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev -c requirements.txt pyproject.toml requirements-build.in -o requirements-dev.txt

clean:  ## remove what was built
	rm -rf build dist .kg $(BUNDLE) $(FRONTEND)/node_modules .mypy_cache .pytest_cache .ruff_cache
