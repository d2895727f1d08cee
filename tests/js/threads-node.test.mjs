// Engines of Node whose passes run on several threads, each in a process that has relaxed SIMD; tests/js/threads.test.mjs asks for them,
// tests/browser/threads.test.mjs runs them in a browser.
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { variant } from '../../web/lib/variant.js';
import { arraysIn } from './helpers/engine-results.mjs';
import { node, relaxedFlags } from './helpers/relaxed-node.mjs';

const root = new URL('../../', import.meta.url);
const program = fileURLToPath(new URL('helpers/threads-run.mjs', import.meta.url));
const run = (scene, library = new URL('web/lib/index.node.js', root).href) =>
  JSON.parse(node(...relaxedFlags, program, scene, library));

test('several threads give the bits of one, under every method', () => {
  const [one, two, three] = run('results');
  expect(one.where).toEqual({ work: 'worker', threads: 1, wasm: 'file', notes: [] });
  expect(arraysIn(one.results)).toBeGreaterThan(20);
  for (const [threads, { where, results }] of [
    [2, two],
    [3, three],
  ]) {
    expect(where).toEqual({ work: 'worker', threads, wasm: 'file', notes: [] });
    expect(results).toEqual(one.results);
  }
});

test('all threads work, and a process whose engine nobody disposed of ends by itself', () => {
  const [first, , third] = run('work');
  expect(third).toBeGreaterThan(first / 10); // ms; they take turns on a core where they have to
});

test('an aborted pass leaves the engine at work, and an engine that ends amid a pass leaves no thread', () => {
  const { aborted, rows, disposed, counts } = run('ends');
  expect({ aborted, rows, disposed }).toEqual({ aborted: 'aborted', rows: 3, disposed: 'aborted' });
  const [before, between, after] = counts;
  expect(between).toBe(before + 3);
  expect(after).toBe(before);
});

test('a Node without relaxed SIMD has one thread, and is told how to have more', async () => {
  const engine = await createEngine({ threads: 2 });
  const { where } = engine;
  await engine.dispose();
  expect(where.threads).toBe(variant === 'relaxed' ? 2 : 1);
  const message = expect.stringMatching(/one thread instead of 2: this Node has no relaxed SIMD: .*--experimental/);
  expect(where.notes).toEqual(where.threads === 2 ? [] : [expect.objectContaining({ reason: 'one_thread', message })]);
});

/** The library with another script of its helpers, beside the modules that are there. */
function libraryWith(script) {
  const place = mkdtempSync(fileURLToPath(new URL('build/threads-', root)));
  places.push(place);
  cpSync(new URL('web/lib', root), `${place}/web/lib`, { recursive: true });
  for (const folder of ['dist', 'web/models']) symlinkSync(fileURLToPath(new URL(folder, root)), `${place}/${folder}`);
  writeFileSync(`${place}/package.json`, '{ "type": "module" }');
  writeFileSync(`${place}/web/lib/helper-worker.node.js`, script);
  return `${place}/web/lib/index.node.js`;
}
const places = [];
afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true });
});

test('where helpers do not start there is one thread, and a note says why', () => {
  const { where } = run('fails', libraryWith('throw new Error("no helper today");'));
  const message = expect.stringMatching(/one thread instead of 2: .*no helper today/);
  expect(where).toMatchObject({ work: 'worker', threads: 1, notes: [{ reason: 'one_thread', message }] });
});

test('a helper that fails at its work is an error of the pass, not a wait without end', () => {
  const script = `import { parentPort, workerData } from 'node:worker_threads';
import { seemWorker } from './seem-worker.node.js';
const seen = seemWorker({ name: workerData, postMessage: parentPort.postMessage.bind(parentPort) });
await import('../../dist/ropescope-threads.mjs');
parentPort.on('message', (data) => seen.onmessage({ data: data.cmd === 'run' ? { ...data, start_routine: 0 } : data }));`;
  const { where, error } = run('fails', libraryWith(script));
  expect(where.threads).toBe(2);
  expect(error).toMatchObject({ name: 'RopescopeError', code: 'internal' });
  expect(error.message).toMatch(/worker stopped|one of its threads did/);
});
