// The lecture on the lab: its runs are those of the lab as it is, its slides repeat what was measured, its links open the lab.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import lab from '../../web/models/lab.json' with { type: 'json' };
import stored from '../../web/models/lab-runs.json' with { type: 'json' };
import { parseHash } from '../../web/site/lab/state.js';
import { begin, madeOf } from '../../web/studies/lab-runs.js';
import { deckFiles, tagsIn } from '../repo/decks.mjs';
import { block, rowOf } from './helpers/lectures-lab.mjs';

const slides = deckFiles().filter(({ deck }) => deck === 'lab');
const each = stored.runs.map((run) => [`${run.id}, seed ${run.seed}`, run]);

let engine;
let catalog;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
});
afterAll(() => engine.dispose());

test('the kept runs are of the lab.json of today', () => {
  expect(stored.made_of).toEqual(madeOf);
  expect(each.length).toBeGreaterThan(2);
});

test.each(each)('a replay of %s begins as the kept run did', async (_, run) => {
  const training = await begin(engine, run);
  const { losses } = await training.run({ steps: 1 });
  expect(losses[0]).toBeCloseTo(run.first, 6);
  await training.dispose();
});

test('slides repeat the symbols whose weights are quoted', () => {
  expect(new Set(block).size).toBe(lab.stretch.period);
  const typed = slides.flatMap(({ html }) =>
    tagsIn(html, 'rope-scope').flatMap(({ attributes }) => (attributes.typed?.startsWith(block) ? [attributes] : [])),
  );
  expect(typed.length).toBeGreaterThan(8);
  for (const { typed: row, length } of typed) expect(row).toBe(rowOf(Number(length)));
});

test('every training that a slide shows or proposes was made and kept with one seed at least', () => {
  const shown = slides.flatMap(({ html }) =>
    tagsIn(html, 'rope-lab').map(({ attributes: { a, b, seed } }) => ({ ids: b ? [a, b] : [a], seed: Number(seed) })),
  );
  expect(shown.length).toBeGreaterThan(3);
  for (const { ids, seed } of shown)
    for (const id of ids) expect(stored.runs).toContainEqual(expect.objectContaining({ id, seed }));
  const linked = slides.flatMap(({ html }) => [...html.matchAll(/[#&][ab]=(\w+)/g)].map(([, id]) => id));
  expect(new Set(linked).size).toBeGreaterThan(5);
  for (const id of linked) expect(stored.runs).toContainEqual(expect.objectContaining({ id }));
});

test('links to the lab hold encodings that it can train, and settings that it reads', () => {
  const links = slides.flatMap(({ html }) => [...html.matchAll(/lab\.html#([^"]+)/g)].map(([, hash]) => hash));
  expect(links.length).toBeGreaterThan(8);
  for (const hash of links) {
    const { state, problems } = parseHash(hash, { a: '', b: '', seed: 0, theme: '', lang: '' });
    expect(problems).toEqual([]);
    for (const id of [state.a, state.b].filter(Boolean)) {
      expect(catalog.find((info) => info.id === id)).toMatchObject({ trainable: true, trainedAs: id });
      expect(lab.fromOtherWeights).not.toContain(id);
    }
  }
});
