# One command each. `make demo` and `make test` set up all that they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export LAGEBILD_DATA ?= ../shared/data

.DEFAULT_GOAL := check
.PHONY: check setup test demo lint docs bench thorough size train-reader train-tiny lock

check: lint docs size test  ## what CI runs

# The stamps make the second run free; each is newer than its lock file once its packages are there.
$(VENV)/.core: requirements/core.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lagebild needs Python 3.11 or newer: set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.complete: requirements/dev.lock $(VENV)/.core
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

setup: $(VENV)/.complete  ## a virtual environment from the hashed lock file

# A worker a core. Each begins with a stretch of its own, so that what a module has made serves all its tests; one
# that is done takes over half of what another has left.
PYTEST := $(BIN)/pytest --numprocesses logical --dist worksteal

test: setup  ## all tests
	$(PYTEST)

demo: $(VENV)/.core  ## the example case: reports in, an answer out
	@mkdir -p out && rm -f out/belarus.lage*
	@$(BIN)/lagebild new out/belarus.lage --question examples/belarus/question.toml
	@$(BIN)/lagebild add out/belarus.lage examples/belarus/reports
	@$(BIN)/lagebild show out/belarus.lage forecast
	@$(BIN)/lagebild assess out/belarus.lage -o out/lage.html
	@echo "report: $(CURDIR)/out/lage.html"

lint: setup  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: setup  ## the documentation, warnings are errors
	$(BIN)/mkdocs build --strict --quiet --site-dir site

bench: setup  ## accuracy and speed on the public corpora, where they lie
	$(BIN)/python bench/run.py

size: setup  ## what `pip install lagebild` takes on disk
	$(BIN)/python bench/size.py

thorough: setup  ## long fuzzing and full matrices
	LAGEBILD_THOROUGH=1 $(PYTEST)
	$(BIN)/python bench/kill.py

train-reader:  ## the reader's weights anew: an hour and a half on two cores
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/pip install --quiet -r requirements/training.txt
	.venv-training/bin/python -m training.reader.train --out out/reader
	.venv-training/bin/python -m training.reader.export --from out/reader/checkpoint.pt --to src/lagebild/models/reader.npz

train-tiny:  ## the tiny reader's weights anew, taught by those of the small one: three quarters of an hour
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/pip install --quiet -r requirements/training.txt
	.venv-training/bin/python -m training.tiny.teach --out out/taught
	.venv-training/bin/python -m training.tiny.train --taught out/taught --to src/lagebild/models/tiny.npz

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

lock:  ## new lock files from pyproject.toml
	$(LOCK) pyproject.toml -o requirements/core.lock
	$(LOCK) --group dev --constraint requirements/core.lock pyproject.toml -o requirements/dev.lock
	$(LOCK) --group ci --constraint requirements/dev.lock pyproject.toml -o requirements/ci.lock
