// The browsers of the hosts that are pages: one of each engine, opened when it is first needed.
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { engines, until } from '../browser/engines.mjs';
import { serve } from '../browser/server.mjs';

const drivers = new Map();
let browser;

export const engineNames = engines.map(([name]) => name);

export async function closeBrowsers() {
  await browser?.close();
  browser = undefined;
  for (const driver of drivers.values()) await driver.close();
  drivers.clear();
}

/**
 * What a page's job answers.
 * @param {string} address
 * @param {string} [engine]
 */
export async function answerAt(address, engine = 'Chromium') {
  const [, open] = engines.find(([name]) => name === engine);
  if (!drivers.has(engine)) drivers.set(engine, await open());
  const driver = drivers.get(engine);
  const known = driver.complaints?.length ?? 0;
  try {
    await driver.open(address);
    return await until(driver, () => globalThis.answer);
  } catch (error) {
    throw new Error([error.message, ...(driver.complaints?.slice(known) ?? [])].join('\n'));
  }
}

/** The answer of a built folder's page. */
export async function answerOf(folder, { engine, path = '', pages = {}, headers = {} } = {}) {
  const server = await serve(`${folder}/`, pages, headers);
  try {
    return await answerAt(server.address + path, engine);
  } finally {
    await server.close();
  }
}

/**
 * A page at this address in Chromium, to be used by hand.
 * @template T
 * @param {string} address
 * @param {(page: import('playwright-core').Page, errors: string[]) => Promise<T>} use  errors: what the page complained of so far
 */
export async function onPage(address, use) {
  browser ??= await chromium.launch(chromiumOptions());
  const context = await browser.newContext();
  const errors = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(address);
    return await use(page, errors);
  } catch (error) {
    throw new Error([error.message, ...errors].join('\n'));
  } finally {
    await context.close();
  }
}
