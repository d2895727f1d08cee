// The run in Node, a process of its own: its results are the message that it sends.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../../web/lib/index.node.js';
import { openLlama } from './contenders/llama.mjs';
import { folder, model, root } from './files.mjs';
import { measure } from './measure.mjs';

const asked = JSON.parse(process.argv[2]);
const config = JSON.parse(readFileSync(new URL('config.json', model), 'utf8'));

async function ort() {
  const library = await import('onnxruntime-web');
  library.env.wasm.numThreads = 1;
  return library;
}

const result = await measure({
  where: 'node',
  asked,
  config,
  model,
  createEngine,
  ort,
  transformers: () => import('@huggingface/transformers'),
  openThird: openLlama,
  folder: fileURLToPath(folder),
  path: (name) => fileURLToPath(new URL(name, folder)),
  read: (name) => readFile(new URL(name, folder)),
  wasm: (build) => new URL(`dist/ropescope${build === 'relaxed' ? '-relaxed' : ''}.wasm`, root),
  text: readFileSync(new URL('web/models/heldout.txt', root), 'utf8'),
  say: (row) => process.send({ row }),
});
process.send({ result }, () => process.exit()); // peers keep threads
