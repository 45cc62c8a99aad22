# `make demo` and `make test` set up .venv from the locked versions and need nothing but Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal

.PHONY: demo test check test-extras test-rest bench clean

.venv/set-up: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/set-up-tests: .venv/set-up requirements-dev.lock requirements-logs.lock requirements-serve.lock requirements-mcp.lock tests/plugin/pyproject.toml
	$(PIP) install --quiet --requirement requirements-dev.lock --requirement requirements-logs.lock --requirement requirements-serve.lock --requirement requirements-mcp.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable tests/plugin
	touch $@

demo: .venv/set-up          ## the main job on the embedded default: examine, report
	$(BIN)/preceptor examine --config docs/demo.yaml
	$(BIN)/preceptor report demo --out demo/report.html
	@echo "open demo/report.html in a browser"

test: .venv/set-up-tests    ## the tests that need no network, data, GPU or key
	$(PYTEST)

check: .venv/set-up-tests   ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright

# where no CPU build of torch is at hand: make test-extras TORCH_INDEX='--extra-index-url https://download.pytorch.org/whl/cpu'
.venv/set-up-extras: .venv/set-up-tests requirements-local.lock requirements-ray.lock requirements-dense.lock
	$(PIP) install --quiet $(TORCH_INDEX) --requirement requirements-local.lock --requirement requirements-ray.lock --requirement requirements-dense.lock
	touch $@

test-extras: .venv/set-up-extras  ## the tests of the extras `local`, `ray` and `dense`; installs them
	$(PYTEST) -m "local or ray or dense"

# what `make test` leaves out: slow, browser, extras, and the tests on the data where PRECEPTOR_DATA names its folder
test-rest: .venv/set-up-extras
	$(PYTEST) -m "(slow or browser or local or ray or dense or data) and not network and not gpu$(if $(PRECEPTOR_DATA),, and not data)"

bench: .venv/set-up-tests   ## speed and memory, side by side with peers; rewrites docs/benchmarks.md
	$(BIN)/python benchmarks/all.py

clean:
	rm -rf .venv demo .benchmarks .pytest_cache .ruff_cache
