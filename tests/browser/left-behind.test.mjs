import { expect, test } from '@jest/globals';
import { leftBehind } from '../soak/left-behind.mjs';
import { stays } from '../soak/stays.mjs';
import { drawnInPage } from './drawn.mjs';
import { context, page, visitSite } from './page.mjs';
import { askedInPage, sayings } from './smoke.mjs';

const slow = 250; // ms a frame: what waits for frames waits long

/** Frames come this slowly, as on a busy machine or in a window behind others. */
function slowFrames(pause) {
  globalThis.requestAnimationFrame = (paint) => setTimeout(() => paint(performance.now()), pause);
}

test.each(Object.keys(stays))('%s: what was taken from the page is kept by nothing', async (name) => {
  const { rest, round } = stays[name];
  await visitSite(rest, {}, async (made) => {
    await made.addInitScript(drawnInPage);
    await made.addInitScript(askedInPage, sayings.en);
    await made.addInitScript(slowFrames, slow);
  });
  for (let i = 0; i < 2; i++) await round(page, i);
  await page.waitForTimeout(2 * slow);
  expect(await leftBehind(await context.newCDPSession(page))).toEqual([]);
});
