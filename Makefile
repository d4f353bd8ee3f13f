# On a fresh machine: `make run` starts everything with demo data, `make test` tests everything.

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv/bin/python
INSTALLED := .venv/installed

.PHONY: run setup test check format lock bench

run: setup
	@$(VENV) -m councilsafe.dev

setup: $(INSTALLED)
	@$(VENV) -m councilsafe.frontend

$(INSTALLED): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"CouncilSafe needs Python 3.11 or newer. Name one with: make run PYTHON=python3.11")'
	@echo "Making the virtual environment .venv and installing into it (a minute or two, the first time only)"
	@$(PYTHON) -m venv .venv
	@$(VENV) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements-dev.txt
	@touch $@

test: setup
	@$(VENV) -m councilsafe.testing
	@$(VENV) -m pytest -n 2

format:
	@$(VENV) -m ruff check --fix --quiet
	@$(VENV) -m ruff format --quiet
