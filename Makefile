# AutoMPHC. `make demo` shows what it does, `make test` runs every test; both do all set-up themselves.
#
#   make demo       build, compile the examples, run original and emitted code side by side
#   make test       lint, build, and run every test
#   make test-kb    the tests of the knowledge base alone
#   make test-transfers   what moves between host and GPU, on a stand-in for CuPy; part of `make test`
#   make test-gpu   the same tests on CuPy itself, and the stand-in against it; needs a GPU
#   make bench-gpu  original, emitted and hand-ported CuPy side by side; needs a GPU
#   make fuzz       random kernels against their originals; COUNT or MINUTES say how many, SEED which
#   make mutation   bugs on purpose in emitted modules, each of which the fuzzer must find
#   make legality   each legality condition of the passes switched off, which a test must notice
#   make bench      every benchmark program: original, ours, by hand and peers; BENCH="--suite polybench --size SMALL"
#   make coverage   what the compiler makes of every benchmark program, and why not
#   make bench-peers-setup   Numba, Pythran, JAX and DaCe in environments of their own, for `make bench`
#   make bench-stap the two radar programs: original, emitted on each backend, by hand; STAP="--size MEDIUM"
#   make bench-stap-setup    Ray in an environment of its own, for `make bench-stap` and `make test-ray`
#   make test-ray   the tests of parallel loops with Ray
#   make build      the release binaries, in target/release
#   make lint       rustfmt and clippy
#   make setup      install what is missing (called by all of the above)
#
# Everything is built in one profile, so that the tests reuse what the build has made.

SHELL := /bin/bash
export PATH := $(PATH):$(HOME)/.cargo/bin

# Another LLVM/MLIR 22 is used when MLIR_SYS_220_PREFIX says where; the defaults are in .cargo/config.toml.
ifdef MLIR_SYS_220_PREFIX
export MLIR_SYS_220_PREFIX
export TABLEGEN_220_PREFIX ?= $(MLIR_SYS_220_PREFIX)
export LIBCLANG_PATH ?= $(MLIR_SYS_220_PREFIX)/lib
endif

PYTHON_ENV := .venv/bin/python

COUNT ?= $(if $(MINUTES),,2000)
MINUTES ?=
SEED ?=
BENCH ?=
COVERAGE ?=
STAP ?=

.PHONY: setup build lint test test-transfers test-gpu bench-gpu test-kb test-ray fuzz mutation legality demo bench coverage bench-peers-setup bench-stap bench-stap-setup clean

setup:
	@scripts/setup.sh

build: setup
	cargo build --release --workspace

lint: setup
	cargo fmt --all --check
	cargo clippy --release --workspace --all-targets -- -D warnings

test: lint build
	$(PYTHON_ENV) scripts/run_tests.py

test-kb: build
	$(PYTHON_ENV) scripts/run_tests.py --only kb

test-transfers: build
	$(PYTHON_ENV) scripts/run_tests.py --only gpu

# Both say so, with status 2, where there is no GPU.
test-gpu: build
	$(PYTHON_ENV) test/gpu/real.py

bench-gpu: build
	$(PYTHON_ENV) benchmarks/gpu.py $(BENCH)

fuzz: build
	$(PYTHON_ENV) test/fuzz $(COUNT:%=--count %) $(MINUTES:%=--minutes %) $(SEED:%=--seed %)

mutation: build
	$(PYTHON_ENV) test/fuzz/mutation.py

legality: build
	$(PYTHON_ENV) test/legality.py

demo: build
	$(PYTHON_ENV) benchmarks/demo.py

# In the environment of the peers where there is one; both get what only the benchmarks need.
bench: build
	@scripts/bench_environment.sh
	$(or $(wildcard .venv-peers/bin/python),$(PYTHON_ENV)) benchmarks/bench.py $(BENCH)

coverage: build
	$(PYTHON_ENV) benchmarks/coverage.py $(COVERAGE)

bench-peers-setup: setup
	@scripts/bench_environment.sh --peers

# With Ray where it is installed.
bench-stap: build
	$(or $(wildcard .venv-ray/bin/python),$(PYTHON_ENV)) benchmarks/stap/bench.py $(STAP)

bench-stap-setup: setup
	@scripts/bench_environment.sh --ray

test-ray: build bench-stap-setup
	.venv-ray/bin/python -m pytest -c test/pytest.ini -q test/run/test_parallel.py test/run/test_ray.py

clean:
	cargo clean
	rm -rf .venv .venv-peers .venv-dace .venv-ray
