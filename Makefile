# Two commands matter: `make demo` and `make test`. Both set up whatever they need.
.DEFAULT_GOAL := help
SHELL := bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WITH_POSTGRES := $(BIN)/python -m tera.postgres run
export PYTHONPATH := $(CURDIR)
unexport DJANGO_SETTINGS_MODULE
# Without compiled files each worker, and each program that a test starts, would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/base: requirements/base.txt
	@$(PYTHON) -m tera.install base
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	@$(PYTHON) -m tera.install base dev
	@touch $@

install: .venv/dev ## Make the virtual environment with everything

demo: .venv/base ## Set up and serve the demonstration at http://127.0.0.1:8000 (PORT=…)
	@exec env TERA_MODE=demo PORT=$(PORT) $(BIN)/python -m tera.demo

demo-reset: .venv/base ## Throw the demonstration's data away and start over
	@exec env TERA_MODE=demo PORT=$(PORT) $(BIN)/python -m tera.demo --reset

test: .venv/dev ## Set up and pass all tests (ARGS="-k …")
	@$(BIN)/python -m tera.system chromium gettext
	@$(BIN)/python -m tera.translations
	@TERA_MODE=test $(WITH_POSTGRES) $(BIN)/pytest -n auto --dist loadgroup $(ARGS)

check: .venv/dev ## Lint, import contract, templates, migrations, deploy check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/python -m tera.translations
	@git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	@TERA_MODE=test $(WITH_POSTGRES) $(BIN)/python manage.py makemigrations --check --dry-run
	@SECRET_KEY=$$(head -c 48 /dev/urandom | base64) DATABASE_URL=postgres://x@localhost/x SITE_URL=https://tera.example $(BIN)/python manage.py check --deploy --fail-level WARNING

fmt: .venv/dev ## Format code and templates
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .
	@git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

messages: .venv/dev ## Collect the strings to translate (needs gettext)
	@TERA_MODE=test $(BIN)/python manage.py makemessages --locale es --locale en --no-obsolete --no-wrap --add-location file --ignore .venv --ignore tests --ignore bench
	@$(BIN)/python -m tera.translations --tidy

bench: .venv/dev ## Measure speed as ratios; QUICK=1 ends within five minutes
	@TERA_MODE=test $(WITH_POSTGRES) $(BIN)/python -m bench

lock: ## Write the hashed requirement files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/base.in -o requirements/base.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/dev.in -o requirements/dev.txt

manage: .venv/base ## Run a Django command on the demo's database (ARGS="…")
	@TERA_MODE=demo $(WITH_POSTGRES) $(BIN)/python manage.py $(ARGS)

.PHONY: help install demo demo-reset test check fmt messages bench lock manage
