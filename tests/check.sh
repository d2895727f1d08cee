#!/usr/bin/env bash
# npm test, then the fuzzers' corpora as WebAssembly under sanitizers, and clang-tidy over every C++ file, with warnings as
# errors.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
bash tests/run.sh
source tests/steps.sh
env=$(wasm/toolchain.sh 2>/dev/null)
eval "$env"

# Sizes have 32 bits there: what is out of bounds is another thing than natively.
sanitized_wasm() {
  emcmake cmake --preset sanitize-wasm
  cmake --build --preset sanitize-wasm
  node build/sanitize-wasm/tests/ropescope_corpora.cjs tests/fuzz/corpus
}

step 'corpora as WebAssembly under ASan and UBSan' sanitized_wasm
step 'clang-tidy' bash tests/tidy.sh
printf 'All checks passed in %s s.\n' "$SECONDS"
