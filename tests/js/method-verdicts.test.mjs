// What speaks for a method and against it: computed from the engine's facts, for every method of the registry.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { sourceAddress } from '../../web/site/methods/addresses.js';
import { geometry, judge, trainingOf } from '../../web/site/methods/verdicts.js';
import { methods as en } from '../../web/words/en/methods.js';
import { methods as zh } from '../../web/words/zh/methods.js';

let engine;
let catalog;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
});
afterAll(() => engine.dispose());

const judged = (id) =>
  judge(
    engine,
    catalog.find((info) => info.id === id),
    'rope',
  );
const said = async (id) => Object.fromEntries((await judged(id)).verdicts.map(({ say, ...args }) => [say, args]));

test('plain RoPE past its training shows new angles, at the cost of itself', async () => {
  const { anglesNew, runsOnPlain, costsTheSame, cache, ...others } = await said('rope');
  expect(anglesNew.good).toBe(false);
  // pairs whose wavelength is longer than L: 2 pi 10000^(i / 64) > 4096, so i from 46 on of 64 (METHODS.md 9.1)
  expect([anglesNew.leaves, anglesNew.pairs]).toEqual([18, 64]);
  expect([runsOnPlain.good, costsTheSame.good, cache.need]).toEqual([true, true, 'rotated_keys']);
  expect(others).toEqual({});
});

test('interpolation slows even the fastest pair, YaRN does not; both change short texts', async () => {
  const linear = await said('linear');
  expect(linear.slowsFast).toMatchObject({ good: false, ratio: 1 / 8 });
  expect(linear.anglesMet.good).toBe(true);
  const yarn = await said('yarn');
  expect(yarn.keepsFast).toMatchObject({ good: true, kept: 21, pairs: 64 });
  expect([yarn.changesWithin.good, linear.changesWithin.good]).toEqual([false, false]);
});

test('what changes with the length reads short texts as before, and needs the text again', async () => {
  const dynamic = await said('dynamic_ntk');
  expect(dynamic.sameWithin).toMatchObject({ good: true, trained: 4096 });
  expect(dynamic.cache).toMatchObject({ good: false, need: 'rerun', holdsUntil: 4096 });
  expect(dynamic.dearer.times).toBeGreaterThan(1000);
});

test('a window is cheap and hides keys; ReRoPE sees all and costs more', async () => {
  const window = await said('window');
  expect(window.seesPart).toMatchObject({ good: false, keys: 4096, length: 32768 });
  expect(window.cheaper).toMatchObject({ good: true, times: expect.closeTo(1 / 8, 3) });
  const rerope = await said('rerope');
  expect(rerope.seesPart).toBe(undefined);
  expect(rerope.dearer).toMatchObject({ good: false, times: expect.closeTo(1.75, 2) });
});

test('every method is judged, or the engine says which learned numbers are missing; each verdict has words', async () => {
  let count = 0;
  for (const info of catalog) {
    const answer = await judge(engine, info, 'rope').catch((error) => error);
    if (answer instanceof Error) {
      expect([info.id, answer.path || answer.message]).toEqual([info.id, expect.stringContaining(`${info.id}.`)]);
      expect(info.params.some(({ learned, type }) => learned || type === 'list')).toBe(true);
      continue;
    }
    count += 1;
    expect(answer.verdicts[0]).toEqual(trainingOf(info, 'rope'));
    for (const { say, good, ...args } of answer.verdicts) {
      expect([info.id, say, typeof good]).toEqual([info.id, say, 'boolean']);
      for (const { said: words } of [en, zh]) expect(words[say](args)).not.toMatch(/undefined|NaN|null/);
    }
  }
  expect(count).toBeGreaterThan(25);
  expect(geometry.length).toBe(8 * geometry.original_max_position_embeddings);
});

test.each([
  ['2309.00071', 'https://arxiv.org/abs/2309.00071'],
  ['kexue.fm/archives/9708', 'https://kexue.fm/archives/9708'],
  ['huggingface/transformers', 'https://github.com/huggingface/transformers'],
  ['reddit.com/r/LocalLLaMA/14lz7j5', 'https://reddit.com/r/LocalLLaMA/comments/14lz7j5'],
])('a source %s is at %s', (id, address) => {
  expect(sourceAddress(id)).toBe(address);
});
