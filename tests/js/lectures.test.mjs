// What lectures say: every number they quote, every answer to their questions.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countsOf, coverageOf } from '../../web/figures/coverage.js';
import { meanCosine, randomVectors } from '../../web/figures/phasors.js';
import { judged } from '../../web/lectures/judged.js';
import { createEngine } from '../../web/lib/index.node.js';
import { scoredText } from '../../web/lib/samples.js';
import { readColumn } from '../../web/scope/column-text.js';
import { partsOf, specsAt } from '../../web/scope/methods.js';
import { deckFiles, numbersOf, slidesOf, tagsIn, toldIn } from '../repo/decks.mjs';
import { evidenceAnswers, evidenceSources } from './helpers/lectures-evidence.mjs';
import { labAnswers, labSources } from './helpers/lectures-lab.mjs';
import { scoreAnswers, scoreSources } from './helpers/lectures-scores.mjs';
import { wildAnswers, wildSources } from './helpers/lectures-wild.mjs';

const read = (path) => readFileSync(new URL(`../../web/models/${path}`, import.meta.url), 'utf8');
const stored = JSON.parse(read('evaluation.json'));
const ofWords = JSON.parse(read('evaluation-words.json'));
const heldout = read('heldout.txt');
const decks = deckFiles();

let engine;
let catalog;
let model;
let rope;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
  model = await engine.loadModel(new URL('../../web/models/rope-l128', import.meta.url).pathname);
  const { head_dim, rotary_dim, rope_theta, original_max_position_embeddings } = model.info.rope;
  rope = { head_dim, rotary_dim, rope_theta, original_max_position_embeddings };
});
afterAll(() => engine.dispose());

const trained = 128;
const specs = (column, length) => specsAt(readColumn(column), catalog, { length, trained });
const small = (length) => ({ rope, heads: 4, layers: 4, layer: 0, seqLen: length });
const large = (dims, theta, length) => ({
  rope: { head_dim: dims, rotary_dim: dims, rope_theta: theta, original_max_position_embeddings: length },
  ...{ heads: 1, layers: 1, layer: 0 },
});

const asShare = new Set(['accuracy', 'exact_match']);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The counts of the figure of coverage. */
async function countsAt(column, length) {
  const own = await engine.explain([{ id: 'rope' }], small(trained));
  const { pairs } = await engine.explain(specs(column, length), small(length));
  return countsOf(column, coverageOf(pairs, own.pairs), length);
}

async function headAt(column, length, layer, head) {
  const maps = [];
  await model.forward(heldout.slice(0, length), {
    ...{ method: specs(column, length), logits: 'none', losses: false },
    capture: [{ layers: [layer], heads: [head], size: 0 }],
    onMaps: (done) => maps.push(...done),
  });
  return maps[0];
}

const scores = scoreSources(() => ({ engine, model, heldout, specs, small }));
const wild = wildSources(() => ({ engine }));
const lab = labSources(() => ({ engine, model, specs }));

/** Of each pair within the trained length. */
async function turnsOf(dims, theta, length) {
  const at = { ...large(Number(dims), Number(theta), Number(length)), seqLen: Number(length) };
  return Array.from((await engine.plan([{ id: 'rope' }], at)).turns);
}

/** What `data-of` can name. */
const sources = {
  ...scores,
  ...wild,
  ...lab,
  /** Mean over seeds, and over depths or periods; shares in per cent. */
  stored(family, line, task, length, metric) {
    const cells = stored.cells.filter(
      (cell) =>
        cell.model.startsWith(`${family}, seed `) &&
        [cell.line, cell.task, cell.length].join() === [line.replaceAll('-', ' '), task, Number(length)].join() &&
        (task !== 'repeat' || cell.params.period === trained),
    );
    expect(new Set(cells.map(({ model }) => model)).size).toBe(3);
    return (asShare.has(metric) ? 100 : 1) * mean(cells.map(({ metrics }) => metrics[metric].mean));
  },
  /** Of the one model of word pieces. */
  words(line, task, length, metric) {
    const cells = ofWords.cells.filter(
      (cell) => [cell.line, cell.task, cell.length].join() === [line, task, Number(length)].join(),
    );
    expect(cells).toHaveLength(1);
    return cells[0].metrics[metric].mean;
  },
  ...evidenceSources(() => ({ engine, heldout, specs, small })),
  /** Per cent of a head's weight on the character before, for queries of a range. */
  async head(column, length, layer, head, from, to) {
    const map = await headAt(column, Number(length), Number(layer), Number(head));
    const queries = Array.from({ length: to - from }, (_, i) => Number(from) + i);
    return 100 * mean(queries.map((q) => map.values[q * map.rows + q - 1]));
  },
  parameters: () => model.info.parameters,
  /** Tokens at the end of a text whose losses count. */
  scored: () => scoredText,
  pairs: async (column, length, what) => (await countsAt(column, Number(length)))[what],
  /** Pairs that turn less than once, that often or more but not above a bound, and above it. */
  slow: async (...of) => (await turnsOf(...of)).filter((each) => each < 1).length,
  between: async (bound, ...of) => (await turnsOf(...of)).filter((each) => each >= 1 && each <= bound).length,
  above: async (bound, ...of) => (await turnsOf(...of)).filter((each) => each > bound).length,
  turns: async (pair, ...of) => (await turnsOf(...of))[pair],
  /** 64 pairs, base 10,000, trained on 4,096, read at eight times that. */
  async cosine(column, distance) {
    const { inv_freq } = await engine.plan(
      partsOf(readColumn(column)).map(({ id, params }) => ({ id, params })),
      {
        ...large(128, 10000, 4096),
        seqLen: 8 * 4096,
      },
    );
    return meanCosine(inv_freq, [Number(distance)])[0];
  },
};

