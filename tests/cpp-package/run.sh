#!/usr/bin/env bash
# The C++ package as its users build it, without presets of ours: npm run check:cpp. Compiles the library four times, so
# it is no part of npm test, which installs the library that it has built for the tests and uses that.
set -Eeuo pipefail
cd "$(dirname "$0")/../.."
source tests/steps.sh
mkdir -p build/logs
command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_SLOPPINESS=pch_defines,time_macros
env=$(wasm/toolchain.sh 2>/dev/null)  # also the headers that the library is built with
eval "$env"
work=$PWD/build/cpp-package
example=$PWD/examples/cpp-consumer
jobs=${JOBS:-$(nproc)}
[ $# -gt 0 ] || set -- g++ clang++-19
rm -rf "$work"

build() { # folder [target]
  cmake --build "$1" -j "$jobs" ${2:+--target "$2"} --config Release
}

quiet() { # log of a build: no warning in it
  ! grep -n 'warning:' "$1"
}

# The default build, installed, moved and used.
installed() { # compiler generator
  cmake -S . -B "$work/$1" -G "$2" -DCMAKE_CXX_COMPILER="$1" -DROPESCOPE_BUILD_TESTS=OFF
  build "$work/$1" | tee "$work/$1.log"
  quiet "$work/$1.log"
  cmake -DBUILD="$work/$1" -DEXAMPLE="$example" -DCXX="$1" -DWORK="$work/$1-installed" -P tests/cpp-package/installed.cmake
}

# Inside of another project.
around() { # name compiler argument...
  local name=$1 compiler=$2
  shift 2
  cmake -S tests/cpp-package/around -B "$work/$name" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DEXAMPLE="$example" "$@"
  build "$work/$name" consumer | tee "$work/$name.log"
  build "$work/$name" both | tee -a "$work/$name.log"
  quiet "$work/$name.log"
  "$work/$name/consumer" | node tests/cpp-package/numbers.mjs
  "$work/$name/both"
}

folder() { # compiler hash
  cmake -S tests/cpp-package/around -B "$work/folder" -G Ninja -DCMAKE_CXX_COMPILER="$1" -DEXAMPLE="$example" -DBY=url \
    -DSOURCES=none -DHASH="$2" -DFETCHCONTENT_SOURCE_DIR_ROPESCOPE="$PWD"
  grep -q '^build consumer:' "$work/folder/build.ninja"
}

archive() {
  git archive --format=tar.gz --prefix=ropescope/ -o "$work/ropescope.tar.gz" HEAD
}

# A system whose packages are too old is told so; what would be fetched is taken from here.
too_old() {
  local root=$work/old
  mkdir -p "$root/lib/cmake/xsimd" "$root/xsimd/include" "$root/include"
  echo 'set(PACKAGE_VERSION 8.1.0)' >"$root/lib/cmake/xsimd/xsimdConfigVersion.cmake"
  : >"$root/lib/cmake/xsimd/xsimdConfig.cmake"
  cmake -S . -B "$work/old-build" -G Ninja -DROPESCOPE_BUILD_TESTS=OFF -DCMAKE_IGNORE_PREFIX_PATH="$CMAKE_PREFIX_PATH" \
    -DCMAKE_PREFIX_PATH="$root" -DFETCHCONTENT_SOURCE_DIR_XSIMD="$root/xsimd" -DFETCHCONTENT_SOURCE_DIR_EIGEN3="$root" \
    -DFETCHCONTENT_SOURCE_DIR_NLOHMANN_JSON="$root" | tee "$work/old.log"
  grep -q 'xsimd 13.0 or 14.0 or 12.0 or 11.0 or newer of the same series is needed; not taken: 8.1.0' "$work/old.log"
}

mkdir -p "$work"
step 'too old a library is named' too_old
step "default build, installed and moved, with $1" installed "$1" Ninja
step "an archive with its hash, with $1" archive
hash=$(sha256sum "$work/ropescope.tar.gz" | cut -d' ' -f1)
step "FetchContent of that archive, with $1" around fetched "$1" -DBY=url -DSOURCES="$work/ropescope.tar.gz" -DHASH="$hash"
step 'FetchContent of a folder: what would be built' folder "$1" "$hash"
step "default build by several configurations, with $2" installed "$2" 'Ninja Multi-Config'
step "add_subdirectory, with $2" around inside "$2" -DBY=add_subdirectory -DSOURCES="$PWD"
printf 'All checks of the C++ package passed in %s s.\n' "$SECONDS"
