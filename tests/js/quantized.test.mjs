// Matrices of 8 bits with scales in tensors of their own: their numbers are those that the code that packs them means, models give the
// logits of the same numbers in 32 bits, and what is not read is refused by name.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inRuns } from '../../web/lib/formats/quantized.js';
import { safetensorsOf, tensorsIn } from '../../web/lib/formats/safetensors.js';
import { createEngine } from '../../web/lib/index.node.js';
import { readPicked } from '../../web/scope/picked-model.js';
import { goldenModel, largestDifference, readGolden } from './helpers/golden.mjs';
import { kinds, quantized, quantizedModel, tensorOf } from './helpers/quantized.mjs';
import { floatsIn } from './helpers/runs.mjs';
import { readSafetensors } from './helpers/safetensors.mjs';

const { folder } = goldenModel('llama-tiny-default');
const config = JSON.parse(readFileSync(new URL('config.json', folder), 'utf8'));
const brain = readSafetensors(new URL('model.safetensors', folder));
const tokens = Array.from({ length: 48 }, (_, i) => (i * 29) % 64);

let engine;
let directory;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  directory = mkdtempSync(join(tmpdir(), 'quantized-'));
});
afterAll(async () => {
  await engine.dispose();
  rmSync(directory, { recursive: true });
});

async function logitsOf(source) {
  const model = await engine.loadModel(source);
  try {
    expect(model.info.unused_tensors).toEqual([]);
    return (await model.forward(tokens)).logits;
  } finally {
    await model.dispose();
  }
}

const withSettings = (settings) => ({ ...config, quantization_config: settings });

describe('golden: what the packages packed', () => {
  const { rows, columns, cases } = readGolden('quantized.json');
  const decoded = (text) => new Uint8Array(Buffer.from(text, 'base64'));

  test.each(Object.keys(cases))('%s', async (name) => {
    const { settings, tensors, codes, scales, zeros } = cases[name];
    const file = safetensorsOf(
      Object.entries(tensors).map(([part, { dtype, shape, base64 }]) => {
        const bytes = decoded(base64);
        return { name: `a.${part}`, shape, dtype, bytes: bytes.length, pieces: [bytes] };
      }),
    );
    const [saved] = await inRuns(settings, [file]);
    const [tensor, ...others] = tensorsIn(saved);
    expect([tensor.name, tensor.shape, others]).toEqual(['a.weight', [rows, columns], []]);
    const numbers = floatsIn(tensor.dtype, saved.subarray(tensor.begin, tensor.end));
    const group = columns / scales[0].length;
    const meant = Array.from(decoded(codes), (code, i) => {
      const [row, block] = [Math.floor(i / columns), Math.floor((i % columns) / group)];
      return scales[row][block] * (code - zeros[row][block]);
    });
    // scale * (code - zero) has at most 20 bits, but is the sum of two products here: 2^-24 of the larger one, 255 scales
    const rounding = name.includes('symmetric') ? 0 : 255 * 0.011 * 2 ** -24;
    expect(largestDifference(numbers, meant)).toBeLessThanOrEqual(rounding);
  });
});

