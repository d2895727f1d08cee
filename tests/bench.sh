#!/usr/bin/env bash
# Measures the kernels, natively and as WebAssembly in Node: npm run bench; the built site in Chromium: npm run bench -- page;
# how it follows a hand that drags: npm run bench -- hand; its tasks that are felt: npm run bench -- tasks; how long the first results
# take: npm run bench -- cold; what two threads gain: npm run bench -- threads; what the page of speeds shows as a recorded run: npm run
# bench -- speed; beside what others offer for the same work: npm run bench -- peers, where --gate fails if a ratio has fallen.
# Not part of the tests: nothing fails on time.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
  peers) exec node tests/bench/peers/run.mjs "${@:2}" ;;
  cold | hand | page | speed | tasks | threads) exec node "tests/bench/$1.mjs" "${@:2}" ;;
esac
env=$(wasm/toolchain.sh)
eval "$env"
mkdir -p build

cmake --preset native >build/native.log
cmake --build --preset native --target ropescope_bench
emcmake cmake --preset wasm >build/wasm.log
cmake --build --preset wasm --target ropescope_bench
echo '== native'
build/native/tests/ropescope_bench "$@"
echo '== WebAssembly in Node'
node build/wasm/tests/ropescope_bench.cjs "$@"
