import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';

const wasmFile = new URL('../../dist/ropescope.wasm', import.meta.url);
const tiny = goldenModel('llama-tiny-default');
const page = '<!doctype html><title>404</title>';

/** Answers by path: a status and a body. */
const files = {
  '/app/ropescope.wasm': [200, page],
  '/tiny/config.json': [200, readFileSync(new URL('config.json', tiny.folder))],
  '/tiny/model.safetensors': [200, readFileSync(new URL('model.safetensors', tiny.folder))],
  '/huge/config.json': [200, readFileSync(new URL('config.json', tiny.folder))],
  '/half/config.json': [200, readFileSync(new URL('config.json', tiny.folder))],
};
const tooLarge = 1.6e9; // bytes
let cut = 0;
const server = createServer(({ url }, response) => {
  if (url === '/huge/model.safetensors') {
    response.on('close', () => (cut += 1));
    return response.writeHead(200, { 'content-length': tooLarge }).write('a beginning');
  }
  const [status, body] = files[url] ?? [404, page];
  response.writeHead(status, { 'content-length': body.length }).end(body);
});
let origin;
beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const failures = [
  [
    'a page instead of the module',
    () => ({ wasmUrl: `${origin}/app/ropescope.wasm` }),
    /HTML page.*optimizeDeps.*wasmUrl/,
  ],
  ['no module at the address', () => ({ wasmUrl: `${origin}/none.wasm` }), /none\.wasm could not be read: HTTP 404/],
  ['a server that does not answer', () => ({ wasmUrl: 'http://127.0.0.1:1/x.wasm' }), /x\.wasm could not be read/],
  ['a path to nothing', () => ({ wasmUrl: 'no/ropescope.wasm' }), /no\/ropescope\.wasm could not be read/],
  ['empty bytes', () => ({ wasmBinary: new Uint8Array() }), /wasmBinary is empty/],
  ['other bytes', () => ({ wasmBinary: new Uint8Array(64) }), /wasmBinary is not a WebAssembly module/],
  [
    'half of the module',
    () => ({ wasmBinary: readFileSync(wasmFile).subarray(0, 5000) }),
    /wasmBinary does not compile/,
  ],
  ['another module', () => ({ wasmBinary: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0) }), /does not start/],
];

describe.each([0, 1])('with workers: %i', (workers) => {
  test.each(failures)('%s gives load_failed and says what to do', async (_, options, message) => {
    const start = createEngine({ workers, ...options() });
    await expect(start).rejects.toMatchObject({ code: 'load_failed', message: expect.stringMatching(message) });
  });

  test('the module may come as bytes, as a view, compiled, or from an address', async () => {
    const bytes = readFileSync(wasmFile);
    const padded = new Uint8Array(bytes.length + 3);
    padded.set(bytes, 3);
    const ways = [
      { wasmBinary: new Uint8Array(bytes).buffer },
      { wasmBinary: padded.subarray(3) },
      { wasmModule: await WebAssembly.compile(bytes) },
      { wasmUrl: wasmFile },
      { wasmUrl: 'dist/ropescope.wasm' },
    ];
    for (const way of ways) {
      const engine = await createEngine({ workers, ...way });
      expect((await engine.methods()).length).toBeGreaterThan(3);
      await engine.dispose();
    }
  });
});

test('a wrong wasmModule is refused', async () => {
  await expect(createEngine({ wasmModule: {} })).rejects.toMatchObject({ code: 'invalid_argument' });
});

test('an engine whose signal fired does not start', async () => {
  await expect(createEngine({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
});

describe('a model', () => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine();
  });
  afterAll(() => engine.dispose());

  test('comes over HTTP with progress, from a path, a URL, or its contents, and is the same each time', async () => {
    const config = readFileSync(new URL('config.json', tiny.folder), 'utf8');
    const weights = readFileSync(new URL('model.safetensors', tiny.folder));
    const shifted = new Uint8Array(weights.length + 5);
    shifted.set(weights, 5);
    const sources = [`${origin}/tiny`, new URL(`${origin}/tiny/`), tiny.path, tiny.folder, { config, weights }];
    sources.push({ config: JSON.parse(config), weights: shifted.subarray(5) });
    const results = [];
    for (const source of sources) {
      const seen = [];
      const model = await engine.loadModel(source, { onProgress: (done) => seen.push(done) });
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seen.at(-1)).toBe(1);
      results.push(await model.forward([1, 2, 3]));
    }
    for (const result of results) expect(result).toEqual(results[0]);
  });

  test('says which of its files is missing', async () => {
    await expect(engine.loadModel(`${origin}/half`)).rejects.toMatchObject({
      code: 'load_failed',
      message: expect.stringMatching(/half\/model\.safetensors could not be read: HTTP 404/),
    });
  });

  test('that is too large is refused before it is downloaded', async () => {
    await expect(engine.loadModel(`${origin}/huge`)).rejects.toMatchObject({
      code: 'out_of_memory',
      reason: 'array_does_not_fit',
      args: { bytes: tooLarge },
    });
    for (let wait = 0; cut === 0 && wait < 500; wait += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(cut).toBe(1); // nothing more of it is on its way
  });

  test('stops loading when its signal fires', async () => {
    const controller = new AbortController();
    const loading = engine.loadModel(characterModel, { signal: controller.signal });
    controller.abort();
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  });

  test('tells what it is', async () => {
    const { info } = await engine.loadModel(characterModel);
    expect(info).toMatchObject({
      model_type: 'llama',
      vocab_size: 96,
      num_hidden_layers: 4,
      parameters: 803968,
      tokenizer: 'char96',
      method: 'rope',
      rope: { head_dim: 32, rotary_dim: 32, rope_theta: 10000, original_max_position_embeddings: 128 },
    });
  });
});
