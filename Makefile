# The two commands of the README are `make demo` and `make test`; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check docs scorecard calibrate bench format lock notebooks clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## make .venv with what the package needs
	@sh scripts/setup.sh core

setup-dev: ## make .venv with what the tests and checks need
	@sh scripts/setup.sh dev

demo: setup ## set everything up and run the main job on data/documents, into build/demo
	@sh scripts/demo.sh

test: setup-dev ## set everything up and run all tests
	@sh scripts/browser.sh
	@.venv/bin/python -m pytest -q $(PYTEST)

check: setup-dev ## format, lint, types, import contracts
	@.venv/bin/ruff format --check --quiet . || { echo "check: run 'make format'"; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo 2>&1 | tail -n 3

docs: setup-dev ## build the documentation as a site into build/site, the ontology reference first
	@.venv/bin/python scripts/ontology_reference.py
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet
	@echo "docs: build/site/index.html"

scorecard: setup-dev ## score the extractor on the gold sets into docs/scorecard.md
	@.venv/bin/kg eval --scorecard docs/scorecard.md >/dev/null

calibrate: setup-dev ## fit the confidence of each rule on the gold sets (never on the frozen one)
	@.venv/bin/python scripts/calibrate.py

bench: setup-dev ## extraction against spaCy (in .venv-bench), projection and measures against NetworkX and its engines; JSON into build
	@sh scripts/bench.sh

format: setup-dev ## put every file into the house format
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --fix --quiet .

lock: setup-dev ## resolve the requirements again, with hashes and without addresses
	@sh scripts/lock.sh

clean: ## remove what was built; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
