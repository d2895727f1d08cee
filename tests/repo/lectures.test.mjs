// The lectures: the same slides in both languages, of elements that take what they are given, with links that lead somewhere.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { kinds } from '../../web/elements/figure-kinds.js';
import { elementCodec, viewTable } from '../../web/elements/query.js';
import { decks, numberOf } from '../../web/lectures/decks.js';
import { numbersIn, paramOf, patternOf, withNumbers } from '../../web/lectures/formula-numbers.js';
import { readSet } from '../../web/lectures/steps.js';
import { createEngine } from '../../web/lib/index.node.js';
import { pages } from '../../web/site/pages.js';
import { lectures as english } from '../../web/words/en/lectures.js';
import { lectures as chinese } from '../../web/words/zh/lectures.js';
import { deckFiles, numbersOf, slidesOf, tagsIn, toldIn } from './decks.mjs';
import { repositoryFiles } from './files.mjs';

const files = deckFiles();
const each = files.map((file) => [file.path, file]);
const inBoth = decks.map((deck) => [
  deck,
  ...['en', 'zh'].map((lang) => files.find((file) => file.deck === deck && file.lang === lang).html),
]);

const chineseNumbers = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一'];
const ofScopes = ['id', 'class', 'plans-only'];
const ofFigures = ['kind', 'method', 'data-config', ...Object.keys(viewTable)];

let catalog;
beforeAll(async () => {
  const engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
  await engine.dispose();
});

test('every folder of slides is in the course, with words in both languages', () => {
  const folders = repositoryFiles().flatMap((path) => path.match(/^web\/lectures\/([\w-]+)\/\w+\.html$/)?.[1] ?? []);
  expect([...new Set(folders)].sort()).toEqual([...decks].sort());
  for (const words of [english, chinese]) expect(Object.keys(words.decks)).toEqual(decks);
});

