// The run in a browser: what measure.mjs needs of a page.
import { createEngine } from '../../../web/lib/index.js';
import { measureHeatmaps } from './contenders/charts.mjs';
import { openWllama } from './contenders/wllama.mjs';
import { measure } from './measure.mjs';

const root = new URL('../../../', import.meta.url);
const folder = new URL('build/bench/peers/', root);
const modules = new URL('node_modules/', import.meta.url);

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer;
}

async function ort() {
  const library = await import('onnxruntime-web');
  Object.assign(library.env.wasm, { numThreads: 1, wasmPaths: new URL('onnxruntime-web/dist/', modules).href });
  return library;
}

async function transformers() {
  const library = await import('@huggingface/transformers');
  const wasmPaths = new URL('@huggingface/transformers/node_modules/onnxruntime-web/dist/', modules).href;
  Object.assign(library.env.backends.onnx.wasm, { numThreads: 1, wasmPaths, proxy: false });
  return library;
}

/** @param {{ parts: string[], seconds: number }} asked @param {(row: object) => void} say */
export async function run(asked, say) {
  const model = new URL('web/models/rope-l128/', root);
  return measure({
    where: 'chromium',
    asked,
    say,
    model,
    createEngine,
    ort,
    transformers,
    measureHeatmaps,
    openThird: openWllama,
    folder: folder.pathname,
    wllamaWasm: new URL('@wllama/wllama/esm/wasm/wllama.wasm', modules).href,
    read: async (name) => new Uint8Array(await (await fetched(new URL(name, folder))).arrayBuffer()),
    wasm: (build) => new URL(`dist/ropescope${build === 'relaxed' ? '-relaxed' : ''}.wasm`, root),
    config: await (await fetched(new URL('config.json', model))).json(),
    text: await (await fetched(new URL('web/models/heldout.txt', root))).text(),
  });
}
