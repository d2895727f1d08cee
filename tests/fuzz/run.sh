#!/usr/bin/env bash
# Fuzzes readers, plans, attention, kernels and models under AddressSanitizer and UndefinedBehaviorSanitizer:
#   npm run fuzz                          an hour in all
#   npm run fuzz -- SECONDS [TARGET ...]  so many seconds in all, of these targets
# New inputs are kept in build/fuzz/TARGET; what ended a target lies beside that folder, and its output is shown.
set -Eeuo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-3600}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(grep -oE '^void [a-z]+' tests/fuzz/targets.hpp | cut -d' ' -f2)
jobs=$(nproc)
each=$((seconds * jobs / ${#targets[@]}))

fuzz() { # target
  local target=$1 corpus=build/fuzz/$1 log=build/logs/fuzz-$1.log options=()
  mkdir -p "$corpus"
  [ ! -f "tests/fuzz/$target.dict" ] || options+=("-dict=tests/fuzz/$target.dict")
  [ -z "${FUZZ_SEED:-}" ] || options+=("-seed=$FUZZ_SEED")
  # timeout: s of one input; 2 GB, as a WebAssembly memory has
  "build/sanitize/tests/ropescope_fuzz_$target" -max_total_time="$each" -timeout=25 -rss_limit_mb=2048 \
    -malloc_limit_mb=1024 -use_value_profile=1 -reload=0 -print_final_stats=1 -artifact_prefix="$corpus-" \
    "${options[@]}" "$corpus" "tests/fuzz/corpus/$target" >"$log" 2>&1 || { cat "$log" && return 1; }
  printf '%s: %s runs, %s edges\n' "$target" "$(sed -nE 's/.*executed_units: *([0-9]+)/\1/p' "$log")" \
    "$(sed -nE 's/.* cov: ([0-9]+) .*/\1/p' "$log" | tail -n1)"
}

mkdir -p build/logs build/fuzz
env=$(wasm/toolchain.sh) && eval "$env"
{
  CXX=clang++-19 cmake --preset sanitize
  cmake --build --preset sanitize --target "${targets[@]/#/ropescope_fuzz_}"
} >build/logs/fuzz-build.log 2>&1 || { cat build/logs/fuzz-build.log && exit 1; }
[ "$each" -gt 0 ] || each=1
export UBSAN_OPTIONS=print_stacktrace=1 each
export -f fuzz
printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash -c 'set -Eeuo pipefail; fuzz {}'
