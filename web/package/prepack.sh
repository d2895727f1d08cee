#!/usr/bin/env bash
# Before npm packs: builds all that the package holds, or refuses.
set -Eeuo pipefail
cd "$(dirname "$0")/../.."

refuse() {
  printf 'ropescope is not packed: %s\n' "$*" >&2
  exit 1
}

[ -d node_modules ] || refuse 'run npm ci first'
bash wasm/build.sh >&2 || refuse 'its WebAssembly modules cannot be built here; the lines above say what is missing'
npm run --silent build:elements >&2 || refuse 'the elements cannot be built'
node web/package/build.js >&2 || refuse 'its single files and types cannot be built'
node web/package/check.js >&2 || refuse 'it would lack files'
