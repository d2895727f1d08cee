#!/usr/bin/env bash
# Builds the WebAssembly module and puts it with its two glues into dist/. A second run takes about a second.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
env=$(wasm/toolchain.sh)
eval "$env"

emcmake cmake --preset wasm >build/wasm.log 2>&1 || { cat build/wasm.log >&2; exit 1; }
cmake --build --preset wasm --target ropescope_package
cmake -E make_directory dist
for name in ropescope.wasm ropescope.web.mjs ropescope.node.mjs; do
  cmake -E copy_if_different "build/wasm/package/$name" "dist/$name"
done
for glue in web node; do
  cmake -E copy_if_different wasm/glue.d.mts "dist/ropescope.$glue.d.mts"   # tsc would read the minified glue itself
done
