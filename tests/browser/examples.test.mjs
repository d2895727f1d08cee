// The plain page of examples/, served from the root of the repository without a bundler.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { page, visit } from './page.mjs';
import { serve } from './server.mjs';

let root;
beforeAll(async () => {
  root = await serve('./');
});
afterAll(() => root.close());

test('a plain page runs the model and draws two heads', async () => {
  await visit(root.address, 'examples/html/');
  await page.locator('figure').nth(1).waitFor();
  const captions = await page.locator('figcaption').allTextContents();
  const losses = captions.map((caption) => Number(caption.match(/^\w+: ([\d.]+) nats per character$/)[1]));
  expect(losses[1]).toBeLessThan(losses[0]);
  const colors = await page
    .locator('canvas')
    .evaluateAll((all) => all.map((canvas) => [canvas.width, canvas.toDataURL().length]));
  expect(colors.map(([width]) => width)).toEqual([512, 512]);
  expect(colors[0][1]).not.toBe(colors[1][1]);
});
