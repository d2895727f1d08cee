#!/usr/bin/env bash
# Finds an Emscripten compiler, and where it has to install one also the C++ libraries, and prints the environment
# that the build needs. On two lines, because `eval "$(...)"` would hide a failure from `set -e`:
#
#   env=$(wasm/toolchain.sh)
#   eval "$env"
#
# 1. $EMSDK, or emcc on PATH, when it is new enough: used as it is.
# 2. Debian 12 or 13, as root or with clang-19 already there: Debian 13's packages, unpacked into
#    ${ROPESCOPE_CACHE:-${XDG_CACHE_HOME:-~/.cache}/ropescope} and driven by the system's own clang-19, which apt-get
#    installs when it is missing. Nothing is upgraded or removed. Later runs and other clones use the same copy.
# 3. Anywhere else: says how to install emsdk, and exits 1.
set -Eeuo pipefail

minimum=3.1.69        # what Debian 13 ships; the oldest version that the tests run with
emsdk_version=6.0.5   # what the instructions name
suite=trixie
llvm=19               # the LLVM that Emscripten 3.1.69 expects
recipe=1              # part of the cache folder's name: raise it when unpack() or the list below changes
packages=(
  emscripten binaryen node-acorn        # the compiler; acorn is the parser of its JavaScript optimizer
  libc6 libstdc++6 libgcc-s1            # what binaryen links to, newer than Debian 12's
  libxsimd-dev xtl-dev libeigen3-dev    # xsimd's CMake config asks for xtl
  nlohmann-json3-dev googletest         # headers, and GoogleTest as sources: built natively and as WASM
)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

