// Weights as a scope opens them: all that are stored, and what is said of their pairs, learned numbers or not.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { readPicked } from '../../web/scope/picked-model.js';
import { openWeights } from '../../web/scope/weights.js';

const models = new URL('../../web/models/', import.meta.url);
const inFolder = (name, file) => new URL(`${name}/${file}`, models);
const stored = readdirSync(models).filter((name) => existsSync(inFolder(name, 'model.safetensors')));

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

async function opened(name) {
  const names = ['config.json', 'model.safetensors', 'tokenizer.json'].filter((file) =>
    existsSync(inFolder(name, file)),
  );
  const files = names.map((file) => new File([readFileSync(inFolder(name, file))], file));
  return openWeights(engine, { picked: await readPicked(files, engine) }, { later: true });
}

test.each(stored)('%s opens, and every pair that turns is told of', async (name) => {
  const weights = await opened(name);
  expect(weights.trainedPairs).toHaveLength(weights.trainedPlan.inv_freq.length);
  await (await weights.model).dispose();
});

test('pairs under learned numbers turn as they do without them, beside another method, too', async () => {
  const weights = await opened('sink-logit-l128');
  const at = { seqLen: 512 };
  const turning = async (methods) => (await weights.explain(methods, at)).pairs;
  const yarn = { id: 'yarn', params: { factor: 4 } };
  expect(await turning([{ id: 'sink_logit' }])).toEqual(await turning([{ id: 'rope' }]));
  expect(await turning([{ id: 'sink_logit' }, yarn])).toEqual(await turning([yarn]));
  await (await weights.model).dispose();
});
