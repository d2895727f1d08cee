import { expect, test } from '@jest/globals';
import { createPool } from '../../web/lib/pool.js';

/** A lane that does nothing; `fail` ends it. */
function fakeLane(name) {
  let failure;
  const lane = { name, busy: () => lane.tasks, tasks: 0, failure: () => failure, fail: () => (failure = new Error()) };
  return lane;
}

/** A pool of such lanes, in the order in which they were opened. */
async function openPool(size) {
  const lanes = [];
  const open = async () => {
    lanes.push(fakeLane(lanes.length));
    return lanes.at(-1);
  };
  const pool = createPool(size, open);
  await pool.fill();
  return { pool, lanes, nameOf: () => pool.withLane(async ({ name }) => name) };
}

/** A use of a lane that lasts until it is let go. */
async function held(pool) {
  let use;
  const lane = await new Promise((resolve) => {
    use = pool.withLane((got) => new Promise((letGo) => resolve({ name: got.name, letGo })));
  });
  return { ...lane, use };
}

test('a call goes to the lane with the fewest pending ones, and one that is done counts no more', async () => {
  const { pool, nameOf } = await openPool(2);
  const first = await held(pool);
  expect(first.name).toBe(0);
  for (let i = 0; i < 5; i++) expect(await nameOf()).toBe(1);
  await expect(pool.withLane(() => Promise.reject(new Error('a call that fails')))).rejects.toThrow('fails');
  expect(await nameOf()).toBe(1);
  first.letGo();
  await first.use;
  const second = await held(pool);
  const third = await held(pool);
  expect([second.name, third.name].sort()).toEqual([0, 1]);
});

test('what was aborted counts until it has stopped', async () => {
  const { lanes, nameOf } = await openPool(2);
  lanes[0].tasks = 1;
  expect(await nameOf()).toBe(1);
  lanes[0].tasks = 0;
  expect(await nameOf()).toBe(0);
});

test('a lane that failed is replaced once, and meanwhile the others answer', async () => {
  const { lanes, nameOf } = await openPool(3);
  lanes[0].fail();
  const names = await Promise.all(Array.from({ length: 9 }, nameOf));
  expect(new Set(names)).toEqual(new Set([1, 2]));
  expect(lanes).toHaveLength(4);
  expect(await nameOf()).toBe(3);
});

test('where the only lane failed, calls wait for the one that takes its place', async () => {
  const { lanes, nameOf } = await openPool(1);
  lanes[0].fail();
  expect(await Promise.all([nameOf(), nameOf()])).toEqual([1, 1]);
});

test('where no lane can be opened a call says why, and the next one tries again', async () => {
  let broken = true;
  const pool = createPool(1, async () => {
    if (broken) throw new Error('no worker');
    return fakeLane(0);
  });
  await expect(pool.fill()).rejects.toThrow('no worker');
  await expect(pool.withLane(async () => {})).rejects.toThrow('no worker');
  broken = false;
  expect(await pool.withLane(async ({ name }) => name)).toBe(0);
});

test('whoever waits for a lane stops waiting when the signal fires', async () => {
  const pool = createPool(1, () => new Promise(() => {}));
  const controller = new AbortController();
  const waiting = pool.withLane(async () => {}, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
});
