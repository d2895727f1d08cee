// What the page of speeds sets side by side does the same work, and what it says of it is what the clock said.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { loops } from '../../web/site/speed/loops.js';
import { kernelShapes, measureSpeed, ours, passLengths, workOf } from '../../web/site/speed/measure.js';

let engine;
let model;
const text = readFileSync(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8');
const runLoop = async (kernel, work) => loops[kernel](work);

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  model = await engine.loadModel(new URL('../../web/models/rope-l128', import.meta.url));
});
afterAll(() => engine.dispose());

const furthest = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

// Both work in single precision on numbers up to 1 and round in another order: a rotation adds two products, 2 ulp; attention
// adds up to 512 of them under weights that add up to 1.
describe.each([
  ['rotate', 4e-7],
  ['attention', 5e-6],
])('the plain loop of %s', (kernel, tolerance) => {
  test.each([[7, 3, 8], ...kernelShapes.filter(({ id }) => id === kernel).map(({ shape }) => shape)])(
    'does the work of the engine on %i x %i x %i',
    async (...shape) => {
      const work = workOf(shape);
      const fast = await ours[kernel](engine, work);
      const slow = loops[kernel](work);
      expect(slow).toHaveLength(fast.length);
      expect(furthest(slow, work.q)).toBeGreaterThan(0.1); // it does something
      expect(furthest(slow, fast)).toBeLessThan(tolerance);
    },
  );
});

test('a measurement has every row, with a median between its extremes, and RoPE as its own measure', async () => {
  const done = [];
  const signal = new AbortController().signal;
  const onProgress = (share) => done.push(share);
  const speed = await measureSpeed({ engine, model, text, runLoop, signal, onProgress, rounds: 1 });
  expect(speed.kernels.map(({ id }) => id)).toEqual(kernelShapes.map(({ id }) => id));
  expect(speed.passes.map(({ tokens }) => tokens)).toEqual(passLengths);
  const ids = speed.methods.map(({ id }) => id);
  const registry = await engine.methods();
  const lists = registry.filter(({ trainedAs, id }) => trainedAs === 'rope' && !ids.includes(id));
  expect(lists.map(({ params }) => params.some(({ type }) => type === 'list'))).toEqual(lists.map(() => true)); // they need the lists of a model
  expect(ids).toEqual(
    registry.filter((info) => info.trainedAs === 'rope' && !lists.includes(info)).map(({ id }) => id),
  );
  const all = [
    ...speed.kernels.flatMap(({ ours: mine, loop }) => [mine, loop]),
    ...speed.passes.map(({ times }) => times),
  ];
  for (const { median, least, most } of all) {
    expect(least).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(least);
    expect(median).toBeLessThanOrEqual(most);
  }
  expect(speed.methods[0]).toMatchObject({ id: 'rope', ratio: 1 });
  expect(done.at(-1)).toBeCloseTo(1, 9); // the sum of all steps is the whole
  expect(done).toEqual([...done].sort((a, b) => a - b));
});

test('a stopped measurement runs nothing more', async () => {
  const stopped = new AbortController();
  let runs = 0;
  const onProgress = () => {
    runs += 1;
    if (runs === 3) stopped.abort();
  };
  const running = measureSpeed({ engine, model, text, runLoop, signal: stopped.signal, onProgress });
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(runs).toBe(3);
});
