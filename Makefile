# Two commands matter: `make run` starts the site with its demo content, `make test` checks everything.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
VAR_DIR ?= var
BIN := .venv/bin
PO := $(wildcard locale/*/LC_MESSAGES/django.po)
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

.PHONY: help run serve test test-next search-cluster check lock messages clean

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: .env .venv/packages .venv/messages ## Start the site for working on it, with demo content (PORT=8000, VAR_DIR=var)
	@$(BIN)/python manage.py start

serve: .venv/packages .venv/messages $(VAR_DIR)/secret ## Start the same site under production settings, for this machine only
	@DJANGO_SETTINGS_MODULE=config.settings.production PUBLIC_URL=http://127.0.0.1:$(PORT) \
		SECRET_KEY="$$(cat $(VAR_DIR)/secret)" $(BIN)/python manage.py start

search-cluster: .venv/bin/python ## Start three nodes of Elasticsearch and two of OpenSearch, until Ctrl-C
	@$(BIN)/python scripts/on_search_clusters.py

check: .venv/packages-dev ## Check style and types
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@PYTHONPATH=site:. $(BIN)/mypy --no-error-summary .

test: check .venv/messages ## Check everything and run the tests, on SQLite, on PostgreSQL and with search clusters
	@$(BIN)/pytest -q -n 2 --dist worksteal
	@$(BIN)/python scripts/on_postgres.py $(BIN)/pytest -q -n 2 --dist worksteal -m "not once and not browser"
	@$(BIN)/python scripts/on_search_clusters.py $(BIN)/pytest -q -n 2 --dist worksteal -m cluster

test-next: .venv-next/packages .venv/messages ## Run the tests on the next Wagtail, on SQLite
	@TEST_DB_SUFFIX=-next .venv-next/bin/pytest -q -n 2 --dist worksteal -W ignore::wagtail.utils.deprecation.RemovedInWagtail90Warning

lock: .venv/packages-dev ## Pin the newest versions that the two requirements*.in allow
	@$(BIN)/pip install --quiet uv
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt --constraint requirements.txt

messages: .venv/packages ## Collect the texts to translate into the files of locale/
	@PYTHONPATH=site $(BIN)/python -m config.messages

clean: ## Remove what was made here: packages, database, files
	@rm -rf .venv .venv-next "$(VAR_DIR)" .mypy_cache .pytest_cache .ruff_cache

.env:
	@echo 'DJANGO_SETTINGS_MODULE=config.settings.dev' > .env

$(VAR_DIR)/secret:
	@umask 077 && mkdir -p "$(VAR_DIR)" && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo 'Python 3.11 or newer is needed, and none was found.'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo 'This Python cannot make environments: install the package python3-venv (apt-get install python3-venv).'; exit 1; }
	@echo 'Making the environment .venv ...'
	@$(PYTHON) -m venv .venv

.venv/packages: requirements.txt | .venv/bin/python
	@echo 'Installing packages ...'
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/packages-dev: requirements-dev.txt | .venv/bin/python
	@echo 'Installing packages for development ...'
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/packages $@

.venv-next/packages: requirements-dev.txt | .venv/bin/python
	@echo 'Installing packages and the next Wagtail into .venv-next ...'
	@$(PYTHON) -m venv .venv-next
	@.venv-next/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@.venv-next/bin/pip install --quiet --disable-pip-version-check 'wagtail==8.0.*'
	@touch $@

.venv/messages: $(PO) | .venv/packages
	@[ -z "$(PO)" ] || $(BIN)/pybabel --quiet compile --domain django --directory locale
	@touch $@