describe.each(Object.keys(kinds))('%s', (kind) => {
  const { coded, full } = quantizedModel(brain, kind);
  const { settings, form } = kinds[kind];
  const source = { config: withSettings(settings), weights: safetensorsOf(coded) };

  test('gives the logits of the same numbers in 32 bits', async () => {
    const given = await logitsOf(source);
    const meant = await logitsOf({ config, weights: full });
    if (form([16, 16]).hasZeros)
      expect(largestDifference(given, meant)).toBeLessThan(1e-5); // a sum of two products is rounded
    else expect(Buffer.from(given.buffer).equals(Buffer.from(meant.buffer))).toBe(true);
  });

  test('means about the numbers that it was made of', () => {
    const { shape, values } = brain['model.layers.1.mlp.down_proj.weight'];
    const { numbers } = quantized(values, { shape, ...form(shape) });
    const step = form(shape).floats ? 1 / 8 : 1 / 240; // of the largest: of three bits of fraction, and of 240 steps
    const largest = largestDifference(values, new Float32Array(values.length));
    expect(largestDifference(numbers, values)).toBeLessThan(1.01 * step * largest);
  });

  test('in two files of a folder, codes in one and scales in the other', async () => {
    const [first, second] = [0, 1].map((half) => coded.filter((_, i) => i % 2 === half));
    const map = Object.fromEntries([first, second].flatMap((list, i) => list.map(({ name }) => [name, shard(i)])));
    writeFileSync(join(directory, 'config.json'), JSON.stringify(source.config));
    writeFileSync(join(directory, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
    for (const [i, list] of [first, second].entries()) writeFileSync(join(directory, shard(i)), safetensorsOf(list));
    const told = [];
    const model = await engine.loadModel(directory, { onProgress: (done) => told.push(done) });
    const { logits } = await model.forward(tokens);
    await model.dispose();
    expect(largestDifference(logits, await logitsOf(source))).toBe(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.some((done) => done > 0.5 && done < 0.95)).toBe(true);
  });
});

const shard = (i) => `model-0000${i + 1}-of-00002.safetensors`;
const inFull = ([name, { shape, values }]) => tensorOf(name, shape, 'F32', values);

test('what a config is says the engine of it, too', async () => {
  const given = await engine.modelConfig(withSettings(kinds.bitsandbytes.settings));
  expect(given).toEqual(await engine.modelConfig(config));
  await expect(engine.modelConfig(withSettings({ quant_method: 'awq', bits: 4 }))).rejects.toThrow('quantized ("awq")');
});

test('tensors without a place, of any type and name, are passed on and told of', async () => {
  const kind = 'bitsandbytes';
  const { coded } = quantizedModel(brain, kind);
  const names = ['__proto__', 'model.layers.0.self_attn.bias'];
  const others = names.map((name) => ({ name, shape: [3], dtype: 'BOOL', bytes: 3, pieces: [new Uint8Array(3)] }));
  const weights = safetensorsOf([...others, ...coded]);
  const model = await engine.loadModel({ config: withSettings(kinds[kind].settings), weights });
  expect(model.info.unused_tensors).toEqual(names);
  await model.dispose();
});

test('MLX says it in a key of its own, too', async () => {
  const { coded } = quantizedModel(brain, 'mlx');
  const weights = safetensorsOf(coded);
  const { settings } = kinds.mlx;
  const given = await logitsOf({ config: { ...config, quantization: settings }, weights });
  expect(largestDifference(given, await logitsOf({ config: withSettings(settings), weights }))).toBe(0);
});

test('a folder that a visitor picks is stated and runs', async () => {
  const kind = 'fp8 in blocks';
  const { coded } = quantizedModel(brain, kind);
  const weights = safetensorsOf(coded);
  const text = JSON.stringify(withSettings(kinds[kind].settings));
  const files = [new File([text], 'config.json'), new File([weights], 'model.safetensors')];
  const picked = await readPicked(files, engine, { wordless: true });
  const { parameters, disk, memory } = picked.facts;
  const count = Object.values(brain).reduce((sum, { values }) => sum + values.length, 0);
  expect([parameters, disk]).toEqual([count, text.length + weights.length]);
  expect(memory.kept).toBe(4 * count); // below 16 MB numbers become floats
  const model = await picked.load(engine, {});
  const given = (await model.forward(tokens)).logits;
  await model.dispose();
  expect(largestDifference(given, await logitsOf({ config: JSON.parse(text), weights }))).toBe(0);
});

describe('refused by name', () => {
  const base = 'model.layers.0.self_attn.q_proj.';
  const { values, shape } = brain[`${base}weight`];

  /** The model with other tensors for one matrix. */
  const withMatrix = (settings, tensors) => ({
    config: withSettings(settings),
    weights: safetensorsOf([
      ...Object.entries(brain)
        .filter(([name]) => name !== `${base}weight`)
        .map(inFull),
      ...tensors,
    ]),
  });
  const { settings: fp8 } = kinds['fp8 in blocks'];
  const blocks = quantized(values, { shape, block: [24, 32], floats: true });
  const codes = tensorOf(`${base}weight`, shape, 'F8_E4M3', blocks.codes);
  const scales = tensorOf(`${base}weight_scale_inv`, blocks.grid, 'F32', blocks.scales);
  const gptq = readGolden('quantized.json').cases['gptq, 2 groups, symmetric'];

  const refusals = {
    'another method': [
      withMatrix({ quant_method: 'awq', bits: 4 }, [codes, scales]),
      'quantization_config says that the weights are quantized ("awq")',
    ],
    '4 bits of MLX': [
      withMatrix({ group_size: 64, bits: 4 }, [codes]),
      'says that the weights are quantized ("mlx") in 4 bits',
    ],
    '4 bits of compressed-tensors': [
      withMatrix({ quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 4 } } } }, [
        codes,
      ]),
      'says that the weights are quantized ("compressed-tensors") in 4 bits',
    ],
    '4 bits of bitsandbytes': [
      withMatrix({ quant_method: 'bitsandbytes', load_in_4bit: true }, [codes]),
      'quantization_config says that the weights are quantized ("bitsandbytes")',
    ],
    'inputs that are turned': [
      withMatrix({ ...fp8, quant_method: 'compressed-tensors', transform_config: { R1: {} } }, [codes]),
      'quantization_config says that the weights are quantized ("compressed-tensors")',
    ],
    'codes without scales': [withMatrix(fp8, [codes]), `tensor "${base}weight": has dtype F8_E4M3`],
    'blocks of a size that is not stated': [
      withMatrix({ quant_method: 'fp8' }, [codes, scales]),
      `${base}weight must have a scale for all of it, for each row or for each block of the stated size, got [3, 1] of them`,
    ],
    'blocks of another size': [
      withMatrix({ ...fp8, weight_block_size: [128, 32] }, [codes, scales]),
      `${base}weight must have a scale for all of it`,
    ],
    'scales of whole numbers': [
      withMatrix(fp8, [codes, tensorOf(scales.name, blocks.grid, 'U8', blocks.scales)]),
      `${scales.name} must hold 3 numbers in F32, F16, BF16, got U8 [3, 1]`,
    ],
    'a code that is no number': [
      withMatrix(fp8, [tensorOf(codes.name, shape, 'F8_E4M3', blocks.codes.with(5, 127)), scales]),
      `tensor "${base}weight": element 5`,
    ],
    'a scale that is not finite': [
      withMatrix(fp8, [codes, tensorOf(scales.name, blocks.grid, 'F32', [1, Number.NaN, 1])]),
      `tensor "${base}weight": element ${24 * 32}`,
    ],
    'floats with zeros, which nobody writes': [
      withMatrix({ quant_method: 'compressed-tensors' }, [
        codes,
        tensorOf(`${base}weight_scale`, [], 'F32', [1]),
        tensorOf(`${base}weight_zero_point`, [], 'I8', [1]),
      ]),
      `tensor "${base}weight": has dtype F8_E4M3`,
    ],
    'another type of 8 bits': [
      withMatrix(fp8, [tensorOf(codes.name, shape, 'F8_E5M2', blocks.codes), scales]),
      `tensor "${base}weight": has dtype F8_E5M2`,
    ],
    'codes that are more than their shape': [
      withMatrix(fp8, [{ ...codes, bytes: 2 * codes.bytes, pieces: [codes.pieces[0], codes.pieces[0]] }, scales]),
      `tensor "${base}weight"`,
    ],
    'another shape': [
      withMatrix(fp8, [tensorOf(codes.name, [32, 64], 'F8_E4M3', blocks.codes), tensorOf(scales.name, [], 'F32', [1])]),
      `tensor "${base}weight": has shape [32, 64]`,
    ],
  };

  test.each(Object.keys(refusals))('%s', async (name) => {
    const [source, said] = refusals[name];
    await expect(engine.loadModel(source)).rejects.toThrow(said);
  });

  test('inputs in another order', async () => {
    const tensors = Object.entries(gptq.tensors).map(([part, tensor]) => {
      const bytes = new Uint8Array(Buffer.from(tensor.base64, 'base64'));
      if (part === 'g_idx') new Int32Array(bytes.buffer).reverse();
      return { name: `a.${part}`, shape: tensor.shape, dtype: tensor.dtype, bytes: bytes.length, pieces: [bytes] };
    });
    await expect(inRuns(gptq.settings, [safetensorsOf(tensors)])).rejects.toThrow(
      'a.g_idx must leave the inputs in their order',
    );
  });

  test('a file that ends early is told of as ever', async () => {
    const source = withMatrix(fp8, [codes, scales]);
    const cut = { ...source, weights: source.weights.slice(0, -9) };
    await expect(engine.loadModel(cut)).rejects.toMatchObject({ code: 'invalid_weights' });
    await expect(engine.loadModel({ ...source, weights: new Uint8Array(3) })).rejects.toThrow('the file has 3 bytes');
  });

  test('a signal stops it', async () => {
    const { weights } = withMatrix(fp8, [codes, scales]);
    await expect(inRuns(fp8, [weights], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});
