#!/usr/bin/env bash
# Packs the last commit twice, each time in a folder of its own and from nothing but the commit and its lock file, and compares
# the tarballs: npm run reproduce. With a folder of built modules as its argument (dist) only scripts and types are built anew,
# by the packages that are installed: a minute in place of many.
set -Eeuo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
modules=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

packed() { # folder: prints the digest of its tarball
  git clone --quiet "$root" "$1"
  cd "$1"
  if [ -n "$modules" ]; then
    cp -r "$root/node_modules" node_modules
    mkdir -p dist/embedded
    cp "$root/$modules"/ropescope*.{wasm,mjs,d.mts} dist/
    cp "$root/$modules"/embedded/*.d.ts dist/embedded/
    npm run --silent build:elements >&2
    node web/package/build.js >&2
    node web/package/check.js >&2
    npm pack --silent --ignore-scripts >&2
  else
    npm ci --no-audit --no-fund --loglevel=error >&2
    npm pack --silent >&2
  fi
  sha256sum ropescope-*.tgz
}

first=$(packed "$work/first")
second=$(packed "$work/another")
if [ "$first" != "$second" ]; then
  printf 'two packings of %s differ:\n%s\n%s\n' "$(git rev-parse --short HEAD)" "$first" "$second" >&2
  exit 1
fi
printf '%s: packed twice, the same\n' "$first"
