// Weights of an address that are too large to lie in a page's memory twice.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { randomLlama } from '../js/helpers/random-llama.mjs';
import { page, visit } from './page.mjs';
import { serve } from './server.mjs';

const size = { hidden: 512, inner: 1536, layers: 6, heads: 8, kvHeads: 4, vocab: 32000 };
const tokens = [1, 2, 3, 4, 5, 6, 7];
const blank = '<!doctype html><title>blank</title><link rel="icon" href="data:,">';
let folder;
let root;
let brain;
beforeAll(async () => {
  folder = mkdtempSync(new URL('../../build/large-', import.meta.url).pathname);
  brain = randomLlama(size, 'BF16');
  writeFileSync(join(folder, 'config.json'), JSON.stringify(brain.config));
  writeFileSync(join(folder, 'model.safetensors'), brain.weights);
  writeFileSync(join(folder, 'tokenizer.json'), '<!doctype html>'); // as a host answers for what it does not have
  root = await serve('./', { '/blank.html': blank });
});
afterAll(async () => {
  await root.close();
  rmSync(folder, { recursive: true });
});

test('the browser keeps what came, the engine reads it piece by piece, and says how far it is', async () => {
  expect(brain.weights.length).toBeGreaterThan(2 ** 26);
  await visit(root.address, 'blank.html');
  const { logits, blobs, told } = await page.evaluate(
    async ({ address, input }) => {
      const blobs = [];
      globalThis.Blob = class extends Blob {
        constructor(...given) {
          super(...given);
          blobs.push(this.size);
        }
      };
      const { createEngine } = await import('./web/lib/index.js');
      const engine = await createEngine();
      const told = [];
      const model = await engine.loadModel(address, { onProgress: (done) => told.push(done) });
      const { logits } = await model.forward(input);
      await engine.dispose();
      return { logits: Array.from(logits), blobs, told };
    },
    { address: `build/${basename(folder)}`, input: tokens },
  );
  expect(blobs.at(-1)).toBe(brain.weights.length);
  expect(Math.max(...blobs.slice(0, -1))).toBeLessThan(2 ** 25); // no piece of it is large
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.filter((done) => done > 0.95 && done < 1).length).toBeGreaterThan(20); // a tensor at a time
  expect(told.at(-1)).toBe(1);

  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel({ config: JSON.stringify(brain.config), weights: brain.weights });
  const here = (await model.forward(tokens)).logits;
  await engine.dispose();
  // as the relaxed variant of the browser and that of Node may differ
  const gaps = logits.map((logit, i) => Math.abs(logit - here[i]));
  expect(gaps.findIndex((gap) => !(gap < 1e-3))).toBe(-1);
});