const quoted = [
  ...new Map(decks.flatMap(({ html }) => numbersOf(html)).map((number) => [`${number.of} = ${number.text}`, number])),
];

test.each(quoted)('%s', async (_, { value, text, of }) => {
  const [name, ...rest] = of.split(' ');
  const found = await sources[name](...rest);
  const digits = text.split('.')[1]?.length ?? 0;
  expect(Number(text)).toBe(value);
  expect(found.toFixed(digits)).toBe(text);
});

const yes = { en: 'yes', zh: '可以' };
const told = decks.flatMap(({ lang, html }) =>
  toldIn(html).map(({ of, said }) => [`${of}: ${said}`, of.split(' '), said === yes[lang]]),
);

test.each(told)('an engine can be told, %s', async (_, [method, to], can) => {
  expect(await wild.canBeTold(method, to)).toBe(can);
});

describe('answers', () => {
  const answersOf = (name) =>
    decks
      .filter(({ lang }) => lang === 'en')
      .flatMap(({ deck, html }) =>
        slidesOf(html).flatMap((slide) =>
          tagsIn(slide.html, name).map(({ attributes }) => [
            `${deck} ${attributes.id ?? slide.id}`,
            Number(attributes.answer),
          ]),
        ),
      );
  const lossesOf = async (column, length) => {
    const options = { method: specs(column, length), logits: 'none', losses: true };
    return Array.from((await model.forward(heldout.slice(0, length), options)).losses);
  };
  const lossAt = async (column, length) => mean(await lossesOf(column, length));
  const plan = (column, length) => engine.plan(specs(column, length), small(length));

  /** How many times slower each pair turns. */
  const slowed = async (column) => {
    const [own, now] = [await plan('rope', 512), await plan(column, 512)];
    return Array.from(own.inv_freq, (rate, i) => rate / now.inv_freq[i]);
  };

  const computed = {
    ...scoreAnswers(scores, sources.stored),
    ...wildAnswers(wild, sources.stored),
    ...labAnswers(lab),
    'extrapolation predict-loss': async () => {
      const losses = await lossesOf('rope', 512);
      const parts = [0, 128, 256, 384].map((from) => mean(losses.slice(from, from + 128)));
      return parts.every((part, i) => i === 0 || part > parts[i - 1]) ? 3 : 0; // it rises from part to part
    },
    'extrapolation predict-window': () =>
      sources.stored('rope-l128', 'yarn', 'passkey', 1024, 'exact_match') >
      sources.stored('rope-l128', 'local-window', 'passkey', 1024, 'exact_match')
        ? 2
        : 1,
    'extrapolation probability': () => 100 * Math.exp(-sources.stored('rope-l128', 'own', 'text', 512, 'loss')),
    'extrapolation earliest': async () => 512 - (await plan('rope+window', 512)).window,
    'extrapolation evidence': () => 3,
    ...evidenceAnswers(sources, sources.stored),
    'rope predict-decay': async () => {
      const { inv_freq } = await plan('rope', 512);
      const distances = Array.from({ length: 512 }, (_, i) => i);
      const { one } = randomVectors(inv_freq, distances);
      const rises = one.filter((score, i) => i > 0 && score > one[i - 1]).length;
      return mean(Array.from(one.slice(256))) < mean(Array.from(one.slice(0, 64))) && rises > 100 ? 2 : 0;
    },
    'rope predict-coverage': async () => [0, 6, 10, 16].indexOf((await countsAt('rope', 512)).outside) + 1,
    'rope count': async () => (await countsAt('rope', 256)).outside,
    'rope wavelength': async () => (await plan('rope', 512)).wavelength[0],
    'rope first': async () => Array.from((await plan('rope', 128)).turns).findIndex((turns) => turns < 1),
    'interpolation predict-loss': async () =>
      (await lossAt('linear;factor:4', 512)) > (await lossAt('rope', 512)) ? 3 : 2,
    'interpolation step': async () => (await plan('linear;factor:4', 512)).inv_freq[0],
    'interpolation looks': async () => {
      const [own, stretched] = [await plan('rope', 128), await plan('linear;factor:4', 512)];
      const [neighbour] = meanCosine(own.inv_freq, [1]);
      const distances = Array.from({ length: 16 }, (_, i) => i);
      return Array.from(meanCosine(stretched.inv_freq, distances)).findIndex(
        (cosine) => Math.abs(cosine - neighbour) < 1e-9,
      );
    },
    'interpolation short': async () =>
      (await lossAt('linear;factor:4', 128)) > 1 + (await lossAt('rope', 128)) ? 2 : 1,
    'ntk predict-coverage': async () => [0, 6, 10].indexOf((await countsAt('ntk_aware;alpha:4', 512)).outside) + 1,
    'ntk predict-alpha': async () => {
      const losses = [];
      for (const alpha of [2, 4, 8]) losses.push(await lossAt(`ntk_aware;alpha:${alpha}`, 512));
      return losses.indexOf(Math.min(...losses)) + 1;
    },
    'ntk base': async () => (await plan('ntk_aware;alpha:4', 512)).inv_freq[1] ** -16,
    'ntk outside': async () => (await countsAt('ntk_aware;alpha:16', 512)).outside,
    'by-parts predict-beta': async () =>
      (await lossAt('ntk_by_parts;factor:4;beta_fast:8', 512)) <
      (await lossAt('ntk_by_parts;factor:4;beta_fast:32', 512))
        ? 2
        : 1,
    'by-parts kept': async () => (await slowed('ntk_by_parts;factor:4;beta_fast:4')).filter((by) => by < 1.0001).length,
    'by-parts full': async () => (await slowed('ntk_by_parts;factor:4;beta_fast:4')).filter((by) => by > 3.9999).length,
    'by-parts outside': async () => (await countsAt('ntk_by_parts;factor:4;beta_fast:8', 512)).outside,
    'ntk short': async () => ((await lossAt('dynamic_ntk', 100)) === (await lossAt('rope', 100)) ? 1 : 2),
  };

  test('to all questions are computed', () => {
    const all = [...answersOf('rope-poll'), ...answersOf('rope-exercise')].map(([name]) => name);
    expect(all.sort()).toEqual(Object.keys(computed).sort());
  });

  test.each([...answersOf('rope-poll'), ...answersOf('rope-exercise')])('%s: %d', async (name, answer) => {
    const digits = String(answer).split('.')[1]?.length ?? 0;
    expect(Number((await computed[name]()).toFixed(digits))).toBe(answer);
  });

  test('are judged within a tolerance, in either way of writing a decimal, and what is no number is said to be none', () => {
    expect(['0.25', ' 0,251 ', '0.26'].map((given) => judged(given, 0.25, 0.002))).toEqual([true, true, false]);
    expect(['', 'x', '1e999'].map((given) => judged(given, 0.25))).toEqual([null, null, null]);
    expect(judged('3', 3)).toBe(true);
  });
});

test('a random vector: its score with itself is 1 where it stands, and the mean over many is the mean cosine', () => {
  const rates = [1, 0.3, 0.1, 0.03];
  const distances = [0, 1, 5, 20];
  const scores = Array.from({ length: 400 }, (_, seed) =>
    Array.from(randomVectors(rates, distances, 1, [], { draws: 1, seed }).one),
  );
  const means = distances.map((_, i) => mean(scores.map((row) => row[i])));
  expect(means[0]).toBeCloseTo(1, 12);
  const cosines = meanCosine(rates, distances);
  for (const [i, cosine] of cosines.entries()) expect(Math.abs(means[i] - cosine)).toBeLessThan(0.06); // 400 draws
  const { one, low, high } = randomVectors(rates, [0, 3, Number.NaN]);
  expect(low[1]).toBeLessThan(high[1]);
  expect([one[0], low[0], high[0]].map((score) => score.toFixed(12))).toEqual(Array(3).fill('1.000000000000'));
  expect(one[2]).toBeNaN();
  expect(Array.from(randomVectors([], [0, 7], 2).one)).toEqual([4, 4]); // nothing turns; scores scale by the factor squared
});
