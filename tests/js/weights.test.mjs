// Methods that training must have seen: refused on other weights, run when forced, and marked then.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';

const folder = new URL('../golden/llama-tiny-default/', import.meta.url);
const tokens = [1, 2, 3, 4, 5, 6];

let engine;
let model;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  model = await engine.loadModel(folder);
});
afterAll(() => engine.dispose());

describe('weights and methods', () => {
  test('a model says what it was trained with', () => {
    expect(model.info.trainedAs).toEqual(['rope']);
    expect(model.info.methods).toEqual([{ id: 'rope', params: {} }]);
  });

  test('a method of other weights is refused, in forward and in generate', async () => {
    const wrong = {
      code: 'wrong_weights',
      message: expect.stringMatching(/^alibi runs on weights .* with rope; force/),
    };
    await expect(model.forward(tokens, { method: 'alibi' })).rejects.toMatchObject(wrong);
    await expect(model.generate(tokens, { method: 'alibi' })).rejects.toMatchObject(wrong);
  });

  test('forced, it runs and the result says so', async () => {
    const options = { method: 'alibi', force: true };
    const forced = await model.forward(tokens, options);
    const own = await model.forward(tokens);
    expect(forced.forced).toBe(true);
    expect(forced.logits).not.toEqual(own.logits);
    expect((await model.generate(tokens, { ...options, maxNewTokens: 2 })).forced).toBe(true);
  });

  test('what needs no force is not marked', async () => {
    expect(await model.forward(tokens, { method: 'yarn', force: true })).not.toHaveProperty('forced');
    expect(await model.generate(tokens, { maxNewTokens: 2 })).not.toHaveProperty('forced');
  });

  test('force must be true or false', async () => {
    await expect(model.forward(tokens, { method: 'alibi', force: 1 })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: 'force must be true or false, got 1',
    });
  });
});

test('the command refuses a form of a method that has to be trained in, and marks it when forced', async () => {
  const shipped = new URL('../../web/models/rope-l128/', import.meta.url).pathname;
  const logits = ['logits', '--model', shipped, '--tokens', '1,2,3', '--method', 'log_n', '--json'];
  const unclipped = [...logits, '--param', 'clipped=false'];
  const refused = await ropescope(unclipped);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/wrong_weights.*log_n runs on weights trained with log_n, rope/s);
  const forced = await ropescope([...unclipped, '--force']);
  expect(forced.status).toBe(0);
  expect(JSON.parse(forced.stdout).forced).toBe(true);
  expect(JSON.parse((await ropescope(logits)).stdout)).not.toHaveProperty('forced');
});
