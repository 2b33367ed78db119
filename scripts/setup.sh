#!/usr/bin/env bash
# Installs what the build and the tests need, and nothing that is there already: LLVM/MLIR 22 and a C++
# compiler from Debian's packages, and a virtual environment in .venv with the Python packages of
# scripts/requirements.txt. Running it again when all is in place takes a fraction of a second.
#
#   MLIR_SYS_220_PREFIX   an LLVM/MLIR 22 installation to use instead of Debian's
#   PYTHON                the interpreter that the virtual environment is made from (default python3)
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly DEFAULT_PREFIX=/usr/lib/llvm-22
readonly PREFIX=${MLIR_SYS_220_PREFIX:-$DEFAULT_PREFIX}
readonly PYTHON=${PYTHON:-python3}
readonly LLVM_PACKAGES=(libmlir-22-dev mlir-22-tools llvm-22-dev llvm-22-tools libclang-22-dev clang-22
    libpolly-22-dev)
readonly BUILD_PACKAGES=(libzstd-dev zlib1g-dev build-essential)

# fail MESSAGE...: says what is wrong and what to do about it, and stops.
fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

# installed PACKAGE: whether Debian's package manager has it.
installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# install_packages PACKAGE...: installs the packages that are missing.
install_packages() {
    local missing=() as_root=()
    if ! command -v dpkg-query >/dev/null; then
        fail "this is not Debian, so these cannot be installed automatically: $*" \
            "install LLVM/MLIR 22 with its tools, libclang, a C++17 compiler, zlib and zstd yourself," \
            "and set MLIR_SYS_220_PREFIX to the LLVM prefix."
    fi
    for package in "$@"; do
        installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            fail "these packages are missing: ${missing[*]}" \
                "run 'apt-get install ${missing[*]}' as root, or set MLIR_SYS_220_PREFIX to an LLVM/MLIR 22."
        as_root=(sudo)
    fi
    echo "setup: installing ${missing[*]}"
    ("${as_root[@]}" apt-get update -qq -o Acquire::Retries=3 &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
            "${missing[@]}" >/dev/null) ||
        fail "apt-get could not install: ${missing[*]}" \
            "LLVM/MLIR 22 is in Debian 12's security repository; check the apt sources and the network," \
            "or set MLIR_SYS_220_PREFIX to an LLVM/MLIR 22 installed elsewhere."
}

# missing_llvm_parts: the parts of LLVM/MLIR 22 that are not under PREFIX, one a line.
missing_llvm_parts() {
    local tool
    for tool in llvm-config mlir-tblgen FileCheck not; do
        [[ -x $PREFIX/bin/$tool ]] || echo "bin/$tool"
    done
    [[ -e $PREFIX/include/mlir-c/IR.h ]] || echo "include/mlir-c/IR.h"
    compgen -G "$PREFIX/lib/libMLIRIR.a" >/dev/null || echo "lib/libMLIRIR.a"
    if [[ -x $PREFIX/bin/llvm-config && $("$PREFIX/bin/llvm-config" --version) != 22.* ]]; then
        echo "version 22 (it is $("$PREFIX/bin/llvm-config" --version))"
    fi
}

# check_llvm: installs Debian's LLVM where no other was asked for; checks that all parts are there.
check_llvm() {
    local missing
    if [[ $PREFIX == "$DEFAULT_PREFIX" ]]; then
        install_packages "${LLVM_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    elif ! command -v c++ >/dev/null; then
        install_packages "${BUILD_PACKAGES[@]}"
    fi
    missing=$(missing_llvm_parts)
    [[ -z $missing ]] ||
        fail "no complete LLVM/MLIR 22 under $PREFIX; missing: ${missing//$'\n'/, }" \
            "set MLIR_SYS_220_PREFIX to one, or unset it to use Debian's packages."
}

# check_rust: cargo, rustfmt and clippy.
check_rust() {
    command -v cargo >/dev/null ||
        fail "cargo is not on PATH: install Rust 1.80 or later (https://rustup.rs), then run this again."
    local component
    for component in fmt clippy; do
        cargo "$component" --version >/dev/null 2>&1 || rustup component add rustfmt clippy >/dev/null ||
            fail "'cargo $component' is missing: install it with 'rustup component add rustfmt clippy'."
    done
}

# make_environment: the virtual environment; Debian keeps the venv module in a package of its own.
make_environment() {
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        fail "Python 3.11 or later is needed: set PYTHON to such an interpreter."
    [[ -x .venv/bin/python ]] && .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages python3-venv
    fi
    "$PYTHON" -m venv --clear .venv
}

# check_python: the virtual environment and its packages; a copy of the requirements marks it complete.
check_python() {
    local requirements=(-r scripts/requirements.txt)
    local stamp=.venv/requirements.installed
    cmp -s scripts/requirements.txt "$stamp" && [[ -x .venv/bin/python ]] && return
    make_environment
    # Debian ships lit with LLVM; an LLVM that lacks it takes the one from the Python package index.
    [[ -e $PREFIX/bin/lit || -e $PREFIX/bin/llvm-lit ]] || requirements+=(lit==18.1.8)
    echo "setup: installing Python packages into .venv"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "${requirements[@]}" ||
        fail "pip could not install scripts/requirements.txt into .venv; see the message above."
    cp scripts/requirements.txt "$stamp"
}

check_rust
check_llvm
check_python
