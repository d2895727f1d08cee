#!/usr/bin/env bash
# Builds the WebAssembly modules and puts each with its glue into dist/. A second run takes about a second.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
env=$(wasm/toolchain.sh)
eval "$env"

emcmake cmake --preset wasm >build/wasm.log 2>&1 || { cat build/wasm.log >&2; exit 1; }
cmake --build --preset wasm --target ropescope_package
cmake -E make_directory dist
for file in build/wasm/package/*; do
  cmake -E copy_if_different "$file" "dist/${file##*/}"
done
for glue in build/wasm/package/*.mjs; do
  glue=${glue##*/}
  cmake -E copy_if_different wasm/glue.d.mts "dist/${glue%.mjs}.d.mts"   # tsc would read the minified glue itself
done
cmake -E make_directory dist/embedded   # what web/package/build.js fills: tsc knows the types before
for module in engine training doctor; do
  echo 'export const wasm: string;' >"dist/embedded/$module-wasm.d.ts"
  echo 'export const script: string;' >"dist/embedded/$module-worker.d.ts"
done
