#!/usr/bin/env bash
# npm test and then clang-tidy over every C++ file, with warnings as errors.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
bash tests/run.sh
source tests/steps.sh
step 'clang-tidy' bash tests/tidy.sh
printf 'All checks passed in %s s.\n' "$SECONDS"
