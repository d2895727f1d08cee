#!/usr/bin/env bash
# clang-tidy over all C++ files, or with `changed` over those that differ from the last commit but one. Needs the WASM
# and the native build's compile commands, which npm test leaves: the first cover the bindings too.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
source tests/steps.sh
apt_install clang-tidy-19 clang-tidy-19
env=$(wasm/toolchain.sh 2>/dev/null)
eval "$env"

sources() { # pathspecs
  if [ "${mode:-all}" != changed ]; then
    git ls-files -co --exclude-standard -- "$@"
  elif git rev-parse -q --verify HEAD~1 >/dev/null; then
    git diff --name-only --diff-filter=d HEAD~1 -- "$@"
  fi
}

mode=${1:-all}
sysroot=$(em++ -v -fsyntax-only -x c++ /dev/null 2>&1 | grep -oE -- '--sysroot=[^ ]+' | sort -u)
# What em++ adds to a compile command, so that the tests' precompiled headers fit.
args=(--extra-arg=--target=wasm32-unknown-emscripten --extra-arg="$sysroot" --extra-arg=-fignore-exceptions
  --extra-arg=-matomics --extra-arg=-mbulk-memory)
sources 'cpp/*.cpp' 'wasm/*.cpp' 'tests/cpp/*.cpp' 'tests/bench/*.cpp' ':!cpp/apps' |
  xargs -r -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p build/wasm "${args[@]}"
sources 'cpp/apps/*.cpp' | xargs -r -n 1 clang-tidy-19 --quiet -p build/native
