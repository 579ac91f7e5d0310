# Two commands are enough: `make run` and `make test`. Only Python 3.11 or newer and make are assumed.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-services check audit lock clean system-run system-test

run: .venv/run.stamp  ## install what is missing and start the practice district on port 8000
	$(BIN)/python manage.py up --demo --port $(PORT)

test: system-test .venv/test.stamp  ## everything that runs without services, the browser tests included
	$(BIN)/pytest -n 2 --dist loadgroup

test-services: system-test .venv/test.stamp  ## all but the browser tests on PostgreSQL and Redis over real connections
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} \
	BROKER_URL=$${BROKER_URL:-redis://127.0.0.1:6379/15} \
	$(BIN)/pytest -n 2 --dist loadgroup -m "not browser"

check: .venv/test.stamp  ## style, types, layers, migrations, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy casework letters workflow config
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	PRODUCTION=1 ALLOWED_HOSTS=desk.example SECRET_KEY=$$(head -c 64 /dev/urandom | base64 -w0) \
	FIELD_KEYS=$$(head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_') \
	BLIND_INDEX_KEY=$$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n') \
	AUDIT_KEY=$$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n') \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

# What the system lacks comes first: without it there may be no virtual environment, and no page can be laid out.
.venv/run.stamp: requirements.lock | system-run
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --no-compile --require-hashes -r requirements.lock
	touch $@

.venv/test.stamp: tests/requirements.lock | system-run
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r tests/requirements.lock
	touch $@ .venv/run.stamp

system-run:
	@PYTHON=$(PYTHON) sh config/deploy/system-libraries.sh run

system-test:
	@PYTHON=$(PYTHON) sh config/deploy/system-libraries.sh test

audit: .venv/test.stamp  ## known weaknesses of what is locked; asks the vulnerability service of PyPI, so not part of test or check
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

lock:  ## renew both lock files
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --extra test -c requirements.lock pyproject.toml -o tests/requirements.lock

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis
