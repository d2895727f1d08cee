import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { characterModel, goldenModel } from './helpers/golden.mjs';

let engine;
let model;
beforeAll(async () => {
  engine = await createEngine();
  model = await engine.loadModel(characterModel);
});
afterAll(() => engine.dispose());

/** Greedy decoding without a cache: the whole text again for each token. */
async function slowly(loaded, prompt, count, method) {
  const tokens = [...prompt];
  for (let i = 0; i < count; i++) {
    const { logits } = await loaded.forward(tokens, { logits: 'last', ...(method && { method }) });
    tokens.push(logits.indexOf(Math.max(...logits)));
  }
  return tokens.slice(prompt.length);
}

const methods = [undefined, 'rope', 'dynamic_ntk', { id: 'yarn', params: { factor: 2 } }];

test.each(methods)('generation by %j equals repeated full passes', async (method) => {
  const prompt = await model.encode(`${'the old whale and the '.repeat(6)}sea `); // 136: soon beyond 128, where dynamic NTK moves
  const { tokens } = await model.generate(prompt, { maxNewTokens: 12, ...(method && { method }) });
  expect(tokens).toEqual(await slowly(model, prompt, 12, method));
});

test('generation across the training length equals repeated full passes', async () => {
  const prompt = await model.encode('x'.repeat(124));
  const { tokens } = await model.generate(prompt, { maxNewTokens: 8, method: 'dynamic_ntk' });
  expect(tokens).toEqual(await slowly(model, prompt, 8, 'dynamic_ntk'));
});

test('the text of a generation is that of its tokens', async () => {
  const streamed = [];
  const onToken = (_, text) => streamed.push(text);
  const { tokens, text } = await model.generate('Call me ', { maxNewTokens: 20, onToken });
  expect(tokens).toHaveLength(20);
  expect(text).toBe(await model.decode(tokens));
  expect(streamed.join('')).toBe(text);
});

test('the same seed draws the same text, another seed another one', async () => {
  const draw = async (seed) => (await model.generate('The ', { maxNewTokens: 40, temperature: 1, seed })).text;
  const [first, again, other] = [await draw(7), await draw(7), await draw(8)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('topK 1 and a tiny topP are greedy at any temperature', async () => {
  const greedy = await model.generate('The ', { maxNewTokens: 10 });
  for (const limit of [{ topK: 1 }, { topP: 1e-9 }]) {
    expect(await model.generate('The ', { maxNewTokens: 10, temperature: 3, seed: 5, ...limit })).toEqual(greedy);
  }
});

test('the command prints the generation, as text and as JSON', async () => {
  const result = await model.generate('The ', { maxNewTokens: 12 });
  const args = ['generate', '--model', characterModel, '--prompt', 'The ', '--max-new-tokens', '12'];
  expect((await ropescope(args)).stdout).toBe(`${result.text}\n`);
  expect(JSON.parse((await ropescope([...args, '--json'])).stdout)).toEqual(result);
});

test('a model without a tokenizer generates token ids', async () => {
  const args = ['generate', '--model', goldenModel('llama-tiny-yarn').path, '--tokens', '1,2', '--max-new-tokens', '3'];
  const { stdout } = await ropescope(args);
  const { tokens, text } = JSON.parse((await ropescope([...args, '--json'])).stdout);
  expect(stdout.trim().split(' ').map(Number)).toEqual(tokens);
  expect(text).toBe('');
});
