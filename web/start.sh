#!/usr/bin/env bash
# Builds what has changed and serves the site: npm start, or PORT=9000 npm start. The first start on a fresh machine takes
# a minute or two, later ones a few seconds.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
port=${PORT:-8080}
say() { printf '[start] %s\n' "$*"; }

if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  say 'npm ci'
  npm ci --no-audit --no-fund --loglevel=error
fi
say 'WebAssembly module'
bash wasm/build.sh
say 'site'
npm run --silent build:site >/dev/null
say "http://localhost:$port/"
exec node node_modules/vite/bin/vite.js preview web/site --outDir ../../dist/site --port "$port" --strictPort
