#!/usr/bin/env bash
# Formats every C++ and web file in place: npm run format.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
git ls-files -co --exclude-standard -z -- '*.cpp' '*.hpp' | xargs -0 clang-format-19 -i
npx --no-install biome check --write .
