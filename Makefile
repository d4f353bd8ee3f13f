# On a fresh machine: `make run` starts everything with demo data, `make test` tests everything.

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv/bin/python
INSTALLED := .venv/installed
MANAGE := $(VENV) -W ignore::RuntimeWarning manage.py
LOCK := $(VENV) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml
# Written in a way that does not match itself.
REGISTRIES := [p]ypi\.|[n]pmjs\.|[p]ythonhosted|[i]ndex-url

.PHONY: run setup test check bench simulate format lock

run: setup
	@$(VENV) -m councilsafe.dev

setup: $(INSTALLED)
	@$(VENV) -m councilsafe.frontend

$(INSTALLED): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"CouncilSafe needs Python 3.11 or newer. Name one with: make run PYTHON=python3.11")'
	@echo "Making the virtual environment .venv and installing into it (a minute or two, the first time only)"
	@$(PYTHON) -m venv .venv
	@$(VENV) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: --no-binary=docopt -r requirements-dev.txt
	@touch $@

test: setup
	@$(VENV) -m councilsafe.testing
	$(VENV) -m pytest -n 2

# As in production, and without any service: nothing here needs one.
check: export SECRET_KEY := only-to-check-0123456789abcdefghijklmnopqrstuvwxyz
check: export EVIDENCE_KEYS = $(shell $(VENV) -c "from pyrage import x25519; print(x25519.Identity.generate())")
check: export DATABASE_URL := postgres:///only-to-check
check: export REDIS_URL := redis://127.0.0.1:1/0
check: export SITE_URL := https://councilsafe.example.org
check: setup
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	.venv/bin/djade --check $$(git ls-files 'templates/*.html')
	$(VENV) -m mypy
	.venv/bin/lint-imports --no-logo
	$(VENV) -m bandit --quiet --recursive -ll --configfile pyproject.toml .
	$(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) draw_lifecycles --check
	@cp requirements.txt requirements-dev.txt var/ && $(MAKE) --no-print-directory lock LOCK_DIR=var/
	diff requirements.txt var/requirements.txt && diff requirements-dev.txt var/requirements-dev.txt
	@! git grep --line-number --extended-regexp '$(REGISTRIES)' || (echo "Name no package registry."; exit 1)

lock:
	$(LOCK) --output-file $(LOCK_DIR)requirements.txt
	$(LOCK) --group dev --output-file $(LOCK_DIR)requirements-dev.txt

bench: setup
	@$(VENV) -m bench $(ONLY)

# A year with 2,000 reports; `make simulate SIMULATION_SEED=11 SIMULATION_INCIDENTS=500` is another, and smaller.
simulate: export SIMULATION_INCIDENTS ?= 2000
simulate: setup
	$(VENV) -m pytest -q tests/simulation/test_year.py

format:
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format
	.venv/bin/djade $$(git ls-files 'templates/*.html')
