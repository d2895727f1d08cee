// A figure on another page: what its link and its tag say is what it shows, and a page of the site is at home for it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { attributesOf, embedCodec } from '../../web/elements/embed-query.js';
import { kinds } from '../../web/elements/figure-kinds.js';
import { pageOfKind } from '../../web/elements/published.js';
import { elementCodec } from '../../web/elements/query.js';
import { pages } from '../../web/site/pages.js';

const figures = fc.record({
  kind: fc.constantFrom(...Object.keys(kinds)),
  model: fc.constantFrom('rope-l128', 'alibi-l128', 'a&b="c"'),
  tokenizer: fc.constantFrom('', 'tokenizer.json', '../shared/tokenizer.json?a=b&c'),
  text: fc.constantFrom('heldout', 'own'),
  typed: fc.constantFrom('', 'A “text” & <more> of it, 50 % 中文\n'),
  length: fc.integer({ min: 16, max: 2048 }),
  layer: fc.integer({ min: 0, max: 3 }),
  pin: fc.integer({ min: -1, max: 2 }),
  gamma: fc.constantFrom(0.2, 0.4, 1),
  part: fc.constantFrom('cos', 'sin'),
  zoom: fc.constantFrom([0, 0, 2048], [300, 280, 128]),
  evalLengths: fc.constantFrom([128, 256], [64, 128, 2048]),
  methods: fc.constantFrom(
    [{ id: 'rope', params: {} }],
    [
      { id: 'yarn', params: { factor: 4, beta_fast: 8 } },
      { id: 'rope', params: {}, also: [{ id: 'window', params: { window: 64 } }] },
    ],
    [{ id: 'alibi', params: {}, force: true }],
  ),
  lang: fc.constantFrom('en', 'zh'),
  theme: fc.constantFrom('', 'light', 'dark'),
  plansOnly: fc.boolean(),
});
const whole = (figure) => ({
  ...embedCodec.defaults,
  ...figure,
  typed: figure.text === 'own' ? figure.typed : '',
});

describe('a figure by itself', () => {
  test('is in its link whatever it shows', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        const { query, problems } = embedCodec.fromHash(`#${embedCodec.toHash(whole(figure))}`);
        expect(problems).toEqual([]);
        expect(query).toEqual(whole(figure));
      }),
    );
  });

  test('is in its attributes, which <rope-figure> reads', () => {
    fc.assert(
      fc.property(figures, (figure) => {
        const attributes = new Map(attributesOf(whole(figure)));
        const { query, problems } = elementCodec.fromAttributes((name) => attributes.get(name) ?? null);
        const { kind, base, lang, theme, plansOnly, ...asked } = whole(figure);
        expect(problems).toEqual([]);
        expect(query).toEqual(asked);
        expect(attributes.get('kind')).toBe(kind);
        expect([attributes.get('lang'), attributes.get('theme') ?? '']).toEqual([lang, theme]);
        expect(attributes.has('plans-only')).toBe(plansOnly);
      }),
    );
  });

  test('is refused by name where the link says what there is not', () => {
    const problemsOf = (hash) => embedCodec.fromHash(hash).problems.map(({ code, path }) => `${path} ${code}`);
    expect(problemsOf('#kind=lozz&len=3&size=9')).toEqual(['kind oneOf', 'len wholeNumber', 'size unknownName']);
    expect(problemsOf('#kind=loss&plans-only=no&lang=xx')).toEqual(['plans-only oneOf', 'lang oneOf']);
    expect(problemsOf(`#kind=loss&typed=${'x'.repeat(9000)}`)).toEqual([' tooLong']);
  });
});

test('the pages at which figures are at home exist, and so do the figures', () => {
  expect(Object.keys(pageOfKind).filter((kind) => !Object.hasOwn(kinds, kind))).toEqual([]);
  const homeless = Object.keys(kinds).filter((kind) => !Object.hasOwn(pageOfKind, kind));
  expect(homeless.sort()).toEqual(['config', 'method', 'mrope']); // their pages keep no such settings in their links
  const shared = pages.filter((page) => page.shared).map(({ id, file }) => [id, file]);
  expect(shared.every(([id, file]) => file === `${id}.html`)).toBe(true);
  expect([...new Set(Object.values(pageOfKind))].sort()).toEqual(shared.map(([id]) => id).sort());
});