describe.each(inBoth)('%s in both languages', (deck, en, zh) => {
  test('has the number of its place in the course', () => {
    expect(slidesOf(en)[0].html).toContain(`<p>Lecture ${numberOf(deck)}. `);
    expect(slidesOf(zh)[0].html).toContain(`<p>第${chineseNumbers[numberOf(deck) - 1]}讲：`);
  });

  test('has the same slides', () => {
    const ids = slidesOf(en).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(8);
    expect(slidesOf(zh).map(({ id }) => id)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('shows and asks the same: figures, steps, answers, numbers and formulas', () => {
    const shape = (html) =>
      slidesOf(html).map((slide) => [
        slide.id,
        ...[
          'rope-scope',
          'rope-figure',
          'rope-lab',
          'rope-poll',
          'rope-exercise',
          'button',
          'input',
          'div',
          'span',
        ].flatMap((name) => tagsIn(slide.html, name).map(({ attributes }) => [name, attributes])),
        numbersOf(slide.html)
          .map(({ value, of }) => `${value} ${of}`)
          .sort(),
        tagsIn(slide.html, 'li').length,
        toldIn(slide.html).map(({ of }) => of),
      ]);
    expect(shape(zh)).toEqual(shape(en));
    const letters = (html) => [...html.matchAll(/<m[ion]>[^<]*<\/m[ion]>/g)].map(([text]) => text).sort();
    expect(letters(zh)).toEqual(letters(en));
  });
});

describe.each(each)('%s', (_, { html, lang }) => {
  test('has notes and one heading on every slide, and h1 on the first alone', () => {
    const slides = slidesOf(html);
    expect(slides.filter(({ html }) => !/<aside class="notes">\s*<p>/.test(html)).map(({ id }) => id)).toEqual([]);
    expect(slides.map(({ html }) => (html.match(/<h[12]>/g) ?? []).join())).toEqual(
      slides.map((_, i) => (i === 0 ? '<h1>' : '<h2>')),
    );
  });

  test('asks before it shows, sets three exercises, and ends with a text of one’s own', () => {
    expect(tagsIn(html, 'rope-poll').length).toBeGreaterThan(0);
    expect(tagsIn(html, 'rope-exercise')).toHaveLength(3);
    const last = slidesOf(html).at(-1);
    expect(tagsIn(last.html, 'textarea').map(({ attributes }) => attributes['data-attribute'])).toEqual(['typed']);
    for (const { html: slide } of slidesOf(html).filter(({ html }) => /<rope-exercise/.test(html)))
      expect(tagsIn(slide, 'rope-figure')).toHaveLength(1);
  });

  test('has formulas in MathML', () => {
    expect(tagsIn(html, 'math').length).toBeGreaterThan(1);
    expect(html).not.toMatch(/\\\(|\$\$|<img/);
    expect(html).not.toMatch(/<mo>[(⌊]<\/mo><mfrac|<\/mfrac><mo>[)⌋]|<msqrt><mfrac/); // grow only with a font for formulas
  });

  test('gives its elements attributes that they take', () => {
    const wrong = [];
    for (const { attributes } of tagsIn(html, 'rope-scope')) {
      const names = Object.keys(attributes).filter((name) => !ofScopes.includes(name));
      wrong.push(...names.filter((name) => !elementCodec.attributes.includes(name)));
      const { query, problems } = elementCodec.fromAttributes((name) => attributes[name] ?? null);
      wrong.push(...problems, ...unknownMethods(query));
    }
    for (const { attributes } of tagsIn(html, 'rope-figure')) {
      wrong.push(...Object.keys(attributes).filter((name) => !ofFigures.includes(name)));
      if (!Object.hasOwn(kinds, attributes.kind)) wrong.push(attributes.kind);
    }
    expect(tagsIn(html, 'rope-figure').length).toBe(html.split('<rope-figure').length - 1); // all were read
    expect(wrong).toEqual([]);
  });

  test('sets in its steps and controls what a scope takes', () => {
    const steps = tagsIn(html, 'button').map(({ attributes }) => readSet(attributes['data-set'] ?? ''));
    expect(steps.length).toBeGreaterThan(1);
    const wrong = steps.flatMap((set) => {
      const { query, problems } = elementCodec.fromAttributes((name) => Object.fromEntries(set)[name] ?? null);
      const names = set.map(([name]) => name).filter((name) => !elementCodec.attributes.includes(name));
      return [...(set.length ? [] : ['nothing']), ...names, ...problems, ...unknownMethods(query)];
    });
    const controls = ['input', 'textarea'].flatMap((name) => tagsIn(html, name));
    for (const { attributes } of controls.filter(({ attributes }) => attributes['data-pattern'])) {
      const written = attributes['data-pattern'].replace('*', attributes.value);
      const { query, problems } = elementCodec.fromAttributes((name) =>
        name === attributes['data-attribute'] ? written : null,
      );
      wrong.push(...problems, ...unknownMethods(query));
    }
    wrong.push(
      ...controls
        .map(({ attributes }) => attributes['data-attribute'])
        .filter((name) => !elementCodec.attributes.includes(name)),
    );
    expect(wrong).toEqual([]);
  });

  test('has in its formulas numbers of methods that there are, as they take them', () => {
    for (const slide of slidesOf(html)) {
      const numbers = tagsIn(slide.html, 'span').flatMap(({ attributes, at }) => {
        const name = attributes['data-number'];
        return name ? [[name, Number(slide.html.slice(at).match(/>([^<]+)</)[1])]] : [];
      });
      const patterns = tagsIn(slide.html, 'div').flatMap(({ attributes }) => attributes['data-methods'] ?? []);
      expect(patterns).toHaveLength(numbers.length > 0 ? 1 : 0);
      for (const pattern of patterns.map(patternOf)) {
        const given = Object.fromEntries(numbers);
        expect(new Set(numbers.map(([name]) => name))).toEqual(new Set(pattern.holes.map(({ name }) => name)));
        expect(numbersIn(withNumbers([], pattern, given), pattern, catalog)).toEqual(given);
        for (const hole of pattern.holes) {
          expect(paramOf(hole, catalog).min).toBeLessThanOrEqual(given[hole.name]);
          expect(paramOf(hole, catalog).max).toBeGreaterThanOrEqual(given[hole.name]);
        }
      }
    }
  });

  test('links to pages that there are, in its language', () => {
    const known = [...pages.map(({ file }) => file), ...catalog.map(({ id }) => `method-${id}.html`)];
    const links = [...html.matchAll(/ href="([^"]+)"/g)].map(([, href]) => href);
    expect(links.length).toBeGreaterThan(2);
    const inside = links.filter(
      (href) => !/^https:\/\/(arxiv\.org\/abs\/\d{4}\.\d{5}|kexue\.fm\/archives\/\d+)$/.test(href),
    );
    expect(inside.filter((href) => !known.includes(href.replace(/^\.\.\/\.\.\//, '').replace(/#.*/, '')))).toEqual([]);
    expect(inside.filter((href) => /#lang=zh(&|$)/.test(href) !== (lang === 'zh'))).toEqual([]);
  });

  test('says of every measured number where it is from: an element that the tests recompute, or a link', () => {
    expect(numbersOf(html).length).toBe(html.split('<data ').length - 1);
    const rest = html
      .replace(
        /<data [^>]*>[^<]*<\/data>(&nbsp;|\s)?%?|<a href="https[^>]*>[^<]*<\/a>|<math[\s\S]*?<\/math>|<[^>]+>/g,
        '',
      )
      .replace(/第 \d+(\.\d+)+ 节|section \d+(\.\d+)+|(Llama |GLM-|Phi-|Qwen|v)\d+\.\d+/g, ''); // models have numbers, too
    expect(rest.match(/\d+\.\d+|\d+ ?%/g)?.filter((number) => !['8 %', '8%', '0.7592'].includes(number)) ?? []).toEqual(
      [],
    );
  });
});

test('slides that quote the stored results lead to them', () => {
  const quoting = /data-of="(stored|spread|depth|words) /;
  const alone = files.flatMap(({ path, html }) =>
    slidesOf(html)
      .filter((slide) => quoting.test(slide.html) && !slide.html.includes('/evaluate.html'))
      .map(({ id }) => `${path} ${id}`),
  );
  expect(alone).toEqual([]);
});

test('the formulas of interpolation, of NTK-aware scaling and of its parts have numbers to change', () => {
  const live = files.filter(({ html }) => / data-number=/.test(html)).map(({ deck, lang }) => `${deck} ${lang}`);
  for (const deck of ['interpolation', 'ntk', 'by-parts'])
    expect(live).toEqual(expect.arrayContaining([`${deck} en`, `${deck} zh`]));
});

const unknownMethods = ({ methods }) =>
  methods.flatMap(({ id, also = [] }) =>
    [id, ...also.map((part) => part.id)].filter((name) => !catalog.some((info) => info.id === name)),
  );

test('Chinese slides are written with Chinese punctuation', () => {
  for (const { html } of files.filter(({ lang }) => lang === 'zh')) {
    const prose = html.replace(/<math[\s\S]*?<\/math>/g, 'x').replace(/<[^>]+>/g, '');
    expect(prose.match(/[\u4e00-\u9fff][,;:?!(]|[,;:?!)][\u4e00-\u9fff]|[，。：；、！？] \S/g) ?? []).toEqual([]);
    expect(prose.match(/[\u4e00-\u9fff]/g).length).toBeGreaterThan(600);
  }
});
