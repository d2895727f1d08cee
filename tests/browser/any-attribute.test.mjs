// Any value of any attribute of an element: a picture, or a sentence in the element's place about what is wrong; never an error
// beside it. A failure prints the values: they come from one seed.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { elementCodec } from '../../web/elements/query.js';
import { bare, base } from './bare.mjs';
import { page } from './page.mjs';

const addresses = ['model', 'tokenizer']; // of what is not there the browser complains itself
const names = elementCodec.attributes.filter((name) => !addresses.includes(name));
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.integer().map(String),
  fc.constantFrom(
    '',
    '16',
    '-0',
    'NaN',
    '1e9',
    'yarn',
    'yarn;factor:9e9',
    'rope yarn',
    '__proto__',
    '\ud800',
    '<b>',
    '%',
  ),
);
const samples = fc.sample(fc.dictionary(fc.constantFrom(...names), text, { minKeys: 1, maxKeys: 4 }), {
  seed: 20_261_129,
  numRuns: 24,
});

const isWrong = (given) => elementCodec.fromAttributes((name) => given[name] ?? null).problems.length > 0;
const wrong = samples.map(isWrong);

test('any attributes give a picture or are told in the element', async () => {
  await bare('');
  await page.evaluate(
    ([all, folder]) => {
      for (const attributes of all) {
        const figure = document.createElement('rope-figure');
        for (const [name, value] of Object.entries({ kind: 'coverage', base: folder, ...attributes }))
          figure.setAttribute(name, value);
        document.querySelector('main').append(figure);
      }
    },
    [samples, base.match(/"(.*)"/)[1]],
  );
  const silent = () =>
    page.evaluate((told) => {
      const figures = [...document.querySelectorAll('rope-figure')];
      const says = (figure) => contentOf(figure).alerts.length > 0;
      return figures.flatMap((figure, i) => (says(figure) || (!told[i] && isDrawn(figure)) ? [] : [i]));
    }, wrong);
  const until = Date.now() + 90_000;
  let left = await silent();
  while (left.length > 0 && Date.now() < until) {
    await page.waitForTimeout(200);
    left = await silent();
  }
  expect(left.map((i) => samples[i])).toEqual([]);
});

test('some of these values are wrong, and some are not', () => {
  expect(new Set(wrong).size).toBe(2);
});
