# Every target runs what the virtual environment holds; `make setup` makes it.
PYTHON ?= python3
BIN := .venv/bin
REAL_FOLDER ?= ../shared/real
UV := $(BIN)/uv
# Side by side; a file is one process's, with its costly fixtures; long files go first.
OF_NO_SHOP := FOOTFALL_DUCKDB_PATH=:memory:
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

demo: setup ## Make a shop (REAL=1: replay real ones), load, build, make a dashboard
	@$(BIN)/python -m simulator.demo $(if $(REAL),--real $(REAL_FOLDER))

dashboard: setup ## Make target/dashboard.html of what is built
	$(BIN)/dbt --quiet docs generate --static
	$(BIN)/footfall dashboard --lineage static_index.html

build: setup ## Build every model from what is landed
	$(BIN)/dbt build

test: setup lint ## Everything but the slow end-to-end steps
	@$(MAKE) --no-print-directory programs || echo "Tests that need a missing one are skipped."
	$(PYTEST) -m "not slow"

ci: setup lint programs tableau ## Everything
	$(PYTEST)

programs: ## Install PostgreSQL's server and Chromium for the tests, if they are missing
	@$(PYTHON) tests/debian.py

tableau: setup ## Install Hyper and Tableau's schema (350 MB), which some tests need
	@$(UV) sync --quiet --frozen --inexact --extra redshift --group tableau

parity: setup programs ## Give both warehouses the same objects; every row must be equal
	$(BIN)/python -m pytest tests/parity/test_comparison.py tests/parity/test_type_map.py tests/parity/test_parity*.py

verify-redshift: setup ## The same on a real cluster: docs/guides/verify-redshift.md
	@PYTHONPATH=tests $(BIN)/python tests/parity/verify_redshift.py $(if $(EVENTS),--events $(EVENTS))

lint: setup ## Style, types and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(OF_NO_SHOP) DBT_TARGET_PATH=target/lint $(BIN)/sqlfluff lint --processes 2 models tests/singular dashboard/datasets

format: setup ## Put Python and SQL into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(OF_NO_SHOP) DBT_TARGET_PATH=target/lint $(BIN)/sqlfluff fix models tests/singular dashboard/datasets

docs: setup ## Make target/static_index.html: marts, columns, lineage
	$(BIN)/dbt docs generate --static

site: setup ## Make site/index.html of the docs, with a page for each mart
	$(OF_NO_SHOP) DBT_TARGET_PATH=target/site $(BIN)/dbt --quiet parse
	$(OF_NO_SHOP) DBT_TARGET_PATH=target/site $(BIN)/dbt --quiet docs generate --static --no-compile --empty-catalog 2>/dev/null
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

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
	$(BIN)/python -m benchmarks.dashboard
	@$(MAKE) --no-print-directory performance

performance: setup ## Draw docs/concepts/performance.md from benchmarks/results
	@$(UV) sync --quiet --frozen --inexact --extra redshift --group charts
	$(BIN)/python -m benchmarks.report

pictures: setup ## Draw the pictures of docs/guides/wholesaler.md from its tables
	@$(UV) sync --quiet --frozen --inexact --extra redshift --group charts
	$(BIN)/python docs/pictures.py

clean: ## Remove what was built, but not .venv
	rm -rf target logs dist demo published site footfall.duckdb footfall.duckdb.wal

.PHONY: help setup demo dashboard build test ci programs tableau parity verify-redshift lint format docs site bench performance pictures clean
