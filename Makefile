# The menu. Each line only calls CMake or a script; all knowledge of the build stands in CMakeLists.txt.
#
#   make run       builds, imports the sample newspaper, serves it on http://127.0.0.1:8080 (PORT= for another)
#   make test      sanitizers on, every test
#   make install   PREFIX=/usr/local, DESTDIR= for packagers
.DEFAULT_GOAL := build
.NOTPARALLEL:
.PHONY: build run test soak fuzz golden bench browser tidy install clean

PORT ?= 8080
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60

build:
	@scripts/setup
	@[ -f build/release/build.ninja ] || cmake --preset release
	@cmake --build --preset release

run: build
	@scripts/run-sample build/release build/sample-archive "127.0.0.1:$(PORT)"

test:
	@scripts/setup
	@cmake --workflow --preset test

# The long versions of the same tests (200 kills, cuts at each byte, a million random queries), then the fuzz targets.
soak:
	@scripts/setup soak
	@BACKFILE_SOAK=1 cmake --workflow --preset test
	@$(MAKE) --no-print-directory fuzz

fuzz:
	@scripts/setup fuzz
	@cmake --preset fuzz
	@cmake --build --preset fuzz
	@scripts/fuzz build/fuzz $(FUZZ_SECONDS)

# Writes what the program gives now as what is expected; read the difference before you keep it.
golden:
	@scripts/setup
	@[ -f build/test/build.ninja ] || cmake --preset test
	@cmake --build --preset test --target golden
	@git --no-pager diff --stat -- tests/golden || true

bench: build
	@scripts/bench build/release

# Every kind of page in a real browser; needs node, npm and chromium. No part of `make test`.
browser: build
	@tests/browser/run build/release

tidy:
	@scripts/setup tidy
	@[ -f build/test/build.ninja ] || cmake --preset test
	@scripts/tidy build/test

install: build
	@cmake --install build/release --prefix "$(PREFIX)"

clean:
	@cmake -E rm -rf build
