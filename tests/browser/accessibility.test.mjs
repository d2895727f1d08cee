// axe-core over the built site: names, roles, contrast.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { idle, open, page } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const busiest = '#method=rope&method=yarn+log_n&method=alibi!&method=rerope';

test.each([
  ['light', 1440, ''],
  ['dark', 1440, busiest],
  ['light', 390, busiest],
  ['dark', 390, ''],
])('axe finds nothing wrong, %s, %i px wide, %s', async (colorScheme, width, hash) => {
  await open(hash, { colorScheme, viewport: { width, height: 900 } });
  await idle();
  await page.evaluate(axe); // the page's own policy forbids a script tag
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
});
