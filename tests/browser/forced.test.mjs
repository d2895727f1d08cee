// Every page, and a lecture, where the system forces its own few colours: nothing that carries meaning is lost.
import { describe, expect, test } from '@jest/globals';
import { pages } from '../../web/site/pages.js';
import { drawnInPage } from './drawn.mjs';
import { forcedInPage, lostCurves, lostMarks, ringless, unmarked, unreadable, unseen } from './forced.mjs';
import { page, visitSite } from './page.mjs';

const methods = 'method=rope&method=yarn';
const hashes = { compare: `#len=200&${methods}`, explorer: `#${methods}`, evaluate: `#${methods}` };
const least = 3; // of what is measured on a page, so that nothing passes for want of it

/** Settled: what it shows is drawn, and nothing more comes. */
async function settled() {
  await page.evaluate(drawnInPage);
  await page.evaluate(forcedInPage);
  await page.waitForFunction(() => allSeen('rope-plot').every(({ plot }) => plot), null, { polling: 200 });
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    for (const each of document.getAnimations()) each.finish();
  });
}

async function measured() {
  const shot = await page.screenshot({ fullPage: true });
  await page.evaluate((base64) => takeShot(base64), shot.toString('base64'));
  await page.keyboard.press('Tab'); // the keys are in use: rings are shown
  const count = await page.evaluate(() => allSeen('button, a').length);
  const lost = {};
  for (const each of [unreadable, unseen, lostMarks, lostCurves, unmarked, ringless])
    lost[each.name] = await page.evaluate(each);
  return { count, lost };
}

const nothing = { unreadable: [], unseen: [], lostMarks: [], lostCurves: [], unmarked: [], ringless: [] };

const dark = ['compare', 'evaluate', 'tour', 'method']; // what has most to lose is looked at on dark ground, too
const all = [...pages.map(({ id, file }) => [id, file]), ['method', 'method-yarn.html']];

describe('in forced colours', () => {
  const forced = (colorScheme) => ({ forcedColors: 'active', colorScheme, viewport: { width: 1280, height: 2400 } });

  test.each([
    ...all.map((each) => ['light', ...each]),
    ...all.flatMap(([id, file]) => (dark.includes(id) ? [['dark', id, file]] : [])),
  ])('on %s ground the page %s loses no word, curve, key, state or ring', async (ground, id, file) => {
    await visitSite(`${file}${hashes[id] ?? ''}`, forced(ground));
    await page.locator('#status', { hasText: 'Ready' }).waitFor();
    await settled();
    const { count, lost } = await measured();
    expect(count).toBeGreaterThan(least);
    expect(lost).toEqual(nothing);
  });

  test.each([
    ['light', 'levers', '.step[aria-pressed=true]'],
    ['dark', 'levers', '.step[aria-pressed=true]'],
    ['light', 'predict-loss', 'rope-poll .right'],
  ])('on %s ground the slide %s of a lecture loses none, its steps taken', async (ground, slide, state) => {
    await visitSite(`lectures/extrapolation/en.html#/${slide}`, forced(ground));
    await page.locator('section.present rope-figure').waitFor({ state: 'attached' });
    await page.locator('html.ready').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowRight');
    await page.locator(`section.present ${state}`).first().waitFor();
    await settled();
    expect((await measured()).lost).toEqual(nothing);
  });
});
