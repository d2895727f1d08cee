import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { largestDifference } from './helpers/golden.mjs';
import { node, relaxedFlags } from './helpers/relaxed-node.mjs';
import { countInstructions } from './helpers/wasm-code.mjs';

const dist = (file) => new URL(`../../dist/${file}`, import.meta.url);
const relaxedMadd = 'fd 105'; // f32x4.relaxed_madd
const count = (file) => countInstructions(readFileSync(dist(file))).get(relaxedMadd) ?? 0;

test.each(['ropescope', 'ropescope-training'])('of %s only the relaxed variant multiplies and adds at once', (name) => {
  expect(count(`${name}.wasm`)).toBe(0);
  expect(count(`${name}-relaxed.wasm`)).toBeGreaterThan(50); // the tiles of the matrix product alone hold as many
});

const program = fileURLToPath(new URL('helpers/variant-run.mjs', import.meta.url));
const training = {
  config: {
    model_type: 'llama',
    vocab_size: 96,
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 1,
    num_attention_heads: 1,
    head_dim: 16,
    max_position_embeddings: 32,
    rope_theta: 10000,
    tie_word_embeddings: true,
  },
  recipe: {
    steps: 10,
    phases: [{ length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] }],
    adamw: { learning_rate: 0.01 },
  },
};
const run = (options, ...nodeFlags) =>
  JSON.parse(node(...nodeFlags, program, JSON.stringify({ training, ...options })));
const basic = { engine: dist('ropescope.wasm'), training: dist('ropescope-training.wasm') };

test('where the platform can, the relaxed variant runs: with the same plans, and losses and logits within rounding', () => {
  const base = run({ wasmUrl: basic });
  const relaxed = run({}, ...relaxedFlags);
  expect(relaxed.variant).toBe('relaxed');
  expect(relaxed.plans.length).toBeGreaterThan(20);
  expect(relaxed.plans).toEqual(base.plans);
  for (const name of ['losses', 'logits', 'trained']) {
    const [theirs, ours] = [base, relaxed].map((results) => Object.values(results[name]));
    // floats after four layers of sums over up to 344 terms; a wrong product would show in the first digit
    expect(largestDifference(ours, theirs)).toBeLessThan(1e-4);
  }
});
