import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { largestDifference, readGolden } from './helpers/golden.mjs';

const frequencyTolerance = 1e-5; // relative; the reference works in float32 and cancels in YaRN's ramp
const factorTolerance = 1e-12; // the reference forms it in double, as we do

/** @type {{ cases: any[] }} */
const { cases } = readGolden('hf_rope_real_models.json');
const named = cases.map((golden) => [`${golden.model} at ${golden.seq_len ?? 'its training length'}`, golden]);

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

/** @param {{ model: string, seq_len: number | null }} golden */
const optionsFor = ({ seq_len }) => (seq_len === null ? {} : { seqLen: seq_len });

test.each(named)('the frequencies of %s are those of transformers', async (_, golden) => {
  const options = { assumeOriginalLength: true, ...optionsFor(golden) };
  const { inv_freq, attention_factor, softmax_scale_factor } = await engine.inspect(golden.raw_config, options);
  const ratios = inv_freq.map((rate, i) => rate / golden.inv_freq[i]);
  const ones = golden.inv_freq.map(() => 1);
  expect(largestDifference(ratios, ones)).toBeLessThan(frequencyTolerance);
  expect(Math.abs(attention_factor - golden.attention_factor)).toBeLessThan(factorTolerance);
  expect(Math.abs(softmax_scale_factor - (golden.extra_softmax_scale_multiplier ?? 1))).toBeLessThan(factorTolerance);
});

test('the command prints what the library answers', async () => {
  const { raw_config } = cases[0];
  const { status, stdout } = await ropescope(['inspect', '-', '--json'], { input: JSON.stringify(raw_config) });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(await engine.inspect(raw_config))));
});

test('wavelength and turns follow from the frequencies', async () => {
  const { rope, inv_freq, wavelength, turns } = await engine.inspect(cases[0].raw_config);
  for (const [i, rate] of inv_freq.entries()) {
    expect(wavelength[i]).toBeCloseTo((2 * Math.PI) / rate, 6);
    expect(turns[i] * wavelength[i]).toBeCloseTo(rope.original_max_position_embeddings, 6);
  }
});

test('a longer text changes the frequencies of dynamic NTK', async () => {
  const config = {
    model_type: 'llama',
    hidden_size: 512,
    num_attention_heads: 8,
    max_position_embeddings: 2048,
    rope_scaling: { rope_type: 'dynamic', factor: 2 },
  };
  const short = await engine.inspect(config);
  const long = await engine.inspect(config, { seqLen: 8192 });
  expect(long.seqLen).toBe(8192);
  expect(long.inv_freq.at(-1)).toBeLessThan(short.inv_freq.at(-1));
});

test('the table for people names the method and every pair', async () => {
  const { stdout } = await ropescope(['inspect', '-'], { input: JSON.stringify(cases[0].raw_config) });
  expect(stdout).toMatch(/^method +\S+/);
  expect(stdout.trim().split('\n').length).toBeGreaterThan(cases[0].inv_freq.length);
});
