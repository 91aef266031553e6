# The two commands are `make demo` and `make test`. Both install what they need, having said so.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VERSION := $(shell sed -n 's/^  "version": "\(.*\)",/\1/p' pkg/package.json)
MODULE := target/module/xinyi.wasm
EXTRA_MODULES := target/authoring-module/authoring.wasm target/testing-module/testing.wasm
TARBALL := target/package/xinyi-$(VERSION).tgz

CORE := $(shell find src -type f ! -path 'src/bin/*' ! -path 'src/issuer/*' ! -path 'src/demo/*' ! -path 'src/messages/*.json' ! -path 'src/identity/regions.*' ! -path 'src/programme/builtin/*' ! -path src/authoring/library.rs) Cargo.toml Cargo.lock
WASM := rust-toolchain.toml package-lock.json scripts/wasm.sh scripts/env scripts/lib.sh scripts/glue.mjs $(wildcard scripts/wasm-bindgen/* scripts/wasm-bindgen/src/bin/*)
ENTRIES := $(shell find pkg/src pkg/commitments pkg/schemas src/messages src/programme/builtin src/identity/regions.json src/law/edition.json -type f)

.PHONY: sizes demo bike-deposit bank-form wechat-miniprogram test test-examples test-full test-dates test-faults test-mutants test-python test-hosts test-exports test-nginx test-servers test-spark package bench bench-check bench-cold bench-issue bench-worst bench-batch fuzz vectors clean
.DEFAULT_GOAL := demo

# A demo platform, decisions about its bundles through the npm package, and the page.
demo:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@scripts/demo

# An example: bikes whose deposit is waived or taken. Vite; a till's server in Node decides. SERVE=0 ends after the build.
bike-deposit:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@scripts/example bike-deposit

# An example: a bank's form that pre-qualifies a firm while the amount is typed. Next.js. SERVE=0 ends after the build.
bank-form:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@scripts/example bank-form

# The mini-program of examples/wechat-miniprogram, built and tested on an emulated phone.
wechat-miniprogram:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@cargo build --locked --quiet --features cli
	@cd examples/wechat-miniprogram && rm -rf node_modules/xinyi && npm ci --ignore-scripts --no-audit --no-fund --silent && export XINYI=$(abspath $(or $(CARGO_TARGET_DIR),target))/debug/xinyi && node build.mjs --demo --now 1795140000 && npm test --silent && node build.mjs --demo

# Everything; the last line counts.
test:
	@scripts/setup test
	@$(MAKE) $(TARBALL)
	@. scripts/env; node scripts/test.mjs

# The examples in Chromium and without, the mini-program on an emulated phone, and their records decided again by the command line.
test-examples:
	@scripts/setup test
	@$(MAKE) $(TARBALL)
	@scripts/test-examples

# For those who work on it: every brute-force suite at its full size; takes hours.
test-full:
	@scripts/setup test
	@$(MAKE) $(TARBALL)
	@. scripts/env; scripts/test-full

# For those who work on it: what reads a date or makes a demo, on days on which such tests break.
test-dates:
	@scripts/setup test
	@$(MAKE) $(TARBALL)
	@. scripts/env; cargo build --locked --quiet --features cli; node scripts/test-dates.mjs

# For those who work on it: wrong readings, put into a copy of the code, and the test that catches each.
test-faults:
	@node scripts/test-faults.mjs

# For those who work on it: changes made by cargo-mutants, in trust and verifier, each of which a test has
# to notice. One of eight parts, drawn anew each time; MUTANTS_SHARD=k/n for another.
test-mutants:
	@scripts/setup mutants
	@. scripts/lib.sh; CARGO_MUTANTS=$$mutants/bin/cargo-mutants node scripts/test-mutants.mjs

# For those who work on it: what python-stdnum says of identity codes, and the sources of the regions.
test-python:
	@scripts/test-python

# For those who work on it: the packed package in the hosts that apps are built with and run in, and a table of what
# came of it. Installs them from npm into target/hosts, some 3 GB. HOSTS="vite next-16" for some of them.
test-hosts:
	@scripts/setup test
	@$(MAKE) $(TARBALL)
	@cargo build --locked --quiet --features cli
	@node scripts/test-hosts.mjs $(HOSTS)

# For those who work on it: rows as LibreOffice, openpyxl, pandas, XlsxWriter and xlwt write them, made anew and audited.
test-exports:
	@scripts/test-exports

# For those who work on it: what is published, served by nginx from Debian, and an app that stays fresh by it.
test-nginx:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@scripts/test-nginx

# For those who work on it: `xinyi batch` on parts of its lines, by Spark (pip, some 500 MB) and by GNU parallel.
test-spark:
	@scripts/test-spark

# For those who work on it: the servers of examples/server, each with a `xinyi batch` beside it.
test-servers:
	@scripts/test-servers

# For those who work on it: every fuzzed function for FUZZ_SECONDS, 600 by default.
fuzz:
	@scripts/fuzz

# For those who work on it: long status lists, natively and in the module.
bench:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@cargo build --locked --quiet --release -p xinyi -p xinyi-testkit --bin make-bench --example bench-status-list
	@target/release/make-bench target/bench
	@NODE_PATH=tests/js node benches/status-list.mjs target/bench target/release/examples/bench-status-list

# For those who work on it: what a check takes, against WebCrypto and against what npm has; MODULES="a b"
# compares modules of other builds with it.
bench-check: MODULES ?= target/module
bench-check:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@cargo build --locked --quiet --release -p xinyi -p xinyi-testkit --bin make-bench-check --example bench-check
	@target/release/make-bench-check target/bench-check.json
	@node benches/check.mjs target/bench-check.json target/release/examples/bench-check $(MODULES)

# For those who work on it: what a first visit takes in Chromium on fast and slow lines, against what npm has. COUNT visits
# of each app, 11 by default; some eight minutes. Installs what `make test` does. ONLY="xinyi,npm without zod" for some of them.
bench-cold:
	@scripts/setup test
	@$(MAKE) $(TARBALL)
	@cargo build --locked --quiet --release -p xinyi-testkit --bin make-bench-check
	@target/release/make-bench-check target/bench-check.json
	@node benches/cold-start.mjs target/bench-check.json

# For those who work on it: what the worst documents within the limits take, natively and in the module.
# The decisions are searched for first, for some ten minutes; DECISIONS=folder takes those of an earlier search.
bench-worst: DECISIONS ?= target/worst-decisions
bench-worst:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@cargo build --locked --quiet --release -p xinyi -p xinyi-testkit --bin make-worst --example bench-worst
	@[ "$(origin DECISIONS)" = "command line" ] || rm -rf $(DECISIONS)
	@[ -d $(DECISIONS) ] || XINYI_WORST=$(abspath $(DECISIONS)) cargo test --locked --quiet --profile mutants --features issuer --lib whatever_is_done_is_paid_for
	@target/release/make-worst target/bench-worst $(DECISIONS)
	@node benches/worst.mjs target/bench-worst target/release/examples/bench-worst $(CASES)

# For those who work on it: an audit of five million made-up rows. Takes 4 GB of TMPDIR.
bench-audit:
	@cargo build --locked --quiet --release -p xinyi -p xinyi-testkit --features xinyi/cli --bin xinyi --bin make-rows
	@scripts/bench-audit target/release/xinyi target/release/make-rows $(ROWS)

# For those who work on it: what issuing takes, and a status list of 100 million entries. A million subjects take 8 GB of
# TMPDIR.
bench-issue: SUBJECTS ?= 100000
bench-issue: LIST ?= 100000000
bench-issue:
	@cargo build --locked --quiet --release -p xinyi -p xinyi-testkit --features xinyi/cli --bin xinyi --bin make-subjects --bin sign-rate
	@scripts/bench-issue $(SUBJECTS) $(LIST)

# For those who work on it: `xinyi batch` beside bare ring. LINES=1000000 takes 3 GB of TMPDIR.
bench-batch:
	@cargo build --locked --quiet --release -p xinyi -p xinyi-testkit --features xinyi/cli --bin xinyi --bin make-batch --bin ring-rate
	@scripts/bench-batch $(LINES)

# For those who work on it: the vectors made anew. Nothing changes but what was meant to.
vectors:
	@cargo run --locked --quiet -p xinyi-testkit --bin make-vectors

# For those who work on it: what each entry of the package takes in an app, put into the docs.
sizes:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@node scripts/sizes.mjs --write

# The npm tarball.
package:
	@scripts/setup demo
	@$(MAKE) $(TARBALL)
	@echo $(TARBALL)

clean:
	rm -rf target pkg/dist pkg/miniprogram_dist pkg/LICENSE

$(MODULE): $(CORE) $(WASM) $(shell find pkg/wasm -type f) scripts/build-wasm scripts/brotli.mjs $(wildcard scripts/lower/* scripts/lower/src/*)
	@. scripts/lib.sh; step "WebAssembly module" scripts/build-wasm

target/authoring-module/authoring.wasm: $(shell find pkg/authoring-wasm src/identity/regions.* -type f)
target/testing-module/testing.wasm: $(shell find pkg/testing-wasm src/issuer src/demo -type f)
$(EXTRA_MODULES): $(CORE) $(WASM) scripts/build-extra-wasm
	@. scripts/lib.sh; name=$(basename $(notdir $@)); step "WebAssembly module for $$name" scripts/build-extra-wasm $$name

$(TARBALL): $(MODULE) $(EXTRA_MODULES) $(ENTRIES) pkg/package.json pkg/README.md pkg/README.zh-CN.md LICENSE scripts/package.mjs
	@. scripts/lib.sh; step "npm package" node scripts/package.mjs
