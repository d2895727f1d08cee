// Every page of the site in Chinese: it loads without a complaint, its main figure is there, what a visitor does there works.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { pages, templates } from '../../web/site/pages.js';
import { drawnInPage } from './drawn.mjs';
import { engines, until } from './engines.mjs';
import { serve } from './server.mjs';
import { askedInPage, sayings, smokeOf } from './smoke.mjs';
import { watchedPages } from './watched.mjs';

jest.setTimeout(240_000);

const [[, openChromium]] = engines;
const rows = [...pages, ...templates].map(({ id, file }) => [id, { file, ...smokeOf(id) }]);

let server;
let driver;
beforeAll(async () => {
  [server, driver] = await Promise.all([serve('dist/site/', watchedPages()), openChromium()]);
});
afterAll(() => Promise.all([driver?.close(), server?.close()]));

test.each(rows)(
  'the page %s loads, is drawn and answers in Chinese',
  async (_, { file, hash, isReady, act, isDone }) => {
    await driver.open(`${server.address}${file}${hash ? `${hash}&` : '#'}lang=zh`);
    await until(driver, (ready) => document.getElementById('status')?.textContent === ready, sayings.zh.ready);
    await driver.evaluate(drawnInPage);
    await driver.evaluate(askedInPage, sayings.zh);
    await until(driver, isReady);
    await until(driver, act);
    await until(driver, isDone);
    expect(await driver.evaluate(() => contentOf(document).alerts)).toEqual([]);
    expect(await driver.evaluate(() => globalThis.complaints)).toEqual([]);
  },
);