say() { printf '[toolchain] %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
has() { local name; for name; do command -v "$name" >/dev/null || return 1; done; }
has_llvm() { has "clang-$llvm" "wasm-ld-$llvm" "llvm-ar-$llvm"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
trap 'say "failed in line $LINENO: $BASH_COMMAND"' ERR

version_of() { # path of emcc -> its version, or failure when it is older than the minimum or does not run
  local version
  version=$("$1" -dumpversion 2>/dev/null | grep -oE '^[0-9]+\.[0-9]+\.[0-9]+') || return 1
  [ "$(printf '%s\n' "$minimum" "$version" | sort -V | head -n1)" = "$minimum" ] && printf '%s' "$version"
}

say_how_to_install() {
  die "no Emscripten >= $minimum found. Install it and run this again:
  git clone https://github.com/emscripten-core/emsdk && cd emsdk
  ./emsdk install $emsdk_version && ./emsdk activate $emsdk_version && source ./emsdk_env.sh
or: brew install emscripten | sudo apt install emscripten (Debian 13 or later)"
}

install_llvm() {
  say "apt-get installs clang-$llvm, lld-$llvm and llvm-$llvm (once, about 15 s)"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-upgrade --no-remove \
    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 "clang-$llvm" "lld-$llvm" "llvm-$llvm" >/dev/null
}

# An apt of our own: its lists and downloads live in $work, signatures are checked as always, and the mirror is the one
# that this machine's apt uses. Leaves the .deb files in $work/debs.
download() {
  local site
  # shellcheck disable=SC2016  # $(SITE) is apt's own substitution
  site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -E '/debian/?$' | sed -n 1p) || true
  [ -n "$site" ] || die 'no Debian mirror in the apt sources'
  mkdir -p "$work"/apt/{lists,archives}/partial "$work/debs"
  : >"$work/apt/status"
  echo "deb [signed-by=$keyring] $site $suite main" >"$work/apt/sources.list"
  # Sandbox::User: apt would drop to _apt, which cannot read a private folder. sourceparts: "-" would warn.
  cat >"$work/apt/conf" <<-EOF
	Dir::State "$work/apt"; Dir::State::status "$work/apt/status"; Dir::Cache "$work/apt";
	Dir::Etc::sourcelist "$work/apt/sources.list"; Dir::Etc::sourceparts "/dev/null";
	Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
	APT::Sandbox::User "$(id -un)"; Acquire::Retries "3";
	EOF
  APT_CONFIG=$work/apt/conf apt-get update -qq
  (cd "$work/debs" && APT_CONFIG=$work/apt/conf apt-get download -qq "${packages[@]}")
}

# The emscripten package holds each system library in every variant, 1.6 GB: those that are never linked here stay out.
unpack() {
  local deb
  mkdir "$work/root"
  for deb in "$work"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work/root" --no-same-owner \
      --exclude=./usr/share/{doc,man} --exclude=./usr/share/emscripten/test --exclude='*/gconv' \
      --exclude='*/wasm32-emscripten/lto*' --exclude='*/wasm32-emscripten/pic' \
      --exclude='*-ww.a' --exclude='*-ww-*.a' --exclude='*/libwasmfs-*'
  done
  # acorn only: with all of share/nodejs beside it, the compiler behind --emit-tsd would read its @types
  mkdir -p "$work/root/usr/share/emscripten/node_modules"
  mv "$work/root/usr/share/nodejs/acorn" "$work/root/usr/share/emscripten/node_modules/"
}

# binaryen needs a newer libc than Debian 12's: each tool is started by the loader of the libc it came with.
wrap_binaryen() { # $1: the folder where all this will live
  local libraries loader tool
  libraries=$(cd "$work/root" && echo usr/lib/*-linux-gnu*/libc.so.6)
  libraries=${libraries%/*}
  loader=$(cd "$work/root/$libraries" && echo ld-linux*.so.*)
  mkdir -p "$work/binaryen/bin"
  for tool in "$work"/root/usr/bin/wasm*; do
    tool=${tool##*/}
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
      "$1/root/$libraries/$loader" "$1/root/$libraries" "$1/root/usr/bin/$tool" >"$work/binaryen/bin/$tool"
  done
  chmod +x "$work"/binaryen/bin/*
}

write_settings() { # $1: the folder where all this will live
  cat >"$work/config" <<-EOF
	LLVM_ROOT = '$(dirname "$(command -v "clang-$llvm")")'
	LLVM_ADD_VERSION = CLANG_ADD_VERSION = '$llvm'
	BINARYEN_ROOT = '$1/binaryen'
	NODE_JS = '$(command -v node)'
	FROZEN_CACHE = True
	EOF
  # EMSDK_PYTHON: the interpreter itself, not a version manager's shim, which costs half a second a call
  cat >"$work/env" <<-EOF
	export PATH=$1/root/usr/share/emscripten:\$PATH EM_CONFIG=$1/config
	export EMSDK_PYTHON=$(readlink -f "$(PATH=/usr/bin:$PATH command -v python3)")
	export CMAKE_PREFIX_PATH=$1/root/usr\${CMAKE_PREFIX_PATH:+:\$CMAKE_PREFIX_PATH}
	EOF
}

install() { # $1: the folder to make; made beside it and renamed, so that it is there whole or not at all
  work=$(mktemp -d "$1.XXXXXX")   # not local: the EXIT trap reads it
  trap 'rm -rf "$work"' EXIT
  has_llvm || install_llvm
  say "fetching Emscripten and the C++ libraries from Debian $suite (once, about 70 MB)"
  download
  say "unpacking them into $1 (about 15 s)"
  unpack
  wrap_binaryen "$1"
  write_settings "$1"
  rm -rf "$work"/{apt,debs} "$1"
  chmod 755 "$work"
  mv -T "$work" "$1"
  trap - EXIT
  say "ready after $SECONDS s"
}

if emcc=$(command -v "${EMSDK:-}/upstream/emscripten/emcc" || command -v emcc); then
  if version=$(version_of "$emcc"); then
    say "emcc $version, $emcc"
    # shellcheck disable=SC2016  # $PATH is for the shell that evaluates it
    printf 'export PATH=%q:$PATH\n' "$(dirname "$emcc")"
    exit 0
  fi
  say "$emcc is older than $minimum: looking further"
fi

cache=${ROPESCOPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ropescope}
folder=$cache/emscripten-$suite-$recipe
if ! [ -e "$folder/env" ]; then
  { [ -r "$keyring" ] && has apt-get dpkg-deb flock && { has_llvm || as_root true 2>/dev/null; }; } || say_how_to_install
  has node python3 || die 'node (>= 20.19) and python3 are needed'
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9                     # of two runs at once the second waits, then finds it made
  if ! [ -e "$folder/env" ]; then
    rm -rf "$folder".??????   # what a killed run left
    install "$folder" >&2 </dev/null
  fi
  exec 9>&-
fi
(eval "$(cat "$folder/env")" && version_of "$(command -v emcc)" >/dev/null) ||
  die "remove $folder and run this again: its emcc does not run"
cat "$folder/env"
