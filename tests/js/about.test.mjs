// What the page about the site counts, and the module by which it knows whether a browser has vectors.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { needs } from '../../web/site/about/browser.js';
import { measureSite, parametersIn } from '../../web/site/about/measure.js';
import { about as en } from '../../web/words/en/about.js';
import { about as zh } from '../../web/words/zh/about.js';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));

let facts;
test('counts what the engine and the repository hold', async () => {
  const engine = await createEngine({ workers: 0 });
  facts = await measureSite(engine);
  expect(facts.methods).toBe((await engine.methods()).length);
  await engine.dispose();
  const { version, license } = JSON.parse(read('package.json'));
  expect(facts).toMatchObject({ version, license, cells: JSON.parse(read('web/models/evaluation.json')).cells.length });
  const golden = readdirSync(new URL('../golden/', import.meta.url)).filter((name) => name.endsWith('.json'));
  expect(facts.references).toBeLessThanOrEqual(golden.length);
  expect(facts.cases).toBeGreaterThan(1000);
  const folders = readdirSync(new URL('../../web/models/', import.meta.url), { withFileTypes: true });
  const models = folders.filter((entry) => entry.isDirectory()).length;
  expect(facts.models.reduce((sum, kind) => sum + kind.models, 0)).toBe(models);
  expect(Math.max(...facts.models.flatMap(({ parameters }) => parameters))).toBeLessThan(2e6); // "less than two million"
});

test('is cited with the year of its newest change, and without one where nobody knows it', () => {
  const [newest] = execFileSync('git', ['log', '-1', '--format=%cI'], { encoding: 'utf8' }).split('-');
  for (const { cite } of [en, zh]) {
    expect(cite.bibtex(facts)).toContain(`  year    = {${newest}},\n  version = {${facts.version}}`);
    expect(cite.bibtex({ ...facts, year: '' })).not.toMatch(/year|,\s*,/);
  }
});

test('the parameters of a model are the numbers in its weights', () => {
  const file = read('web/models/rope-l128/model.safetensors');
  const header = 8 + Number(file.readBigUInt64LE(0));
  expect(parametersIn(file)).toBe((file.length - header) / 2); // of two bytes each
});

test('what a browser needs has words, and vectors are found where they are', () => {
  for (const { browser } of [en, zh])
    expect(Object.keys(browser.needs).sort()).toEqual(needs.map(({ name }) => name).sort());
  expect(needs.find(({ name }) => name === 'simd').has()).toBe(true); // Node has had them since version 16
});
