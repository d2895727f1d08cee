#!/usr/bin/env bash
# Everything that proves behaviour, in the order in which a failure is cheapest to see: npm test.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
source tests/steps.sh
jobs=$(nproc)
mkdir -p build/logs
command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_SLOPPINESS=pch_defines,time_macros

install_packages() {
  [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error
}

formats() {
  apt_install clang-format-19 clang-format-19
  git ls-files -co --exclude-standard -- '*.cpp' '*.hpp' | xargs clang-format-19 --dry-run --Werror
  npx --no-install biome ci .
}

native() { # preset: build and test
  cmake --preset "$1"
  cmake --build --preset "$1"
  ctest --preset "$1" --no-tests=error -j "$jobs"
}

# With clang where there is one: a second compiler, and a Debug build, see what the first one hides.
sanitized() {
  local clang
  apt_install clang++-19 clang-19
  clang=$(command -v clang++-19)
  echo 'int main() {}' | "$clang" -fsanitize=address,undefined -x c++ - -o build/probe || apt_install_always libclang-rt-19-dev
  CXX=$clang native sanitize
}

browsers() {
  apt_install chromium chromium
  apt_install firefox-esr firefox-esr
  apt_install WebKitWebDriver webkit2gtk-driver
  apt_install xvfb-run xvfb xauth
}

wasm() {
  bash wasm/build.sh
  cmake --build --preset wasm
}

# The tests print a checksum over the bits of every method's plans; all builds must print the same lines.
plans_agree() {
  local lines=build/logs/plan-bits
  plan_bits build/native/tests/ropescope_tests >"$lines.native"
  plan_bits node build/wasm/tests/ropescope_tests.cjs | diff "$lines.native" -
  plan_bits build/wasm/node-with-relaxed-simd build/wasm/tests/ropescope_tests_relaxed.cjs | diff "$lines.native" -
}

plan_bits() { # command...
  "$@" --gtest_filter='PlanBits.*' | grep '^plan '
}

export UBSAN_OPTIONS=print_stacktrace=1

step 'npm packages' install_packages
step 'toolchain' bash wasm/toolchain.sh
env=$(wasm/toolchain.sh 2>/dev/null)
eval "$env"
step 'formats and lint' formats
step 'native tests' native native
step 'tests under ASan and UBSan, with clang' sanitized
step 'fuzzing, for a moment' env FUZZ_SEED=1 bash tests/fuzz/run.sh 20
step 'WebAssembly build' wasm
step 'types' npx --no-install tsc -p web
step 'site and elements build' npm run build:site
step 'single files and types of the package' npm run build:package
together 'the same tests as WebAssembly in Node' ctest --preset wasm --no-tests=error -- \
  'library, command line and figures' npm run test:js
step 'plans, bit for bit, natively and as WebAssembly' plans_agree
step 'repository rules' npm run test:repo
step 'browsers to test with' browsers
step 'packed tarball' npm run test:package
step 'site in a browser' npm run test:browser
printf 'All tests passed in %s s.\n' "$SECONDS"
