import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inTurn } from '../../web/lib/in-turn.js';
import { createContext } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/engine.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';
import { characterModel } from './helpers/golden.mjs';

const read = (name) => readFileSync(`${characterModel}${name}`);

/** The engine on a module that tells which sessions are open. */
async function openRuntime() {
  const wasmBinary = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
  const module = await instantiate(glue, await compile({ address: '', wasmBinary }));
  const opened = { now: 0, most: 0 };
  const { startSession, disposeSession } = module;
  module.startSession = (...args) => {
    opened.now += 1;
    opened.most = Math.max(opened.most, opened.now);
    return startSession(...args);
  };
  module.disposeSession = (...args) => {
    opened.now -= 1;
    return disposeSession(...args);
  };
  const runtime = createRuntime(module, operations);
  const run = (op, args, { context } = createContext(() => {})) => runtime(op, args, context);
  const args = { config: read('config.json').toString(), weights: [read('model.safetensors')] };
  return { opened, run, model: (await run('loadModel', args)).model };
}

const text = 'It was the whiteness of the whale that above all things appalled me. '.repeat(4);
const maps = { capture: { layers: 'all', size: 16 }, logits: 'none' };

test('passes whose maps fit one at a time run one at a time, and each is answered', async () => {
  const { opened, run, model } = await openRuntime();
  const alone = await run('forward', { model, input: text, pass: maps });
  const passes = Array.from({ length: 3 }, () => run('forward', { model, input: text, pass: maps }));
  expect(await Promise.all(passes)).toEqual([alone, alone, alone]);
  expect(opened).toEqual({ now: 0, most: 1 });
});

test('passes that hold little do not wait for those that hold much', async () => {
  const { opened, run, model } = await openRuntime();
  const large = run('forward', { model, input: text.repeat(6), pass: maps }); // far longer than the other
  while (opened.now === 0) await new Promise((resolve) => setImmediate(resolve)); // on a busy machine it begins a turn later
  await run('forward', { model, input: 'a', pass: { logits: 'last' } });
  expect(opened).toEqual({ now: 1, most: 2 });
  await large;
});

test('a pass that is aborted while it waits never begins, and one that fails holds nobody up', async () => {
  const { opened, run, model } = await openRuntime();
  const first = run('forward', { model, input: text, pass: maps });
  const controls = createContext(() => {});
  const waiting = expect(run('forward', { model, input: text, pass: maps }, controls)).rejects.toMatchObject({
    code: 'aborted',
  });
  const failing = expect(run('forward', { model, input: [96], pass: maps })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
  const last = run('forward', { model, input: 'a', pass: maps });
  controls.abort();
  await Promise.all([first, waiting, failing]);
  expect((await last).attentions).not.toHaveLength(0);
  expect(opened).toEqual({ now: 0, most: 1 });
});

test('the queues of two modules know nothing of each other', async () => {
  const { context } = createContext(() => {});
  const stuck = inTurn({}, context, () => new Promise(() => {}));
  expect(await Promise.race([stuck, inTurn({}, context, () => 'free')])).toBe('free');
});
