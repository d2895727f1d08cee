// The guided tour: each step's right choice is computed anew, by the engine with the shipped weights or from the stored
// evaluation, and so are the numbers that the page says with it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { elementCodec } from '../../web/elements/query.js';
import { createEngine } from '../../web/lib/index.node.js';
import { sharedEngine } from '../../web/scope/engine.js';
import { createScope } from '../../web/scope/scope.js';
import { measures } from '../../web/site/tour/measures.js';
import { factsOf, readingOf, steps } from '../../web/site/tour/steps.js';
import { pooled } from '../../web/studies/findings.js';
import { tour as en } from '../../web/words/en/tour.js';
import { tour as zh } from '../../web/words/zh/tour.js';

const models = new URL('../../web/models/', import.meta.url);
const at = (path) => new URL(path, models);
const stored = JSON.parse(readFileSync(at('evaluation.json'), 'utf8'));
const heldout = readFileSync(at('heldout.txt'), 'utf8');
const trained = 128;
const rope = { head_dim: 32, original_max_position_embeddings: trained, rope_theta: 10000 };
const fetchOfBrowsers = globalThis.fetch;

let engine;
let model;
let scope;
beforeAll(async () => {
  globalThis.fetch = async (address) => new Response(readFileSync(new URL(address)));
  engine = await createEngine();
  model = await engine.loadModel(at('rope-l128'));
  const filesOf = (name) => ({
    config: at(`${name}/config.json`).href,
    weights: at(`${name}/model.safetensors`).href,
  });
  const library = { names: ['rope-l128'], heldout: at('heldout.txt').href, filesOf };
  const naming = { nameOf: () => undefined, automatic: '' };
  scope = createScope({ codec: elementCodec, engine: sharedEngine(async () => engine), library, naming });
});
afterAll(async () => {
  scope.close();
  globalThis.fetch = fetchOfBrowsers;
  await engine.dispose();
});

const stepOf = (id) => steps.find((step) => step.id === id);
const mean = (list, from = 0, to = list.length) => list.slice(from, to).reduce((sum, x) => sum + x, 0) / (to - from);

/** Mean losses of a method as the library runs it. */
async function lossesOf(method, length = 4 * trained) {
  const { losses } = await model.forward(heldout.slice(0, length), { method, losses: true });
  return { within: mean(losses, 0, trained), beyond: mean(losses, trained), last: mean(losses, length - trained) };
}

/** Where the head that the tour shows looks, over the last half of the queries. */
async function looksOf(method) {
  const text = heldout.slice(0, trained);
  const { attentions } = await model.forward(text, { method, capture: { layers: [1], heads: [1] } });
  const [{ values, rows, cols }] = attentions;
  const queries = Array.from({ length: rows / 2 }, (_, i) => rows / 2 + i);
  const distanceOf = (q) =>
    values.slice(q * cols, (q + 1) * cols).reduce((sum, weight, k) => sum + weight * (q - k), 0);
  return { previous: mean(queries.map((q) => values[q * cols + q - 1])), distance: mean(queries.map(distanceOf)) };
}

