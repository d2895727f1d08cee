// The queue of the evaluation panel, over a model that answers when it is told to.
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { EvaluationRun, needsOf, workersFor } from '../../web/scope/evaluation-run.js';

const cell = (key, length = 128) => ({
  key,
  length,
  line: 0,
  task: 'text',
  params: {},
  methods: [{ id: key }],
  force: false,
});
const wanted = (...keys) => ({ cells: keys.map((key) => cell(key)), samples: 2, seed: 0, text: 'held out' });
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** What a cell tells of its samples so far. @param {number} samples */
const told = (samples) => ({ samples, metrics: {}, losses: [], last: { expected: '' } });

/** A pool whose cells wait for `answer` or `fail`. */
function stubbornPool(workers) {
  const waiting = new Map();
  const model = {
    evaluate: ({ method: [{ id }], samples, signal, onSample }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { code: 'aborted' })));
        waiting.set(id, { samples, onSample, resolve, reject });
      }),
  };
  const settle = async (id, how) => {
    how(waiting.get(id));
    waiting.delete(id);
    await turn();
  };
  return {
    open: async () => ({ model, workers, dispose: async () => {} }),
    waiting,
    answer: (id) =>
      settle(id, ({ samples, onSample, resolve }) => {
        onSample(told(samples));
        resolve();
      }),
    sample: (id) => waiting.get(id).onSample(told(1)),
    fail: (id, code) => settle(id, ({ reject }) => reject(Object.assign(new Error(`why ${id}`), { code }))),
  };
}

async function started(workers, ...keys) {
  const pool = stubbornPool(workers);
  const run = new EvaluationRun(pool.open, () => {});
  run.want(wanted(...keys));
  await run.start();
  await turn();
  return { pool, run };
}

test('leaves one core to the page and never needs more than four', () => {
  expect([undefined, 1, 2, 3, 5, 64].map(workersFor)).toEqual([1, 1, 1, 2, 4, 4]);
});

test('a visitor’s own model is held once where the page may have threads, else in as many workers as have room', () => {
  const picked = { facts: { disk: 5, memory: { kept: 1e9, loading: 1.4e9 } } };
  expect(needsOf({ picked }, 8, 1)).toEqual({ workers: 2, threads: 1, bytes: 5 + 2e9 });
  expect(needsOf({ picked }, 8, 4)).toEqual({ workers: 1, threads: 4, bytes: 5 + 1e9 });
  expect(needsOf({}, 8, 4)).toEqual({ workers: 4, threads: 1, bytes: 0 }); // ours are small
});

test('gives each worker one cell at a time, in order, and ends when all are done', async () => {
  const { pool, run } = await started(2, 'a', 'b', 'c');
  expect([...pool.waiting.keys()]).toEqual(['a', 'b']);
  await pool.answer('b');
  expect([...pool.waiting.keys()]).toEqual(['a', 'c']);
  expect(run.progress()).toMatchObject({ cells: 3, done: 1 });
  await pool.answer('a');
  await pool.answer('c');
  expect([run.state, run.progress().done, run.error]).toEqual(['idle', 3, null]);
});

test('cancels and keeps what is done, samples of unfinished cells included; a new run asks for the rest only', async () => {
  const { pool, run } = await started(2, 'a', 'b', 'c');
  await pool.answer('a');
  pool.sample('b');
  run.cancel();
  await turn();
  expect(run.state).toBe('idle');
  expect([...run.live].map(([key, { samples }]) => [key, samples])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  pool.waiting.clear();
  await run.start();
  await turn();
  expect([...pool.waiting.keys()]).toEqual(['b', 'c']);
});

test('stops cells that are no longer wanted, takes up new ones, and forgets nothing', async () => {
  const { pool, run } = await started(1, 'a', 'b', 'c');
  await pool.answer('a');
  run.want(wanted('a', 'd'));
  await turn();
  expect([...pool.waiting.keys()]).toContain('d');
  await pool.answer('d');
  expect(run.state).toBe('idle');
  run.want(wanted('a', 'b'));
  expect(run.progress()).toMatchObject({ cells: 2, done: 1 });
});

test('goes on when one method cannot run, and stops with the reason when the engine fails', async () => {
  const { pool, run } = await started(1, 'a', 'b', 'c');
  await pool.fail('a', 'wrong_weights');
  expect([...pool.waiting.keys()]).toEqual(['b']);
  expect(run.failed.get('a')?.message).toBe('why a');
  await pool.fail('b', 'out_of_memory');
  expect([run.state, run.error?.message]).toEqual(['idle', 'why b']);
  expect(pool.waiting.size).toBe(0);
});

test('runs a single cell that was asked for, before all others or alone', async () => {
  const pool = stubbornPool(1);
  const run = new EvaluationRun(pool.open, () => {});
  run.want(wanted('a', 'b', 'c'));
  await run.start('c');
  await turn();
  expect([...pool.waiting.keys()]).toEqual(['c']);
  void run.start();
  void run.start('b');
  await pool.answer('c');
  expect([...pool.waiting.keys()]).toEqual(['b']);
  await pool.answer('b');
  expect([...pool.waiting.keys()]).toEqual(['a']);
});

test('says why the workers did not start, and tries again', async () => {
  let tries = 0;
  const pool = stubbornPool(1);
  const open = () => (tries++ === 0 ? Promise.reject(new Error('no weights')) : pool.open());
  const run = new EvaluationRun(open, () => {});
  run.want(wanted('a'));
  await run.start();
  expect([run.state, run.error?.message]).toEqual(['idle', 'no weights']);
  await run.start();
  await turn();
  expect([run.state, run.error, pool.waiting.size]).toEqual(['running', null, 1]);
});

test('asks workers that broke no more: the next run opens others', async () => {
  const pools = [stubbornPool(1), stubbornPool(1)];
  let [opened, disposed] = [0, 0];
  const open = async () => ({ ...(await pools[opened++].open()), dispose: async () => void disposed++ });
  const run = new EvaluationRun(open, () => {});
  run.want(wanted('a'));
  await run.start();
  await pools[0].fail('a', 'internal');
  expect([run.state, run.error?.message, disposed]).toEqual(['idle', 'why a', 1]);
  await run.start();
  await turn();
  expect([run.state, run.error, opened, pools[1].waiting.size]).toEqual(['running', null, 2, 1]);
});

test('a cell without methods runs the model as it was trained', async () => {
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(new URL('../../web/models/rope-l128', import.meta.url));
  const run = new EvaluationRun(
    async () => ({ model, workers: 1, dispose: () => engine.dispose() }),
    () => {},
  );
  const cells = [{ ...cell('own'), methods: [] }, cell('rope')];
  run.want({ cells, samples: 1, seed: 0, text: 'Call me Ishmael. '.repeat(40) });
  await run.start();
  while (run.state !== 'idle') await turn();
  expect([run.error, [...run.failed]]).toEqual([null, []]);
  expect(run.live.get('own').metrics).toEqual(run.live.get('rope').metrics);
  await engine.dispose();
});
