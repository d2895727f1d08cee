// One browser for all hosts that are pages.
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';

let browser;

export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/**
 * A page at this address, open for as long as it is used; its own errors are the caller's.
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

/**
 * What a page's job answers.
 * @param {string} address
 * @param {{ frame?: string }} [options]  frame: the part of the address of the frame that holds the job
 */
export const answerAt = (address, { frame } = {}) =>
  onPage(address, async (page) => {
    const holder = frame ? await frameOf(page, frame) : page;
    const answer = await holder.waitForFunction(() => globalThis.answer, null, { timeout: 90_000 });
    return answer.jsonValue();
  });

async function frameOf(page, part) {
  for (let tries = 0; tries < 100; tries++) {
    const found = page.frames().find((frame) => frame !== page.mainFrame() && frame.url().includes(part));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the frame did not open');
}

/** The answer of a built folder's page. */
export async function answerOf(folder, path = '', { pages = {}, headers = {}, ...options } = {}) {
  const server = await serve(`${folder}/`, pages, headers);
  try {
    return await answerAt(server.address + path, options);
  } finally {
    await server.close();
  }
}
