// Links that were copied when all figures stood on the first page.
import { expect, test } from '@jest/globals';
import { pageOfOlderLink } from '../../web/site/pages.js';

test.each([
  ['', null],
  ['#theme=dark&lang=zh', null],
  ['#len=256&q=9&k=8', null],
  ['#figures', null],
  ['#len=256&method=rope', 'compare'],
  ['#model=first', 'compare'],
  ['#model=first&part=sin', 'explorer'],
  ['#method=rope&lengths=64,128', 'evaluate'],
])('lead to the page that shows what they set: %s', (hash, page) => {
  expect(pageOfOlderLink(hash)).toBe(page);
});
