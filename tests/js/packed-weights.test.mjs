// Models whose numbers have 16 bits and fewer: how much memory they take, and that they give what the same numbers give in 32.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { createContext } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/engine.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';
import { randomLlama, widened } from './helpers/random-llama.mjs';

const size = { hidden: 512, inner: 1536, layers: 6, heads: 8, kvHeads: 4, vocab: 12000 }; // 25 M parameters
const binary = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
const tokens = [1, 2, 3, 4, 5, 6, 7];

const openRun = async () => {
  const module = await instantiate(glue, await compile({ address: '', wasmBinary: binary }));
  const run = createRuntime(module, operations);
  return { module, run: (op, args, emit = () => {}) => run(op, args, createContext(emit).context) };
};

let brain;
beforeAll(() => {
  brain = randomLlama(size, 'BF16');
});

async function logitsOf({ config, weights }) {
  const { run } = await openRun();
  const { model } = await run('loadModel', { config: JSON.stringify(config), weights: [weights] });
  const all = await run('forward', { model, input: tokens, pass: {} });
  const one = await run('forward', { model, input: [9], pass: {} });
  return { all: all.logits, one: one.logits };
}

test.each(['BF16', 'F16', 'I8/32'])('the memory of the engine stays within 1.3 times the file: %s', async (dtype) => {
  const { config, weights } = dtype === 'BF16' ? brain : randomLlama(size, dtype);
  const { module, run } = await openRun();
  const empty = module.HEAPU8.length;
  await run('loadModel', { config: JSON.stringify(config), weights: [weights] });
  expect(module.HEAPU8.length).toBeGreaterThan(weights.length); // it never shrinks: this is the most it had
  expect(module.HEAPU8.length - empty).toBeLessThan(1.3 * weights.length);
});

test.each(['BF16', 'I8/16+'])('%s gives the logits of the same numbers in 32 bits, bit for bit', async (dtype) => {
  const model = dtype === 'BF16' ? brain : randomLlama(size, dtype);
  const narrow = await logitsOf(model);
  const wide = await logitsOf({ config: model.config, weights: widened(model.tensors) });
  expect(narrow.all.every(Number.isFinite)).toBe(true);
  expect(Buffer.from(narrow.all.buffer).equals(Buffer.from(wide.all.buffer))).toBe(true);
  expect(Buffer.from(narrow.one.buffer).equals(Buffer.from(wide.one.buffer))).toBe(true);
});

test('loading tells how far it is', async () => {
  const { run } = await openRun();
  const told = [];
  const config = JSON.stringify(brain.config);
  await run('loadModel', { config, weights: [brain.weights] }, ({ done }) => told.push(done));
  expect(told.length).toBe(6 * 9 + 2); // a tensor at a time
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBeGreaterThan(0.99);
});

describe('a Blob', () => {
  afterEach(() => {
    delete globalThis.FileReaderSync;
  });

  test('is read where it lies, and no more of it at once than a tensor', async () => {
    let most = 0;
    const whole = Buffer.from(brain.weights.buffer);
    const blob = new Blob([brain.weights]);
    blob.slice = (begin, end) => ({ begin, end });
    globalThis.FileReaderSync = class {
      readAsArrayBuffer({ begin, end }) {
        most = Math.max(most, end - begin);
        return new Uint8Array(whole.subarray(begin, end)).buffer;
      }
    };
    const { run } = await openRun();
    const { info } = await run('loadModel', { config: JSON.stringify(brain.config), weights: [blob] });
    expect(info.parameters).toBe(brain.tensors.reduce((sum, { pieces }) => sum + pieces[0].length / 2, 0));
    expect(most).toBe(2 * size.vocab * size.hidden);
  });

  test('that is too large is refused by its header, and nothing more of it is read', async () => {
    const bytes = 2e9; // a thousand million numbers
    const tensor = { dtype: 'BF16', shape: [1e6, 1e3], data_offsets: [0, bytes] };
    const header = new TextEncoder().encode(JSON.stringify({ 'model.embed_tokens.weight': tensor }));
    const head = new Uint8Array(8 + header.length);
    new DataView(head.buffer).setUint32(0, header.length, true);
    head.set(header, 8);
    const blob = new Blob([head]);
    Object.defineProperty(blob, 'size', { value: head.length + bytes });
    let reads = 0;
    globalThis.FileReaderSync = class {
      readAsArrayBuffer() {
        reads += 1;
        return head.buffer;
      }
    };
    const { run } = await openRun();
    const loading = run('loadModel', { config: JSON.stringify(brain.config), weights: [blob] });
    await expect(loading).rejects.toMatchObject({ code: 'out_of_memory', reason: 'weights_too_large' });
    expect(reads).toBe(1);
  });

  test('that can no longer be read fails by that', async () => {
    globalThis.FileReaderSync = class {
      readAsArrayBuffer() {
        throw new Error('NotReadableError');
      }
    };
    const { run } = await openRun();
    await expect(
      run('loadModel', { config: JSON.stringify(brain.config), weights: [new File([brain.weights], 'w')] }),
    ).rejects.toMatchObject({ code: 'load_failed', reason: 'file_unreadable', args: { address: 'w' } });
    expect(await run('methods', {})).not.toHaveLength(0); // the engine is none the worse
  });

  test('is read as a whole where nothing reads it at once', async () => {
    const engine = await createEngine({ workers: 0 });
    const model = await engine.loadModel({ config: brain.config, weights: new Blob([brain.weights]) });
    expect(model.info.vocab_size).toBe(size.vocab);
    await engine.dispose();
  });
});

describe('a file on disk', () => {
  const place = mkdtempSync(join(tmpdir(), 'packed-'));
  afterAll(() => rmSync(place, { recursive: true }));
  const open = (workers) => createEngine({ workers });

  test.each([0, 1])('is read tensor by tensor where it lies, with %i workers', async (workers) => {
    writeFileSync(join(place, 'config.json'), JSON.stringify(brain.config));
    writeFileSync(join(place, 'model.safetensors'), brain.weights);
    const engine = await open(workers);
    const told = [];
    const model = await engine.loadModel(place, { onProgress: (done) => told.push(done) });
    expect(told.length).toBeGreaterThan(6 * 9);
    const given = await engine.loadModel({ config: brain.config, weights: brain.weights });
    const [{ logits }, { logits: expected }] = [await model.forward(tokens), await given.forward(tokens)];
    expect(Buffer.from(logits.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
    await engine.dispose();
  });

  test('that lost its end meanwhile is refused', async () => {
    const path = join(place, 'short.safetensors');
    writeFileSync(path, brain.weights.subarray(0, -100));
    const { run } = await openRun();
    const weights = [{ path, size: brain.weights.length }]; // as it was when the folder was read
    await expect(run('loadModel', { config: JSON.stringify(brain.config), weights })).rejects.toMatchObject({
      code: expect.stringMatching(/load_failed|invalid_weights/),
    });
    rmSync(path);
    await expect(run('loadModel', { config: JSON.stringify(brain.config), weights })).rejects.toMatchObject({
      code: 'load_failed',
      args: { address: path },
    });
  });
});
