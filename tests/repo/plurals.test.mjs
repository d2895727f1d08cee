// English agrees with its numbers: one token, two tokens. What may be one goes through words/plural.js.
import { expect, test } from '@jest/globals';
import { en } from '../../web/words/en.js';
import { withInsights } from '../../web/words/insights.js';
import { form, plural } from '../../web/words/plural.js';
import { repositoryFiles, textOf } from './files.mjs';

const nouns =
  'tokens characters pairs samples cells heads layers hands keys workers cores steps numbers files methods queries runs ' +
  'parameters models seeds symbols positions columns minutes tensors patches rows values maps turns patterns trainings cases';
const counted = new RegExp(
  `\\$\\{((?:[^{}]|\\{[^{}]*\\})*)\\} (?:(?!of\\b|and\\b)[a-z-]+ )?(?:${nouns.split(' ').join('|')})\\b`,
  'g',
);

// Numbers that are never one: lengths of texts and trainings, blocks of what was pooled, limits.
const lengths = new Set(
  (
    'trained length original window holdsUntil period near width seen tokens least most longest given characters ' +
    'wavelength at block size side distance all'
  ).split(' '),
);
// Of these files, what is counted in data that is shipped; and a method's name, which is no number.
const shipped = {
  'about.js': ['methods', 'cases', 'references', 'cells', 'evaluated', 'sizes'],
  'heads.js': ['heads', 'models'],
  'insights.js': ['name'],
  'methods.js': ['count'],
  'own-model.js': ['minutes'],
  'own.js': ['files'],
  'peers.js': ['cores'],
  'results.js': ['seeds'],
  'speed.js': ['cores'],
  'tour.js': ['pairs', 'full', 'seeds'],
  'tune.js': ['steps'],
};

test('a number that may be one stands before no plural', () => {
  const files = repositoryFiles().filter((path) => /^web\/words\/en\/\w+\.js$/.test(path));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((path) =>
    [...textOf(path).matchAll(counted)].map(([said]) => ({ file: path.split('/').at(-1), said })),
  );
  expect(found.length).toBeGreaterThan(40);
  const wrong = found.filter(({ file, said }) => {
    const names = said.match(/[a-z]\w*/gi);
    return (
      !names.slice(0, -1).some((name) => lengths.has(name)) && !shipped[file]?.some((name) => names.includes(name))
    );
  });
  expect(wrong.map(({ file, said }) => `${file}: ${said}`)).toEqual([]);
});

test('what is shown as 1 is one', () => {
  expect([1, '1', '1.0'].map((shown) => plural(shown, 'token'))).toEqual(['1 token', '1 token', '1.0 tokens']);
  expect([0, 2, '1.5', '1,024', '∞', 'no'].map((shown) => form(shown, 'is', 'are'))).toEqual(Array(6).fill('are'));
});

test('the loupe of a position map, an evaluation and the pairs of a method say one as one', () => {
  const { insights, evaluation, sentences } = withInsights(en);
  expect([1, 2, 1.001].map(insights.positions.tokens)).toEqual(['1 token', '2 tokens', '1 token']);
  expect(evaluation.count(0, 1)).toBe('0 of 1 cell computed on this device');
  const fates = { name: 'YaRN', kept: 1, blended: 2, interpolated: 0, spedUp: 0, still: 0, least: 0.25 };
  expect(sentences.fates({ ...fates, pairs: 3 })).toBe('YaRN: of 3 pairs, 1 keeps its pace, 2 are slowed in part.');
});
