// axe-core over what is open: names, roles, contrast.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import { page } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @param {string} [where]  selector of a part; else the whole page
 * @param {{ evaluate: Function }} [on]  a page or a frame
 */
export async function axeFindsNothing(where, on = page) {
  await on.evaluate(axe); // the page's own policy forbids a script tag
  const { violations, passed } = await on.evaluate(async (selector) => {
    // Of what passes only the names of rules are asked for: to describe each of its elements takes as long as to look at it.
    const found = await globalThis.axe.run(selector ?? document, {
      resultTypes: ['violations'],
    });
    const said = found.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html }) => html),
    }));
    return { violations: said, passed: found.passes.length };
  }, where);
  expect(violations).toEqual([]);
  expect(passed).toBeGreaterThan(where ? 5 : 10); // so that nothing passes for want of content
}
