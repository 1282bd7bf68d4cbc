# Every target runs what the virtual environment holds; `make setup` makes it.
PYTHON ?= python3
BIN := .venv/bin
REAL_FOLDER ?= ../shared/real
UV := $(BIN)/uv
# Side by side; a file is one process's, with its costly fixtures; long files go first.
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

export DBT_SEND_ANONYMOUS_USAGE_STATS := false

help: ## Say what each target does
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/'

.venv/installed: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: Python 3.11 or newer is needed\n\nhint: make setup PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(UV) sync --quiet --frozen --compile-bytecode --extra redshift
	@touch $@

setup: .venv/installed ## Make .venv with footfall, dbt and every tool

demo: setup ## Make a shop (REAL=1: replay real ones), load, build, show figures
	@$(BIN)/python -m simulator.demo $(if $(REAL),--real $(REAL_FOLDER))

build: setup ## Build every model from what is landed
	$(BIN)/dbt build

test: setup lint ## Everything but the slow end-to-end steps
	@$(MAKE) --no-print-directory postgres || echo "Tests on the Redshift stand-in are skipped."
	$(PYTEST) -m "not slow"

ci: setup lint postgres tableau ## Everything
	$(PYTEST)

postgres: ## Install PostgreSQL's server for the Redshift stand-in, if it is missing
	@$(PYTHON) tests/parity/standin/install.py

tableau: setup ## Install Hyper and Tableau's schema (350 MB), which some tests need
	@$(UV) sync --quiet --frozen --inexact --extra redshift --group tableau

parity: setup postgres ## Give both warehouses the same objects; every row must be equal
	$(BIN)/python -m pytest tests/parity/test_comparison.py tests/parity/test_type_map.py tests/parity/test_parity*.py

verify-redshift: setup ## The same on a real cluster: docs/guides/verify-redshift.md
	@PYTHONPATH=tests $(BIN)/python tests/parity/verify_redshift.py $(if $(EVENTS),--events $(EVENTS))

lint: setup ## Style, types and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	FOOTFALL_DUCKDB_PATH=:memory: DBT_TARGET_PATH=target/lint $(BIN)/sqlfluff lint --processes 2 models tests/singular

format: setup ## Put Python and SQL into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	FOOTFALL_DUCKDB_PATH=:memory: DBT_TARGET_PATH=target/lint $(BIN)/sqlfluff fix models tests/singular

docs: setup ## Generate the reference: marts, columns, lineage
	$(BIN)/dbt docs generate --static

bench: setup ## Measure everything (EVENTS=10000000), then draw it
	@$(UV) sync --quiet --frozen --compile-bytecode --group bench --extra redshift
	$(BIN)/python -m benchmarks.load $(if $(EVENTS),--events $(EVENTS))
	$(BIN)/python -m benchmarks.models $(if $(EVENTS),--events $(EVENTS))
	$(BIN)/python -m benchmarks.arrival $(if $(EVENTS),--events $(EVENTS))
	$(BIN)/python -m benchmarks.peers $(if $(EVENTS),--events $(EVENTS))
	$(BIN)/python -m benchmarks.scaling $(if $(EVENTS),--events 1000000 $(EVENTS))
	$(BIN)/python -m benchmarks.hour $(if $(EVENTS),--history 1000000 $(EVENTS))
	$(BIN)/python -m benchmarks.hour --hours 20
	$(BIN)/python -m benchmarks.pairs
	@$(MAKE) --no-print-directory performance

performance: setup ## Draw docs/concepts/performance.md from benchmarks/results
	@$(UV) sync --quiet --frozen --inexact --extra redshift --group charts
	$(BIN)/python -m benchmarks.report

pictures: setup ## Draw the pictures of docs/guides/wholesaler.md from its tables
	@$(UV) sync --quiet --frozen --inexact --extra redshift --group charts
	$(BIN)/python docs/pictures.py

clean: ## Remove what was built, but not .venv
	rm -rf target logs dist demo published footfall.duckdb footfall.duckdb.wal

.PHONY: help setup demo build test ci postgres tableau parity verify-redshift lint format docs bench performance pictures clean
