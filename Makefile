# The two commands are `make run` and `make test`; both do all set-up they need. `make help` lists the rest.
SHELL := /bin/bash
CARGO ?= cargo
MINUTES ?= 10

.DEFAULT_GOAL := help
.PHONY: help run test check fmt lint services unit browser-test generate bench crash-test broadcast-test fuzz deny clean-data

help: ## Lists these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## Builds and runs everything on this machine without any server: API on 8080, WeChat simulator on 8090
	@scripts/run-dev

test: services check unit browser-test ## Everything that CI runs: format, lints, unit, contract, journey, crash and browser tests

services: ## Finds or starts the servers that the tests need
	@scripts/services up

check: ## Format and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

unit: ## All tests, without format and lints
	$(CARGO) build --workspace --bins --locked
	NEXTEVENT_BINARIES_ARE_FRESH=1 $(CARGO) test --workspace --locked

browser-test: ## The simulator's phone in a real browser (Chromium); installs what it needs
	$(CARGO) build --locked -p wechat-simulator
	@scripts/browser-tests

fmt: ## Formats the code
	$(CARGO) fmt --all

generate: ## Writes everything that is generated: the OpenAPI file
	$(CARGO) run --quiet --locked -p cli -- openapi > openapi/openapi.json.new
	mv openapi/openapi.json.new openapi/openapi.json

bench: ## Measures the release build against bare servers on this machine and prints a table
	@scripts/bench

crash-test: ## Kills api and worker at random for MINUTES and accounts for every message
	$(CARGO) build --workspace --bins --locked
	NEXTEVENT_BINARIES_ARE_FRESH=1 NEXTEVENT_CRASH_MINUTES=$(MINUTES) $(CARGO) test --locked -p journeys --test crash -- --nocapture

broadcast-test: ## Sends 10,000 messages through faults and kills and accounts for every one
	$(CARGO) build --workspace --bins --locked
	NEXTEVENT_BINARIES_ARE_FRESH=1 NEXTEVENT_BROADCAST_PEOPLE=10000 $(CARGO) test --locked -p journeys --test broadcast -- --nocapture

fuzz: ## Fuzzes the WeChat protocol for FUZZ_SECONDS (20) per target; needs a C++ compiler
	@scripts/fuzz

deny: ## Licences, duplicate and banned crates (needs cargo-deny; works offline)
	$(CARGO) deny --offline check bans licenses sources

clean-data: ## Forgets the data of `make run`
	rm -rf .data
