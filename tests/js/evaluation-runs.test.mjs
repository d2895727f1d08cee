// npm run evaluate goes on where it was stopped, and measures only what is new.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cellsOfLines, lengthsOf } from '../../web/studies/evaluation-runs.js';

const recipe = {
  seed: 0,
  lengths: [128, 256, 512],
  samples: { 128: 4, 256: 4, 512: 2 },
  tasks: [{ task: 'text' }, { task: 'passkey', params: { depth: [0, 1] } }],
  rules: { yarn: { factor: { ratio: 1 } } },
};
const own = { name: 'own', methods: [] };
const yarn = { name: 'yarn', methods: [{ id: 'yarn' }] };
const rerope = { name: 'rerope', methods: [{ id: 'rerope' }] };
const subject = { name: 'm, seed 0', weights: 'a', text: 'held out', recipe, engine: 'first build' };

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An engine whose loss is `loss`; it says which lines it was asked for, with a mark where for a part of the cells only. */
async function run(lines, changes = {}, { loss = 1, stopAt } = {}) {
  const asked = [];
  const measure = async ({ line, lengths, tasks }) => {
    asked.push(tasks.length < recipe.tasks.length ? `${line.name}?` : line.name);
    if (line.name === stopAt) return undefined;
    return lengths.flatMap((length) => tasks.map(({ task }) => ({ line: line.name, length, task, loss })));
  };
  return { cells: await cellsOfLines(lines, { ...subject, ...changes }, { folder, measure }), asked };
}

test('a second run measures nothing and has the same cells', async () => {
  const first = await run([own, yarn]);
  expect(first.asked).toEqual(['own', 'yarn']);
  expect(first.cells).toHaveLength(12);
  expect(await run([own, yarn])).toEqual({ cells: first.cells, asked: [] });
});

test('a run that was stopped keeps the lines that were done', async () => {
  expect(await run([own, yarn, rerope], {}, { stopAt: 'yarn' })).toEqual({ cells: undefined, asked: ['own', 'yarn'] });
  expect((await run([own, yarn, rerope])).asked).toEqual(['yarn', 'rerope']);
});

test('a line or a model more costs that line or that model', async () => {
  await run([own, yarn]);
  expect((await run([own, rerope, yarn])).asked).toEqual(['rerope']);
  expect((await run([own], { weights: 'b' })).asked).toEqual(['own']);
  expect((await run([own, yarn])).asked).toEqual([]);
});

test.each([
  ['the rule of a method', { rules: { yarn: { factor: { ratio: 2 } } } }, ['yarn']],
  ['a rule of no line', { rules: { ...recipe.rules, rerope: { window: 64 } } }, []],
  ['why something is so', { why: { yarn: 'because' } }, []],
  ['a number of samples', { samples: { ...recipe.samples, 512: 3 } }, ['own', 'yarn']],
  ['the length at which a line ends', { ends: { yarn: 256 } }, ['yarn']],
  ['the tasks', { tasks: [...recipe.tasks, { task: 'repeat' }] }, ['own', 'yarn']],
  ['the seed', { seed: 1 }, ['own', 'yarn']],
])('of a recipe that differs in %s only those lines are measured again that depend on it', async (_, change, again) => {
  await run([own, yarn]);
  const { asked } = await run([own, yarn], { recipe: { ...recipe, ...change } });
  expect(asked).toEqual(again);
});

test('another text is measured from the beginning', async () => {
  await run([own]);
  expect((await run([own], { text: 'another' })).asked).toEqual(['own']);
});

test('another build of the engine has to give one cell of each line again, once', async () => {
  await run([own, yarn]);
  const built = { engine: 'second build' };
  expect((await run([own, yarn], built)).asked).toEqual(['own?', 'yarn?']);
  expect((await run([own, yarn], built)).asked).toEqual([]);
});

test('where that cell differs, the line is measured again', async () => {
  await run([own]);
  const { cells, asked } = await run([own], { engine: 'second build' }, { loss: 2 });
  expect(asked).toEqual(['own?', 'own']);
  expect(cells.every(({ loss }) => loss === 2)).toBe(true);
  expect((await run([own], { engine: 'second build' })).cells).toEqual(cells);
});

test('half a file, of a process that was killed while it wrote, counts as none', async () => {
  await run([own]);
  const [file] = readdirSync(folder);
  const whole = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, file), whole.slice(0, whole.length / 2));
  expect((await run([own])).asked).toEqual(['own']);
  expect(readFileSync(join(folder, file), 'utf8')).toBe(whole);
});

test('a line ends at the length that the recipe says, all others at the last one', () => {
  const ending = { ...recipe, ends: { linear: 256 } };
  expect(lengthsOf(ending, 'linear')).toEqual([128, 256]);
  expect(lengthsOf(ending, 'yarn')).toEqual(recipe.lengths);
});
