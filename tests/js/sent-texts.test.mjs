// The text of an evaluation crosses to a worker once, however many cells read it.
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { textFor, textFrom } from '../../web/lib/sent-texts.js';
import { characterModel } from './helpers/golden.mjs';

afterEach(() => jest.restoreAllMocks());

const heldout = await readFile(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8');

test.each([1, 2])(
  '%i workers of an engine get it once each, and the cells agree with one that got it alone',
  async (workers) => {
    const posted = jest.spyOn(Worker.prototype, 'postMessage');
    const engine = await createEngine({ workers });
    const model = await engine.loadModel(characterModel);
    const grid = {
      lines: [{ name: 'own', methods: [] }],
      lengths: [16, 24, 32],
      tasks: ['text', 'entropy'],
      samples: 1,
    };
    const { cells } = await engine.evaluate(model, { ...grid, text: heldout });
    expect(cells.map(({ result }) => result?.samples)).toEqual([1, 1, 1, 1, 1, 1]);
    const holding = posted.mock.calls.filter(([request]) => request.args?.text?.content === heldout);
    expect(holding.length).toBeGreaterThan(0);
    expect(holding.length).toBeLessThanOrEqual(workers);
    const alone = await model.evaluate({ task: 'text', length: 32, samples: 1, text: heldout });
    expect(alone.metrics).toEqual(cells.find(({ task, length }) => task === 'text' && length === 32).result.metrics);
    await engine.dispose();
  },
);

test('both ends forget the same texts', () => {
  const [lane, module] = [{}, {}];
  const texts = ['a', 'b', 'c', 'd', 'e', 'a', 'e', 'b', 'f', 'a'];
  const messages = texts.map((content) => textFor(lane, content));
  expect(
    messages
      .filter(({ content }) => content !== undefined)
      .map(({ content }) => content)
      .join(''),
  ).toBe('abcdeabf');
  expect(messages.map((message) => textFrom(module, message))).toEqual(texts);
});

test('lanes do not share what they were sent, and what was never sent is an error', () => {
  const [one, other] = [{}, {}];
  expect(textFor(one, 'text')).toHaveProperty('content');
  expect(textFor(other, 'text')).toHaveProperty('content');
  expect(() => textFrom({}, { id: -1 })).toThrow(expect.objectContaining({ code: 'internal' }));
});
