// What stays of stored numbers when the recipe changes and the weights are not there: what the new recipe asks for, too.
import { expect, test } from '@jest/globals';
import { stillAsked } from '../../web/studies/evaluation-kept.js';

const yarn = { name: 'yarn', methods: [{ id: 'yarn' }] };
const old = { name: 'su old', methods: [{ id: 'ntk_su', params: { variant: 'old' } }] };
const fixed = [
  { name: 'own', add: [] },
  { name: 'local window', add: ['window'] },
];
const recipe = {
  seed: 0,
  lengths: [128, 256],
  samples: { 128: 8, 256: 2 },
  tasks: [{ task: 'text' }, { task: 'passkey', params: { depth: [0, 1] } }],
  rules: { yarn: { factor: { ratio: 1 }, beta_fast: 8 }, window: { window: { trained: 1 } } },
};
const wanted = { recipe, fixed, methods: [yarn, old], text_sha256: 'text' };
const made_by = { seed: 0, text_sha256: 'text', rules: recipe.rules };

const ran = {
  own: () => [],
  'local window': () => [
    { id: 'alibi', params: {} },
    { id: 'window', params: { window: 128 } },
  ],
  yarn: (length) => [{ id: 'yarn', params: { factor: length / 128, beta_fast: 8 } }],
  'su old': () => [{ id: 'ntk_su', params: { variant: 'old' } }],
};
const asked = [
  { task: 'text', params: {} },
  { task: 'passkey', params: { depth: 0 } },
  { task: 'passkey', params: { depth: 1 } },
];
const model = { name: 'm, seed 1', family: 'm', seed: 1, methods: ['rope'], sha256: 'a' };
const cells = Object.entries(ran).flatMap(([line, methods]) =>
  recipe.lengths.flatMap((length) =>
    asked.map((each) => ({
      ...{ model: model.name, line, methods: methods(length), ...each, length, samples: recipe.samples[length] },
      metrics: { loss: { mean: length, spread: 0 } },
    })),
  ),
);
const before = { models: [model], cells, made_by };
const kept = (change = {}, rest = {}) =>
  stillAsked(before, { ...wanted, recipe: { ...recipe, ...change }, ...rest }).cells;
const without = (isGone) => cells.filter((cell) => !isGone(cell));

test('all of it where the recipe only asks for more, and its models are marked', () => {
  const more = {
    lengths: [128, 256, 512],
    samples: { ...recipe.samples, 512: 2 },
    tasks: [{ task: 'text' }, { task: 'passkey', params: { depth: [0, 0.5, 1] } }, { task: 'repeat' }],
    rules: { ...recipe.rules, rerope: { window: 64 } },
  };
  const methods = [{ name: 'rerope', methods: [{ id: 'rerope' }] }, ...wanted.methods];
  const now = stillAsked(before, { ...wanted, methods, recipe: { ...recipe, ...more } });
  expect(now).toEqual({ models: [{ ...model, older: true }], cells });
});

test.each([
  ['a length', { lengths: [128] }, ({ length }) => length === 256],
  ['the length at which a line ends', { ends: { yarn: 128 } }, ({ line, length }) => line === 'yarn' && length > 128],
  ['the samples at a length', { samples: { 128: 8, 256: 4 } }, ({ length }) => length === 256],
  ['a task', { tasks: [{ task: 'text' }] }, ({ task }) => task === 'passkey'],
  [
    'a value of a task',
    { tasks: [{ task: 'text' }, { task: 'passkey', params: { depth: [1] } }] },
    ({ params }) => params.depth === 0,
  ],
  [
    'a further parameter of a task',
    { tasks: [{ task: 'text', params: { period: [8] } }, recipe.tasks[1]] },
    ({ task }) => task === 'text',
  ],
  [
    'the rule of a method',
    { rules: { ...recipe.rules, yarn: { factor: { ratio: 2 } } } },
    ({ line }) => line === 'yarn',
  ],
  [
    'the rule of a method that is added',
    { rules: { ...recipe.rules, window: { window: 64 } } },
    ({ line }) => line === 'local window',
  ],
  [
    'a rule for the model’s own method',
    { rules: { ...recipe.rules, alibi: { max_bias: 4 } } },
    ({ line }) => line === 'local window',
  ],
  ['the seed', { seed: 1 }, () => true],
  [
    'the shortest text, with which other weights are compared by method',
    { lengths: [64, 128, 256] },
    ({ line }) => line === 'yarn' || line === 'su old',
  ],
])('all but what depends on %s', (_, change, isGone) => {
  expect(without(isGone).length).toBeLessThan(cells.length);
  expect(kept(change)).toEqual(without(isGone));
});

test.each([
  ['is another combination', { methods: [{ name: 'yarn', methods: [{ id: 'yarn' }, { id: 'log_n' }] }, old] }, 'yarn'],
  ['is another method', { methods: [{ name: 'yarn', methods: [{ id: 'dynamic_yarn' }] }, old] }, 'yarn'],
  [
    'has another value',
    { methods: [yarn, { ...old, methods: [{ id: 'ntk_su', params: { variant: 'fixed' } }] }] },
    'su old',
  ],
  ['has a parameter less', { methods: [yarn, { ...old, methods: [{ id: 'ntk_su' }] }] }, 'su old'],
  ['is gone', { methods: [old] }, 'yarn'],
  ['adds another method', { fixed: [fixed[0], { name: 'local window', add: ['sinks'] }] }, 'local window'],
])('no line that under its name %s', (_, change, line) => {
  expect(kept({}, change)).toEqual(without((cell) => cell.line === line));
});

test('nothing of another text, or of a file that does not say what it was made by; and no model without numbers', () => {
  const nothing = { models: [], cells: [] };
  expect(stillAsked(before, { ...wanted, text_sha256: 'another' })).toEqual(nothing);
  expect(stillAsked({ models: [model], cells }, wanted)).toEqual(nothing);
  expect(stillAsked(before, { ...wanted, recipe: { ...recipe, samples: { 128: 1, 256: 1 } } })).toEqual(nothing);
});
