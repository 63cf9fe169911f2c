# Thin: each target calls one command. `make run` and `make test` see to everything they need.
.PHONY: run test test-all fuzz check bench bench-all

run:
	@sh scripts/setup.sh run
	@.venv/bin/python -m biaochi serve

test:
	@sh scripts/setup.sh dev
	@sh scripts/browser.sh
	@.venv/bin/python -m pytest -n 2 --dist worksteal

test-all:
	@sh scripts/setup.sh all
	@sh scripts/browser.sh
	@sh scripts/servers.sh
	@.venv/bin/python -m pytest tests/all -n 2 --dist loadfile

fuzz:
	@sh scripts/setup.sh all
	@.venv/bin/python -m tests.fuzz

check:
	@sh scripts/setup.sh dev
	@.venv/bin/ruff check .
	@.venv/bin/pyright
	@.venv/bin/python -m biaochi check

bench:
	@sh scripts/setup.sh dev
	@.venv/bin/python -m bench

bench-all:
	@sh scripts/setup.sh dev
	@.venv/bin/python -m bench --all
