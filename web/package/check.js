/** Names the files that package.json promises and nobody built. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const { main, types, bin, exports: entries } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const named = [main, types, Object.values(bin), Object.values(entries).map(valuesOf)].flat(3);
const modules = ['ropescope', 'ropescope-threads', 'ropescope-training', 'ropescope-doctor'];
const copies = ['engine', 'training', 'doctor'].flatMap((name) => [`${name}-wasm`, `${name}-worker`]);
const promised = [
  ...named.filter((path) => !path.includes('*')),
  ...modules.flatMap((name) => [`dist/${name}.mjs`, `dist/${name}.wasm`]),
  'dist/ropescope-kernels.wasm',
  ...copies.map((name) => `dist/embedded/${name}.js`),
  'dist/THIRD-PARTY.txt',
];

/** @param {string | Record<string, string>} entry */
function valuesOf(entry) {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

const missing = promised.filter((path) => !existsSync(fileURLToPath(new URL(path, root))));
if (missing.length > 0) {
  process.stderr.write(`missing: ${missing.join(', ')}; npm run build and npm run build:package make them\n`);
  process.exit(1);
}
