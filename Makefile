# Everything runs inside .venv, which these commands make and keep in step with pyproject.toml.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# Not HOST ?=: some shells export a HOST of their own.
HOST := $(or $(KAYNAK_HOST),127.0.0.1)
PORT := $(or $(KAYNAK_PORT),8000)
DEMO_PORT ?= 8001
DATA := $(or $(KAYNAK_DATA),var)
TORCH := $(shell sed -n 's/.*"\(torch==[^"]*\)".*/\1/p' pyproject.toml)
TORCH_CPU_INDEX := https://download.pytorch.org/whl/cpu

.DEFAULT_GOAL := help
.PHONY: help install test test-all lint eval serve demo screenshots static bench clean

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## make .venv and install what serving needs

serve: install ## build the index of corpus/documents and answer on http://127.0.0.1:8000 (PORT=, HOST=, DATA=)
	-$(BIN)/kaynak build --data "$(DATA)"
	$(BIN)/kaynak serve --data "$(DATA)" --host "$(HOST)" --port "$(PORT)"

demo: install ## serve, and open a plain site on another port (DEMO_PORT=) with the widget on it
	-$(BIN)/kaynak build --data "$(DATA)"
	demo/run.sh "$(BIN)" "$(DATA)" "$(HOST)" "$(PORT)" "$(DEMO_PORT)"

screenshots: $(VENV)/.installed-dev ## take the pictures of the README anew; needs Chromium
	-$(BIN)/kaynak build --data "$(DATA)"
	BROWSER=true demo/run.sh "$(BIN)" "$(DATA)" "$(HOST)" "$(PORT)" "$(DEMO_PORT)" & demo=$$!; trap "kill $$demo" EXIT; \
	until curl -sf "http://$(HOST):$(PORT)/readyz" >/dev/null; do kill -0 $$demo || exit 1; sleep 1; done; \
	$(BIN)/python demo/screenshots.py "http://$(HOST):$(PORT)" "http://127.0.0.1:$(DEMO_PORT)"

static: ## make service/static/dist, the scripts of the widget and the pages, anew; needs Node.js 20 or newer
	cd service/static/widget && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent build

# A file's tests stay together: they share what is slow to make.
test: $(VENV)/.installed-dev ## run the tests, on up to four cores
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

# One by one: some of the slow ones kill a build at moments that they measure.
test-all: $(VENV)/.installed-dev ## run the tests, the slow ones too
	$(BIN)/pytest -m "slow or not slow"

lint: $(VENV)/.installed-dev ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: install ## measure the shipped pipeline on the gold data; fails where it may be worse than the committed baseline
	$(BIN)/kaynak eval sentences
	$(BIN)/kaynak eval run --gate --data "$(DATA)"

bench: install ## measure speed and size: the shipped encoder on five documents, `hashing` at 100,000 passages
	$(BIN)/kaynak bench --data "$(DATA)" --passages 0
	$(BIN)/kaynak bench --data "$(DATA)" --encoder hashing

clean: ## remove the virtual environment; the data directory stays
	rm -rf "$(VENV)"

# Elsewhere than on a mirror, plain pip takes the torch build with gigabytes of CUDA packages. PyTorch's own index of CPU
# builds is used if it answers within two seconds; the alarm also ends a name lookup that hangs.
$(VENV)/.torch: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kaynak needs Python 3.11 or newer; name one with PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@if $(BIN)/python -c 'import signal, urllib.request as r; signal.alarm(2); r.urlopen("$(TORCH_CPU_INDEX)/torch/", timeout=2)' 2>/dev/null; \
	then $(BIN)/pip install $(TORCH) --index-url $(TORCH_CPU_INDEX) || $(BIN)/pip install $(TORCH); \
	else $(BIN)/pip install $(TORCH); fi
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.torch
	$(BIN)/pip install -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.torch
	$(BIN)/pip install -e '.[dev]'
	@touch $@ $(VENV)/.installed
