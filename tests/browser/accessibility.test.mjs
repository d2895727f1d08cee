// axe-core over the page of comparisons with four columns. What a page begins with is looked at in pages.test.mjs.
import { test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { idle, open } from './page.mjs';

const busiest = '#method=rope&method=yarn+log_n&method=alibi!&method=rerope';

test.each([
  ['dark', 1440],
  ['light', 390],
])('axe finds nothing wrong where most is shown, %s, %i px wide', async (colorScheme, width) => {
  await open(busiest, { colorScheme, viewport: { width, height: 900 } });
  await idle();
  await axeFindsNothing();
});