/** What the page measures for a step that has been revealed, from a scope like its own. */
async function measuredBy(id, of = 'shown') {
  const step = stepOf(id);
  const reading = readingOf(step[of]);
  expect(reading.problems).toEqual([]);
  scope.query.value = reading.query;
  if (!scope.weights.value) scope.open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  while (scope.status.value !== 'ready') {
    if (scope.failure.value) throw new Error(JSON.stringify(scope.failure.value));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return measures[id]({ scope, stored, facts: factsOf(step, scope.trained.value) });
}

const squeezed = { id: 'linear', params: { factor: 4 } };

describe('the right choice of a step is what happens', () => {
  test('past: beyond the trained length the loss rises and stays high', async () => {
    const { within, beyond, last } = await lossesOf('rope');
    const rise = Math.min(beyond, last) - within;
    expect(rise > 0.5 ? 'rises' : rise < -0.1 ? 'falls' : 'stays').toBe(stepOf('past').right);
    const said = await measuredBy('past');
    expect([said.within, said.beyond]).toEqual([expect.closeTo(within, 5), expect.closeTo(beyond, 5)]);
  });

  test('angles: the pairs that were not around in training meet new angles, and these are the slow ones', async () => {
    const [seen, visited] = await Promise.all(
      [trained, 4 * trained].map((seqLen) => engine.explain([{ id: 'rope' }], { rope, seqLen })),
    );
    const turn = 2 * Math.PI;
    const met = seen.pairs.map(({ largestAngle }) => Math.min(turn, largestAngle));
    const news = visited.pairs.flatMap(({ largestAngle }, i) =>
      Math.min(turn, largestAngle) > 1.01 * met[i] ? [i] : [],
    );
    const pairs = met.length;
    const slowest = news.every((i, n) => i === pairs - news.length + n);
    expect(news.length === pairs ? 'all' : slowest ? 'slow' : 'fast').toBe(stepOf('angles').right);
    const said = await measuredBy('angles');
    expect(said).toMatchObject({ pairs, outside: news.length, full: pairs - news.length });
    let before; // plans follow the maps, a moment later on a busy machine
    for (let tries = 0; tries < 200 && before?.outside !== 0; tries++) before = await measuredBy('angles', 'asked');
    expect(before).toMatchObject({ outside: 0 }); // what is shown before gives nothing away
  });

  test('squeeze: without training Position Interpolation is worse than plain RoPE, from the first characters', async () => {
    const [plain, other] = [await lossesOf('rope'), await lossesOf(squeezed)];
    const verdict = other.beyond > plain.beyond ? 'worse' : other.beyond > plain.within + 0.3 ? 'between' : 'cured';
    expect(verdict).toBe(stepOf('squeeze').right);
    expect(other.within).toBeGreaterThan(plain.within + 1); // "it fails from the start"
    const said = await measuredBy('squeeze');
    expect(said.first).toBeCloseTo(plain.beyond, 5);
    expect(said.second).toBeCloseTo(other.beyond, 5);
    expect(said.within).toBeCloseTo(other.within, 5);
    const plan = await engine.explain([squeezed], { rope, seqLen: 4 * trained });
    const own = await engine.explain([{ id: 'rope' }], { rope, seqLen: trained });
    expect(plan.pairs.every(({ largestAngle }, i) => largestAngle <= 1.01 * own.pairs[i].largestAngle)).toBe(true);
  });

  test('squeeze: a little training under the new positions brings most of it back', () => {
    const loss = (family, own, length) => {
      const cells = stored.cells.filter(({ model: name, line }) => name.startsWith(`${family},`) && line === own);
      return pooled(cells, { task: 'text', metric: 'loss', length }).mean;
    };
    const untuned = loss('rope-l128', 'linear', 4 * trained);
    const back = untuned - loss('rope-l128-pi-x4', 'own', 4 * trained);
    expect(back / (untuned - loss('rope-l128', 'own', trained))).toBeGreaterThan(0.75);
  });

  test('neighbours: far less than one part in four of the step is left, and the head looks farther back', async () => {
    const { inv_freq } = await engine.plan([{ id: 'rope' }], { rope, seqLen: trained });
    const fall = (slower) => 1 - mean(Array.from(inv_freq, (rate) => Math.cos(rate / slower)));
    const share = fall(4) / fall(1);
    expect(share > 0.9 ? 'same' : share > 0.15 ? 'quarter' : 'less').toBe(stepOf('neighbours').right);
    expect(share).toBeCloseTo(1 / 4 ** 2, 1); // "about 16 times less"
    const said = await measuredBy('neighbours');
    expect(said.share).toBeCloseTo(share, 5);
    const [plain, other] = [await looksOf('rope'), await looksOf(squeezed)];
    expect([said.first, said.second, said.distance]).toEqual([
      expect.closeTo(plain.previous, 4),
      expect.closeTo(other.previous, 4),
      expect.closeTo(other.distance, 3),
    ]);
    expect([plain.previous > 0.9, other.previous < 0.1, other.distance > 2]).toEqual([true, true, true]);
  });

  test('pace: the fast pairs keep their pace under YaRN, which loses far less than Position Interpolation', async () => {
    const yarn = { id: 'yarn', params: { factor: 4, beta_fast: 8 } };
    const { pairs } = await engine.explain([yarn], { rope, seqLen: 4 * trained });
    const keeping = pairs.flatMap(({ ratio }, i) => (ratio === 1 ? [i] : []));
    const verdict = keeping.length === 0 ? 'none' : keeping.every((i, n) => i === n) ? 'fast' : 'slow';
    expect(verdict).toBe(stepOf('pace').right);
    expect(pairs.filter(({ ratio }) => ratio === 1).every(({ turns }) => turns > 8)).toBe(true);
    const [slowed, chosen] = [await lossesOf(squeezed), await lossesOf(yarn)];
    expect(chosen.beyond).toBeLessThan(slowed.beyond - 1);
    const said = await measuredBy('pace');
    expect(said.kept).toBe(keeping.length);
    expect(said.kept + said.blended + said.interpolated).toBe(pairs.length);
    expect([said.first, said.second]).toEqual([expect.closeTo(slowed.beyond, 5), expect.closeTo(chosen.beyond, 5)]);
  });

  test('pretend: under ReRoPE nothing seems farther away than the window, and the loss stays low', async () => {
    const { window } = factsOf(stepOf('pretend'), trained);
    const method = { id: 'rerope', params: { window } };
    const said = await measuredBy('pretend');
    const verdict = said.most === window ? 'window' : said.most === 4 * trained - 1 ? 'real' : 'divided';
    expect(verdict).toBe(stepOf('pretend').right);
    const [plain, other] = [await lossesOf('rope'), await lossesOf(method)];
    expect(other.beyond).toBeLessThan(plain.beyond - 0.3);
    expect([said.first, said.second]).toEqual([expect.closeTo(plain.beyond, 5), expect.closeTo(other.beyond, 5)]);
  });

  test('use: a window keeps the loss, and finds keys near the end alone', async () => {
    const cells = stored.cells.filter(
      ({ model: name, line }) => name.startsWith('rope-l128,') && line === 'local window',
    );
    const loss = (length) => pooled(cells, { task: 'text', metric: 'loss', length }).mean;
    const found = (depth) =>
      pooled(cells, { task: 'passkey', metric: 'exact_match', length: 8 * trained, params: { depth } }).mean;
    expect(Math.abs(loss(8 * trained) - loss(trained))).toBeLessThan(0.1);
    const before = [0, 0.25, 0.5, 0.75].map(found);
    const verdict = found(1) < 0.1 ? 'never' : Math.max(...before) > 0.1 ? 'always' : 'near';
    expect(verdict).toBe(stepOf('use').right);
    expect(await measures.use({ scope, stored, facts: factsOf(stepOf('use'), trained) })).toEqual({
      within: loss(trained),
      beyond: loss(8 * trained),
      last: found(1),
      before: mean(before),
    });
  });
});

test('a step says what it can, in both languages, and the right choice stands in no fixed place', () => {
  expect(steps.length).toBeGreaterThan(5);
  for (const { id, choices, right } of steps) {
    expect(choices).toContain(right);
    for (const { steps: words } of [en, zh]) expect(Object.keys(words[id].choices).sort()).toEqual([...choices].sort());
  }
  expect(Object.keys(en.steps)).toEqual(steps.map(({ id }) => id));
  expect(new Set(steps.map(({ choices, right }) => choices.indexOf(right))).size).toBe(3);
});
