// What a head does, by the place that holds most of its weight; and how often that is another one on another text.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, changesOf, labelled, labelOf, labels, repeated, sharesOf } from '../../web/figures/head-labels.js';
import stored from '../../web/figures/head-labels.json' with { type: 'json' };
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel } from './helpers/golden.mjs';
import { rateOf, seeds } from './helpers/head-label-rate.mjs';

const only = (value) => ({ value });

/** A map of n tokens, where each query gives what `row` says, by key. */
function mapOf(n, row) {
  const values = new Float32Array(n * n);
  for (let q = 0; q < n; q++)
    for (const [k, weight] of Object.entries(row(q))) if (k >= 0 && k <= q) values[q * n + Number(k)] = weight;
  return { values, rows: n, cols: n };
}
const label = (map) => labelOf(sharesOf(map, 4));

describe('a head is called after the place that holds most of its weight', () => {
  test('the token before', () => {
    expect(label(mapOf(12, (q) => ({ [q - 1]: 1 })))).toBe('previous');
  });

  test('what followed the same token, in whichever of the earlier copies', () => {
    const ofSixteen = (row) => sharesOf(mapOf(48, row), 16);
    expect(labelOf(ofSixteen((q) => ({ [q - 15]: 0.6, [q - 31]: 0.2 })))).toBe('induction');
    expect(ofSixteen((q) => ({ [q - 31]: 1 })).induction).toBe(0.5); // two copies stand before the half of the queries
    expect(ofSixteen((q) => ({ [q - 16]: 1 })).induction).toBe(0); // the same token itself
  });

  test('the first token, or none at all where a learned sink holds the weight', () => {
    expect(label(mapOf(12, (q) => ({ 0: 0.8, [q]: 0.2 })))).toBe('sink');
    expect(label(mapOf(12, (q) => ({ [q]: 0.2 })))).toBe('sink');
  });

  test('the last few tokens, if the token before alone does not hold enough', () => {
    expect(label(mapOf(16, (q) => ({ [q]: 0.3, [q - 1]: 0.4, [q - 5]: 0.3 })))).toBe('local');
  });

  test('and has no label where its weight is spread', () => {
    expect(label(mapOf(40, (q) => Object.fromEntries(Array.from({ length: q + 1 }, (_, k) => [k, 1 / (q + 1)]))))).toBe(
      'none',
    );
  });

  test('by what the queries past the first copy do alone', () => {
    expect(label(mapOf(12, (q) => (q < 4 ? { [q]: 1 } : { [q - 1]: 1 })))).toBe('previous');
    expect(
      sharesOf(
        mapOf(12, (q) => ({ [q - 1]: q < 4 ? 0 : 0.5, [q]: q < 4 ? 1 : 0.5 })),
        4,
      ).previous,
    ).toBe(0.5);
  });
});

test('the text is the same letters again and again, or tokens of the vocabulary, and others with another seed', () => {
  const text = repeated({ tokenizer: 'char96', vocab_size: 96 }, { length: 130 });
  expect(text).toMatch(/^[a-z]{130}$/);
  expect([text.slice(64, 128), text.slice(128)]).toEqual([text.slice(0, 64), text.slice(0, 2)]);
  expect(repeated({ tokenizer: 'char96', vocab_size: 96 }, { length: 130, seed: 2 })).not.toBe(text);
  const tokens = repeated({ tokenizer: 'file', vocab_size: 7 }, { length: 200 });
  expect([tokens.length, Math.min(...tokens), Math.max(...tokens)]).toEqual([200, 0, 6]);
});

describe('the figure', () => {
  const shares = { previous: 0, induction: 0, sink: 0, local: 0 };
  const head = (name) => ({ layer: 0, head: 0, label: name, shares });
  const scopeOf = (answers, more = {}) => ({
    names: only(['a', 'b', 'c']),
    weights: only({ shape: { layers: 1, heads: 2 }, reader: null }),
    length: only(512),
    specs: only([[], [], []]),
    methods: only([{}, {}, {}]),
    reference: only(0),
    answerOf: ([, , , length], _, slot = answers.at++) => ({ ...answers.list[slot], length }),
    ...more,
  });
  const answers = (...list) => ({ at: 0, list });
  const done = (...names) => ({ value: names.map(head), error: null });
  const waiting = { value: null, error: null };

  test('counts the labels of each method, and those that differ from the one that others are compared with', () => {
    const { columns, summary } = ask(
      scopeOf(answers(done('local', 'none', 'none'), done('local', 'none', 'sink'), waiting)),
    );
    expect(columns.map(({ changed, asked }) => [changed, asked])).toEqual([
      [null, false],
      [1, false],
      [null, true],
    ]);
    expect(summary.map(({ say, name, changed, base }) => [say, name, changed, base])).toEqual([
      ['headLabels', 'a', null, 'a'],
      ['headLabels', 'b', 1, 'a'],
    ]);
    expect(summary[1].counts).toEqual({ previous: 0, induction: 0, sink: 1, local: 1, none: 1 });
    expect(changesOf(null, [])).toBe(null);
  });

  test('says which method has no answer, and why', () => {
    const error = { code: 'wrong_weights' };
    const { columns, failures } = ask(scopeOf(answers(done('local'), { value: null, error }, waiting)));
    expect(failures).toEqual([{ name: 'b', slot: 1, failure: error }]);
    expect(columns.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  test('reads at least two copies, and no more than the maps of all heads have room for', () => {
    const lengthAt = (tokens, shape = { layers: 1, heads: 2 }) =>
      ask(scopeOf(answers(waiting, waiting, waiting), { length: only(tokens), weights: only({ shape }) })).length;
    expect([lengthAt(64), lengthAt(300), lengthAt(4096)]).toEqual([128, 300, 512]);
    expect(lengthAt(4096, { layers: 32, heads: 32 })).toBe(256);
  });
});

describe('on the models of the site', () => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
  });
  afterAll(() => engine.dispose());

  test('the character model has a head that looks at the token before, and heads of induction two layers on', async () => {
    const model = await engine.loadModel(characterModel);
    const heads = await labelled(model, repeated(model.info, { length: 128 }));
    const those = (name) => heads.filter(({ label: each }) => each === name);
    expect(heads).toHaveLength(16);
    expect(those('previous').map(({ layer }) => layer)).toContain(1);
    expect(those('induction').length).toBeGreaterThan(0);
    expect(those('induction').every(({ layer }) => layer >= 2)).toBe(true);
    await model.dispose();
  });

  test('labels change from text to text as often as the figure says', async () => {
    const heldout = readFileSync(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8');
    expect(stored.models.length).toBeGreaterThan(10);
    const measured = await rateOf(engine, stored.models, heldout);
    expect({ heads: measured.heads, seeds }).toEqual({ heads: stored.heads, seeds: stored.seeds });
    expect(Object.keys(stored.byLabel)).toEqual(labels);
    // another build of the engine may round a share to the other side of the bound
    const share = ({ changed, of }) => changed / Math.max(1, of);
    for (const text of ['letters', 'prose']) {
      expect(Math.abs(share(measured[text]) - share(stored[text]))).toBeLessThan(0.003);
      for (const name of labels)
        expect([
          name,
          Math.abs(share(measured.byLabel[name][text]) - share(stored.byLabel[name][text])) < 0.02,
        ]).toEqual([name, true]);
    }
  }, 120_000);
});
