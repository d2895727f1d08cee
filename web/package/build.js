/** What the package holds beside its sources and modules: types, and everything in single files. `npm run build:package`. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'vite';
import { notices } from './notices.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = `${root}dist/`;
const wasmOf = { engine: 'ropescope', training: 'ropescope-training', doctor: 'ropescope-doctor' };
const workerOf = { engine: 'worker', training: 'training-worker', doctor: 'doctor-worker' };

/** A single file has no files beside it, so no address of them. @type {import('vite').Plugin} */
const noAddresses = {
  name: 'no-addresses',
  enforce: 'pre',
  transform: (code) =>
    code
      .replace(/new URL\((["'])[^"'()]+\.wasm\1,\s*import\.meta\.url\)(\.href)?/g, 'undefined')
      .replace('_scriptName = import.meta.url', "_scriptName = ''"),
};

/**
 * @param {string} entry  of web/lib
 * @param {'es' | 'iife'} format
 * @returns {Promise<string>}
 */
async function singleFile(entry, format) {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [noAddresses],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: { entry: `${root}web/lib/${entry}`, formats: [format], name: 'ropescope' },
      rolldownOptions: { output: { codeSplitting: false, exports: format === 'es' ? 'named' : 'none' } },
    },
  });
  const [{ output }] = /** @type {[import('vite').Rolldown.RolldownOutput]} */ (built);
  if (output.length !== 1)
    throw new Error(`${entry} should be one file, got ${output.map(({ fileName }) => fileName)}`);
  return output[0].code;
}

/**
 * @param {string} path  of dist/
 * @param {string} text
 */
const write = (path, text) => writeFileSync(`${dist}${path}`, text);

/**
 * A text as a module, with its type, or tsc would write one that holds the whole text.
 * @param {string} path  of dist/embedded, without its extension
 * @param {string} name
 * @param {string} text
 */
function embed(path, name, text) {
  write(`embedded/${path}.js`, `export const ${name} = ${JSON.stringify(text)};\n`);
  write(`embedded/${path}.d.ts`, `export const ${name}: string;\n`);
}

rmSync(`${dist}embedded`, { recursive: true, force: true });
mkdirSync(`${dist}embedded`, { recursive: true });
for (const [name, file] of Object.entries(wasmOf)) {
  const packed = deflateRawSync(readFileSync(`${dist}${file}.wasm`), { level: 9 }).toString('base64');
  embed(`${name}-wasm`, 'wasm', packed);
}
for (const [name, file] of Object.entries(workerOf)) {
  const script = await singleFile(`${file}.js`, 'iife');
  write(`${file}.js`, script);
  embed(`${name}-worker`, 'script', script);
}
write('inline.js', await singleFile('index.inline.js', 'es'));
write('THIRD-PARTY.txt', notices(root));

rmSync(`${dist}types`, { recursive: true, force: true });
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}web/tsconfig.types.json`], {
  stdio: 'inherit',
});
copyFileSync(`${root}web/elements/elements.d.ts`, `${dist}types/elements.d.ts`);
