// The folders of examples/ that have a package.json, copied to where a stranger would have them, over the packed tarball.
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { serve } from '../browser/server.mjs';
import { closeBrowsers, onPage } from '../hosts/browser.mjs';
import { command } from '../hosts/workplace.mjs';
import { repositoryFiles, textOf } from '../repo/files.mjs';
import { packed, root } from './place.mjs';

jest.setTimeout(120_000);
const names = repositoryFiles().flatMap((path) => /^examples\/([\w-]+)\/package\.json$/.exec(path)?.[1] ?? []);
let place;
beforeAll(async () => {
  ({ place } = await packed('package-examples', ['vite', 'react', 'react-dom', 'reveal.js']));
});
afterAll(closeBrowsers);

/** A copy of the example, with its packages. */
function copied(name) {
  const folder = `${place}/${name}`;
  mkdirSync(folder, { recursive: true });
  cpSync(`${root}examples/${name}`, folder, { recursive: true });
  symlinkSync(`${place}/node_modules`, `${folder}/node_modules`);
  return folder;
}
const run = (name) => {
  const [, program, ...args] = /^(node) (.*)$/.exec(JSON.parse(textOf(`examples/${name}/package.json`)).scripts.start);
  return command(program, args, copied(name));
};
/** @template T @param {(page: import('playwright-core').Page) => Promise<T>} use */
async function opened(folder, use) {
  const server = await serve(`${folder}/`);
  try {
    return await onPage(server.address, async (page, errors) => {
      const found = await use(page);
      expect(errors.filter((each) => !/status of 404/.test(each))).toEqual([]); // a model may lack a tokenizer.json
      return found;
    });
  } finally {
    await server.close();
  }
}
async function built(name) {
  const folder = copied(name);
  await command(process.execPath, [`${place}/node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'error'], folder);
  return `${folder}/dist`;
}
/** The curves of a figure of the loss, as soon as all methods have read so many characters. */
const curves = (page, length) =>
  page.waitForFunction((wanted) => {
    const plot = document.querySelector('rope-figure[kind=loss]')?.shadowRoot?.querySelector('rope-plot');
    const all = plot?.figure?.curves ?? [];
    if (all.length !== 2 || all.some(({ values }) => values.length !== wanted - 1)) return false; // the first is not predicted
    const lateMean = ({ values }) => values.slice(wanted / 2).reduce((sum, each) => sum + each, 0) / (wanted / 2 - 1);
    return all.map((curve) => ({ label: curve.label.split(',')[0], late: lateMean(curve) }));
  }, length);
const lossesIn = (texts) => texts.map((text) => Number(/([\d.]+) nats/.exec(text)[1]));

describe('every example', () => {
  test('is known here', () => {
    const known = ['browser-one-figure', 'node-inspect', 'own-model', 'react-app', 'reveal-deck', 'train-and-stretch'];
    expect(names).toEqual([...known, 'vite-app']);
  });

  test.each(names)('%s has a line of introduction, and asks for packages in the versions that are tested', (name) => {
    const { dependencies, devDependencies = {} } = JSON.parse(textOf(`examples/${name}/package.json`));
    const own = JSON.parse(textOf('package.json'));
    const versions = { ...own.devDependencies, ropescope: own.version };
    for (const [each, range] of Object.entries({ ...dependencies, ...devDependencies }))
      expect([each, range]).toEqual([each, `^${versions[each]}`]);
    expect(textOf(`examples/${name}/README.md`)).toMatch(/^# .+\n\n[^\n]{20,}/);
  });
});

test('node-inspect prints the turns that the formula gives, and what is probably not meant', async () => {
  const output = await run('node-inspect');
  const { rope_theta, rope_scaling, head_dim } = JSON.parse(textOf('examples/node-inspect/config.json'));
  const { factor, original_max_position_embeddings: trained } = rope_scaling;
  expect(output).toContain(`yarn, trained on ${trained} tokens, attention factor ${0.1 * Math.log(factor) + 1}\n`);
  const wavelength = (pair, slowed) => 2 * Math.PI * slowed * rope_theta ** ((2 * pair) / head_dim);
  const line = (pair, slowed) => {
    const turns = trained / wavelength(pair, slowed);
    return `pair ${pair}: a turn in ${wavelength(pair, slowed).toFixed(1)} tokens, ${turns.toFixed(2)} turns in training\n`;
  };
  expect(output).toContain(line(0, 1)); // YaRN leaves the fastest
  expect(output).toContain(line(head_dim / 2 - 1, factor)); // and interpolates the slowest in full
  expect(output).toMatch(/^note: rope_scaling\.type: read as rope_type$/m);
  expect(output).toMatch(/^warning: rope_scaling\.factor 4: .* is 1\.25/m);
});

test('train-and-stretch learns to copy, and copies on where RoPE does not', async () => {
  const output = await run('train-and-stretch');
  const losses = Object.fromEntries([...output.matchAll(/^(.+): ([\d.]+)/gm)].map(([, name, loss]) => [name, +loss]));
  expect(losses.guessing).toBeCloseTo(Math.log(12), 2);
  expect(losses['rope at 32']).toBeLessThan(0.8);
  expect(losses['rerope at 128']).toBeLessThan(0.9);
  expect(losses['rope at 128']).toBeGreaterThan(losses['rerope at 128'] + 0.7);
  expect(losses['yarn at 128']).toBeLessThan(losses['rope at 128']);
});

test('browser-one-figure draws both methods, and YaRN reads on where RoPE fails', () =>
  opened(copied('browser-one-figure'), async (page) => {
    const [rope, yarn] = await (await curves(page, 512)).jsonValue();
    expect([rope.label, yarn.label]).toEqual(['RoPE', 'YaRN']);
    expect(yarn.late).toBeLessThan(rope.late - 0.5);
  }));

test('reveal-deck turns by keys, but not by those that are pressed in a figure', () =>
  opened(copied('reveal-deck'), async (page) => {
    await curves(page, 512);
    const slide = () => page.evaluate(() => document.querySelector('section.present').id);
    await page.locator('#read rope-figure .area').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Space', 'PageDown', 'End', 'n']) await page.keyboard.press(key);
    await page.locator('#read rope-figure [aria-live]', { hasText: 'position' }).waitFor({ state: 'attached' });
    expect(await slide()).toBe('read');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('ArrowRight');
    await page.locator('#map rope-attention-map').nth(1).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('#angles rope-plot').waitFor();
    expect(await slide()).toBe('angles');
  }));

test('vite-app draws the map anew for another factor, with a loss that falls', async () =>
  opened(await built('vite-app'), async (page) => {
    const caption = page.locator('figcaption');
    const drawn = () => page.evaluate(() => document.querySelector('canvas').toDataURL());
    await caption.filter({ hasText: 'nats' }).waitFor();
    const [before, first] = [await caption.textContent(), await drawn()];
    await page.locator('input').fill('4');
    await page.locator('output', { hasText: '4' }).waitFor();
    const [fails, reads] = lossesIn([before, await caption.textContent()]);
    expect(reads).toBeLessThan(fails - 0.3);
    expect(await page.evaluate(() => document.querySelector('canvas').width)).toBe(512);
    expect(await drawn()).not.toBe(first);
  }));

test('own-model reads files with a tokenizer, draws both maps, and says what it cannot read', () =>
  opened(copied('own-model'), async (page) => {
    const folder = `${root}web/models/words-l512/`;
    const files = ['config.json', 'model.safetensors', 'tokenizer.json'].map((name) => folder + name);
    const picker = page.locator('input[type=file]');
    await picker.setInputFiles(files);
    await page.locator('figcaption').nth(1).waitFor();
    expect(await page.locator('[role=status]').textContent()).toBe('llama, 1,967,808 parameters, reads 2048 tokens');
    const [rope, rerope] = lossesIn(await page.locator('figcaption').allTextContents());
    expect(rerope).toBeLessThan(rope - 0.4);
    expect(await page.locator('canvas').evaluateAll((all) => all.map(({ width }) => width))).toEqual([512, 512]);
    await picker.setInputFiles(files.slice(1));
    await page.locator('[role=status]', { hasText: 'config.json' }).waitFor();
  }));

test('react-app changes what its figure shows by attributes, takes it away and puts it back', async () =>
  opened(await built('react-app'), async (page) => {
    await curves(page, 256);
    await page.locator('input').focus();
    await page.keyboard.press('ArrowRight');
    await curves(page, 320);
    await page.getByRole('button', { name: 'Hide' }).click();
    await page.locator('rope-figure').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show' }).click();
    await curves(page, 320);
  }));
