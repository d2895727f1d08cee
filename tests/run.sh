#!/usr/bin/env bash
# Everything that proves behaviour, in the order in which a failure is cheapest to see: npm test.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
source tests/steps.sh
jobs=$(nproc)

has_files() { compgen -G "$1" >/dev/null; }
later() { printf '== %s: no files yet\n' "$1"; }

install_packages() {
  [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error
}

native() { # preset: build and test
  cmake --preset "$1"
  cmake --build --preset "$1"
  ctest --preset "$1" --no-tests=error -j "$jobs"
}

wasm() {
  bash wasm/build.sh
  cmake --build --preset wasm
}

export UBSAN_OPTIONS=print_stacktrace=1

step 'npm packages' install_packages
step 'toolchain' bash wasm/toolchain.sh
env=$(wasm/toolchain.sh 2>/dev/null)
eval "$env"
if has_files 'tests/cpp/*.cpp'; then
  step 'native tests' native native
  step 'tests under ASan and UBSan' native sanitize
else later 'native tests'; fi
if has_files 'wasm/*.cpp'; then
  step 'WebAssembly build' wasm
  step 'the same tests as WebAssembly in Node' ctest --preset wasm --no-tests=error
else later 'WebAssembly build'; fi
if has_files 'tests/js/*.test.*'; then step 'library, command line and figures' npm run test:js; else later 'library tests'; fi
step 'repository rules' npm run test:repo
if has_files 'web/site/index.html'; then
  step 'site build' npm run build:site
  if has_files 'tests/browser/*.test.*'; then
    step 'browser to test with' apt_install chromium chromium
    step 'site in a browser' npm run test:browser
  else later 'browser tests'; fi
else later 'site build'; fi
printf 'All tests passed in %s s.\n' "$SECONDS"
