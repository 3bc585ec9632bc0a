# What can be done here, and how: `make` alone prints the list.
#
# Only python3 (3.11 or newer) and make are needed. The settings of the machine's package clients
# (PIP_*, UV_*, certificates) pass through; no registry is named anywhere.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BENCH_READY := .venv/.bench-ready
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1
# Some images tell Python to keep nothing that it has compiled; each of some hundred processes would
# then compile the same modules again. `make clean` removes what is kept.
unexport PYTHONDONTWRITEBYTECODE
SERVICES := audit officer-safety partners tracing vetting victims webhooks
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

# uv does not read pip's variables: a machine that sets only those gets its index and certificate.
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check openapi lock bench bench-gate bench-log soak oracles mutate clean
.DELETE_ON_ERROR:

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## Make .venv with everything that is needed (again only when its inputs change)
	@:

# pip takes minutes where uv takes seconds; it is here for a machine whose index only pip knows.
$(READY): requirements/bootstrap.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is not one. Try: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments: install its venv package (python3-venv)." >&2; exit 1; }
	@echo "Setting up .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# What only benchmarks need (yardsticks, other engines) is added to .venv when first asked for.
$(BENCH_READY): $(READY) requirements/bench.txt
	@echo "Adding the yardsticks of the benchmarks"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@touch $@

demo: setup  ## Start the whole house, live one day in it, prove the figures, stop everything
	@$(BIN)/ppit demo

run: setup  ## Start the whole house and leave it running until Ctrl-C
	@$(BIN)/ppit run

test: setup  ## Run every test of the product (`make check` runs those of its structure)
	@$(BIN)/pytest -n 3 --max-worker-restart=0 --dist loadfile --no-loadscope-reorder --ignore=tests/architecture

check: setup  ## Run every check of the house style: format, lint, types, imports, dead code, house rules
	@$(BIN)/python -m tests.architecture.check

openapi: setup  ## Write each service's API document, from which the gate routes, and the client's types of it
	@set -e; for service in $(SERVICES); do \
	  $(BIN)/ppit-$$service openapi > .venv/openapi.json; \
	  mv .venv/openapi.json gateway/ppit_gateway/catalogue/$$service.openapi.json; \
	done
	@$(BIN)/python -m tests.contracts.write_client_operations

lock: setup  ## Pin requirements/*.in with hashes (UPGRADE=1 also takes newer releases)
	@$(COMPILE) requirements/runtime.in -o requirements/runtime.txt
	@$(COMPILE) requirements/demo.in -c requirements/runtime.txt -o requirements/demo.txt
	@$(COMPILE) requirements/dev.in -c requirements/demo.txt -o requirements/dev.txt
	@$(COMPILE) requirements/bench.in -c requirements/dev.txt -o requirements/bench.txt
	@$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt

bench: $(BENCH_READY)  ## Run the benchmarks, which `make test` leaves out
	@ended=0; $(BIN)/pytest tests/benchmarks -s -o faulthandler_timeout=3600 -o python_files='bench_*.py' -o python_functions='bench_*' || ended=$$?; \
	$(BIN)/python -m tests.benchmarks.render && cat docs/benchmarks/matching.md; exit $$ended

bench-gate: setup  ## Measure the gate with every duty on beside nginx (needs nginx and wrk; says so if not)
	@$(BIN)/pytest tests/benchmarks/bench_gate.py -s -rs -o faulthandler_timeout=600 -o python_files='bench_*.py' -o python_functions='bench_*'
	@cat docs/benchmarks/gate.json

bench-log: setup  ## Measure the log beside a transaction for each record and a hash chain, its verifier, its proofs
	@$(BIN)/pytest tests/benchmarks/bench_log.py -s -rs -o faulthandler_timeout=600 -o python_files='bench_*.py' -o python_functions='bench_*'
	@cat docs/benchmarks/log.json

soak: setup  ## Run what takes hours: 100,000 mutated tokens, 200 kills -9 under load, 10,000 slow connections
	@$(BIN)/python -m tests.benchmarks.soak_tokens
	@$(BIN)/python -m tests.benchmarks.soak_kills
	@$(BIN)/python -m tests.benchmarks.soak_doors

oracles: setup  ## Install other people's certified clients and issuers, which tests then let drive the gate
	@cd tests/oracles && npm install --no-audit --no-fund --no-package-lock --loglevel=error

mutate: $(BENCH_READY)  ## Change the matcher's and the rules' code 400 times: do the tests notice?
	@$(BIN)/python -m tests.benchmarks.mutate

clean:  ## Remove everything that make made, .venv too
	@rm -rf .venv .ppit .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
