# The chores of this project. `make serve` and `make test` do all the set-up they need;
# what is there already, in the pinned version, is left alone.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

TRUNK_VERSION := 0.21.14
# The command line tool must equal the library.
BINDGEN_VERSION := $(shell sed -n 's/^wasm-bindgen = { version = "=\([0-9.]*\)".*/\1/p' Cargo.toml)
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
export PATH := $(CURDIR)/node_modules/.bin:$(CARGO_BIN):$(PATH)
# Trunk finds every tool on the path and need not look for newer ones.
export TRUNK_OFFLINE := true
export TRUNK_SKIP_VERSION_CHECK := true

# What is built holds no path of the machine that built it: it is the same everywhere.
REMAP = CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$$(printf -- '--remap-path-prefix=%s= ' $(CARGO_SOURCES)/*/) \
	--remap-path-prefix=$$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$$(rustc -vV | sed -n 's/^commit-hash: //p')"
CARGO_SOURCES := $(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src

PYTHON := .venv/bin/python
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: serve dist test bench fuzz pictures check audit format clean help
.PHONY: wasm trunk wasm-bindgen browser python
.PHONY: test-core test-browser test-end-to-end test-foreign test-reproducible

help:
	@echo "make serve   build the widget and serve it at http://127.0.0.1:8080/"
	@echo "make test    every test: core, files, browser, end to end"
	@echo "             PA_ENGINES=chromium,firefox make test leaves out WebKit"
	@echo "make bench   how fast it is, side by side with other ways; writes docs/bench.md"
	@echo "make fuzz    ten million hostile texts for the readers; EXECUTIONS=1000000 READERS='link table' for less"
	@echo "make pictures  take the pictures anew that the tests compare every screen with"
	@echo "make check   format and lints, the accessibility report, and what is known of the dependencies"
	@echo "make dist    the release build in dist/"
	@echo "make format  format the sources"

serve: build-tools
	$(REMAP) trunk serve --release

dist: build-tools
	$(REMAP) trunk build --release

test: test-core test-browser test-end-to-end test-foreign test-reproducible

# The core needs no browser; the sizes are those of a fresh release build. Random values are the
# same at every run, so that what passes once passes everywhere; `cargo test` takes new ones.
test-core: export PROPTEST_RNG_SEED ?= 1
test-core: dist
	cargo test --no-default-features -- --show-output

test-browser: build-tools browser
	CHROMEDRIVER=$$(command -v chromedriver) cargo test --target wasm32-unknown-unknown --test browser

# A browser that hangs fails its file after half an hour, and does not keep the others.
test-end-to-end: dist browser
	node --test --test-reporter=spec --test-concurrency=2 --test-timeout=1800000 tests/builder/*.test.mjs tests/welsh/*.test.mjs tests/e2e/*.test.mjs

# The small pictures that every screen is compared with: look at them before you commit them.
pictures: dist browser
	PA_PICTURES=anew node --test --test-reporter=spec tests/e2e/pictures.test.mjs

# Reads what test-core has exported as other people's programs do.
test-foreign: test-core python
	$(PYTHON) -m pytest -q tests/foreign

# A second build, from a copy of the sources in another folder, gives the same bytes.
test-reproducible: dist
	there=$$(mktemp -d) && trap 'rm -rf "$$there"' EXIT && \
	tar -c --exclude=./.git --exclude=./target --exclude=./dist --exclude=./.venv . | tar -x -C "$$there" && \
	(cd "$$there" && $(REMAP) trunk build --release) && \
	cmp dist/manifest.json "$$there/dist/manifest.json" && \
	echo "The second build has the same $$(grep -c integrity dist/manifest.json) files, byte for byte."

# How fast it is, side by side with other ways; writes docs/bench.md.
bench: dist browser
	node tests/bench/bench.mjs

# Hours, and no part of `make test`, which tries what has been kept of it: docs/fuzzing.md.
fuzz:
	tests/fuzz/run.sh

# The builder's page gets its words from its script, which the linter cannot see.
SCRIPTS := src/element/*.js src/frame src/builder/*.js src/builder/*.css styles tests/builder tests/welsh tests/openacr tests/e2e tests/bench

check: wasm node_modules/.package-lock.json
	cargo fmt --check
	cargo clippy --locked --no-default-features --features assemble --all-targets -- -D warnings
	cargo clippy --locked --target wasm32-unknown-unknown --lib --test browser -- -D warnings
	cargo clippy --locked --target wasm32-unknown-unknown --no-default-features --features starter --bin starter -- -D warnings
	cargo fmt --check --manifest-path tests/fuzz/Cargo.toml
	cargo clippy --locked --manifest-path tests/fuzz/Cargo.toml --target-dir target/fuzz -- -D warnings
	biome check --error-on-warnings $(SCRIPTS)
	node --test tests/openacr/*.test.mjs
	$(MAKE) --no-print-directory audit

# Licences and sources of every dependency, and, where the lists of known faults can be had,
# that none has one.
DENY_VERSION := 0.20.2
audit: node_modules/.package-lock.json
	@[ "$$(cargo deny --version 2>/dev/null)" = "cargo-deny $(DENY_VERSION)" ] || cargo install cargo-deny --version $(DENY_VERSION) --locked --force
	cargo deny --locked --all-features check licenses bans sources
	cargo deny --locked --manifest-path tests/fuzz/Cargo.toml --config deny.toml check licenses bans sources
	@if timeout 60 cargo deny fetch db 2>/dev/null; then \
	  cargo deny --locked check advisories && \
	  cargo deny --locked --manifest-path tests/fuzz/Cargo.toml --config deny.toml check advisories; \
	else echo "Not checked: the list of known faults of Rust packages cannot be fetched here."; fi
	@if npm audit --json 2>/dev/null | grep -q '"auditReportVersion"'; then npm audit --audit-level=low; \
	else echo "Not checked: the registry answers no questions about known faults of npm packages."; fi

format: node_modules/.package-lock.json
	cargo fmt
	biome check --write $(SCRIPTS)

clean:
	rm -rf dist target node_modules .venv

# Set-up

.PHONY: build-tools
build-tools: wasm trunk wasm-bindgen node_modules/.package-lock.json
	@cargo fetch --locked --target wasm32-unknown-unknown

wasm:
	@command -v rustup >/dev/null || { echo "Install Rust with rustup first: it is the one thing this cannot do for you." >&2; exit 1; }
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

trunk:
	@[ "$$(trunk --version 2>/dev/null)" = "trunk $(TRUNK_VERSION)" ] || cargo install trunk --version $(TRUNK_VERSION) --locked --force

# Without --locked: the registry may lack a version that the tool's own lock file names.
wasm-bindgen:
	@[ "$$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $(BINDGEN_VERSION)" ] || cargo install wasm-bindgen-cli --version $(BINDGEN_VERSION) --force

# Not `npm ci`: it refuses a lock file that leaves out the packages of other platforms.
node_modules/.package-lock.json: package.json package-lock.json
	npm install --no-save --no-audit --no-fund
	@touch $@

# Installs the packages that a target finds missing; elsewhere than on Debian, says which.
INSTALL_MISSING = if [ -n "$$missing" ]; then \
	  command -v apt-get >/dev/null || { echo "Install these with your package manager:$$missing" >&2; exit 1; }; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $(INSTALL_OPTIONS) $$missing; \
	fi

# Chromium, Firefox and WebKit with their drivers, a screen that nobody sees, the languages
# that WebKit is set to, the letters of the pictures that are kept, and what reads a PDF and a
# QR code.
GECKODRIVER_VERSION := 0.37.1
browser: node_modules/.package-lock.json
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v chromedriver >/dev/null || missing="$$missing chromium-driver"; \
	command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$$missing firefox-esr"; \
	command -v WebKitWebDriver >/dev/null || missing="$$missing webkit2gtk-driver"; \
	command -v Xvfb >/dev/null || missing="$$missing xvfb"; \
	[ -e /usr/share/i18n/locales/cy_GB ] || missing="$$missing locales"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	command -v zbarimg >/dev/null || missing="$$missing zbar-tools"; \
	fc-list 2>/dev/null | grep -q LiberationSans-Regular || missing="$$missing fonts-liberation fontconfig"; \
	$(INSTALL_MISSING)
	@[ "$$(geckodriver --version 2>/dev/null | head -n 1)" = "geckodriver $(GECKODRIVER_VERSION)" ] || cargo install geckodriver --version $(GECKODRIVER_VERSION) --locked --force

# Spark runs on Java; LibreOffice opens the tables as a spreadsheet does.
python: INSTALL_OPTIONS = --no-install-recommends
python: .venv/.installed
	@missing=; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"; \
	$(INSTALL_MISSING)

.venv/.installed: tests/foreign/requirements.txt
	python3 -m venv .venv || { $(SUDO) apt-get install -y -qq python3-venv && python3 -m venv .venv; }
	$(PYTHON) -m pip install -q -r tests/foreign/requirements.txt
	@touch $@
