#!/usr/bin/env bash
# npm test and then the style: formats, clang-tidy, Biome and the types, all with warnings as errors.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
bash tests/run.sh
source tests/steps.sh
env=$(wasm/toolchain.sh 2>/dev/null)
eval "$env"

sources() { git ls-files -co --exclude-standard -- "$@"; }
cpp_format() { sources '*.cpp' '*.hpp' | xargs clang-format-19 --dry-run --Werror; }

# With the WASM build's compile commands: they cover the bindings too, and Emscripten's headers come with it. The native
# programs are not part of that build.
tidy() {
  local sysroot
  sysroot=$(em++ -v -fsyntax-only -x c++ /dev/null 2>&1 | grep -oE -- '--sysroot=[^ ]+' | sort -u)
  sources 'cpp/*.cpp' 'wasm/*.cpp' 'tests/*.cpp' ':!cpp/apps' | xargs -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p build/wasm \
    --extra-arg=--target=wasm32-unknown-emscripten --extra-arg="$sysroot"
  sources 'cpp/apps/*.cpp' | xargs -n 1 clang-tidy-19 --quiet -p build/native
}

step 'clang-format 19' apt_install clang-format-19 clang-format-19
step 'clang-tidy 19' apt_install clang-tidy-19 clang-tidy-19
step 'C++ format' cpp_format
step 'clang-tidy' tidy
step 'Biome' npx --no-install biome ci .
step 'types' npx --no-install tsc -p web
printf 'All checks passed in %s s.\n' "$SECONDS"
