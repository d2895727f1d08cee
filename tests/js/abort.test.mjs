import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel } from './helpers/golden.mjs';

const text = 'It was the whiteness of the whale that above all things appalled me. '.repeat(8);

/** Both modes must behave alike. */
const modes = [
  ['in the calling thread', 0],
  ['in a worker', 1],
];

describe.each(modes)('%s', (_, workers) => {
  let engine;
  let model;
  beforeAll(async () => {
    engine = await createEngine({ workers });
    model = await engine.loadModel(characterModel);
  });
  afterAll(() => engine.dispose());

  test('an abort in the middle of a pass rejects it, and the engine goes on working', async () => {
    const controller = new AbortController();
    let last = 0;
    const pass = model.forward(text, {
      signal: controller.signal,
      onProgress: (done) => {
        last = done;
        if (done > 0.3) controller.abort(new Error('enough'));
      },
    });
    await expect(pass).rejects.toMatchObject({ name: 'RopescopeError', code: 'aborted', cause: { message: 'enough' } });
    expect(last).toBeLessThan(1);
    expect((await model.forward('call me')).rows).toBe(7);
  });

  test('a signal that lives longer than its calls keeps nothing of them', async () => {
    const { signal } = new AbortController();
    await model.forward('call me', { signal });
    await expect(model.forward('', { signal })).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('an abort in the middle of one layer of attention rejects it, and the engine goes on working', async () => {
    const shape = { seqLen: 2048, heads: 4, head_dim: 32 };
    const x = new Float32Array(shape.seqLen * shape.heads * shape.head_dim).fill(0.1);
    const layer = { q: x, k: x, v: x, shape, rope: { head_dim: 32, original_max_position_embeddings: 2048 } };
    const shares = [];
    const controller = new AbortController();
    const attended = engine.attention({
      ...layer,
      signal: controller.signal,
      onProgress: (done) => {
        shares.push(done);
        controller.abort();
      },
    });
    await expect(attended).rejects.toMatchObject({ code: 'aborted' });
    expect(shares).toHaveLength(1);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[0]).toBeLessThan(1);
    const { out } = await engine.attention({
      ...layer,
      shape: { seqLen: 1, heads: 1, head_dim: 32 },
      q: x.slice(0, 32),
      k: x.slice(0, 32),
      v: x.slice(0, 32),
    });
    expect(out[0]).toBeCloseTo(0.1, 6);
  });

  test('an aborted generation stops emitting tokens', async () => {
    const controller = new AbortController();
    const tokens = [];
    const generation = model.generate('the ', {
      maxNewTokens: 1000,
      signal: controller.signal,
      onToken: (token) => {
        tokens.push(token);
        if (tokens.length === 3) controller.abort();
      },
    });
    await expect(generation).rejects.toMatchObject({ code: 'aborted' });
    await model.forward('a'); // a later answer comes after all that was under way
    expect(tokens).toHaveLength(3);
  });

  test('a signal that fired before keeps the call from starting', async () => {
    const started = [];
    const call = model.forward(text, { signal: AbortSignal.abort(), onProgress: (done) => started.push(done) });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(started).toEqual([]);
  });

  test('progress rises to 1', async () => {
    const seen = [];
    await model.forward(text, { onProgress: (done) => seen.push(done) });
    expect(seen.length).toBeGreaterThan(4);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  test('progress of a generation rises to 1 and every token is reported', async () => {
    const seen = [];
    const reported = [];
    const { tokens } = await model.generate('the ', {
      maxNewTokens: 5,
      onProgress: (done) => seen.push(done),
      onToken: (token) => reported.push(token),
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(reported).toEqual(tokens);
  });

  test('an error in a callback becomes the error of the call', async () => {
    const onProgress = () => {
      throw new TypeError('a bug in the page');
    };
    await expect(model.forward(text, { onProgress })).rejects.toThrow(new TypeError('a bug in the page'));
    expect((await model.forward('a')).rows).toBe(1);
  });

  test('an event loop that has other work gets to it during a pass', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await model.forward(text.repeat(3));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});
