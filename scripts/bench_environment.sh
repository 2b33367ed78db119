#!/usr/bin/env bash
# Installs what only the benchmarks need. Running it again when all is in place does nothing.
#
#   bench_environment.sh           matplotlib, into .venv (and into .venv-peers where that exists)
#   bench_environment.sh --peers   Numba, Pythran and JAX into .venv-peers, DaCe into .venv-dace
#   bench_environment.sh --ray     Ray into .venv-ray, for `make test-ray` and `make bench-stap`
#
# The peers have environments of their own, so that the tests and the emitted code are seen to need none of them.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# install ENVIRONMENT REQUIREMENTS...: a virtual environment with these files' packages; a stamp marks it complete.
install() {
    local environment=$1 stamp=$1/bench.installed files=("${@:2}")
    cat "${files[@]}" | cmp -s - "$stamp" && return
    [[ -x $environment/bin/python ]] || .venv/bin/python -m venv "$environment"
    echo "setup: installing ${files[*]} into $environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "${files[@]/#/--requirement=}"
    cat "${files[@]}" >"$stamp"
}

install .venv benchmarks/requirements.txt
if [[ ${1-} == --peers || -d .venv-peers ]]; then
    install .venv-peers scripts/requirements.txt benchmarks/requirements.txt benchmarks/peers/requirements.txt
fi
if [[ ${1-} == --peers || -d .venv-dace ]]; then
    install .venv-dace benchmarks/peers/requirements-dace.txt
fi
if [[ ${1-} == --ray || -d .venv-ray ]]; then
    install .venv-ray scripts/requirements.txt benchmarks/stap/requirements.txt
fi
