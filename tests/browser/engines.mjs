// Three browser engines behind one small way to ask: open an address, run a function in the page, close.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { chromiumOptions } from './chromium.mjs';

/**
 * @typedef {object} Driver
 * @property {(address: string) => Promise<unknown>} open  in the one page there is
 * @property {(work: Function, ...values: unknown[]) => Promise<any>} evaluate  waits for a promise, too; answers are plain data
 * @property {() => Promise<unknown>} close
 * @property {string[]} [complaints]  of the console and of scripts, where the driver hears of them
 */

const patience = 60_000; // ms: a busy machine starts a browser in up to half a minute
const viewport = { width: 1280, height: 900 };
const whereIs = (command) => execFileSync('which', [command], { encoding: 'utf8' }).trim();
const lineIn = (text, pattern) => text.split('\n').find((line) => pattern.test(line));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Through JSON: what a driver makes of an object differs, and belongs to another realm. */
const expressionOf = (work, values) =>
  `Promise.resolve((${work})(...${JSON.stringify(values)})).then((found) => JSON.stringify(found ?? null))`;

/** @param {{ on: Function }} page  of Playwright or of Puppeteer */
function complaintsOf(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  return complaints;
}

/** @returns {Promise<Driver>} */
async function openChromium() {
  const browser = await chromium.launch(chromiumOptions());
  const page = await browser.newPage({ viewport });
  return {
    complaints: complaintsOf(page),
    open: (address) => page.goto(address),
    evaluate: async (work, ...values) => JSON.parse(await page.evaluate(expressionOf(work, values))),
    close: () => browser.close(),
  };
}

/** Firefox speaks WebDriver BiDi itself. @returns {Promise<Driver>} */
async function openFirefox() {
  const home = mkdtempSync(join(tmpdir(), 'ropescope-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: whereIs('firefox-esr'),
    headless: true,
    timeout: patience,
    env: { ...process.env, HOME: home },
  });
  const page = await browser.newPage();
  await page.setViewport(viewport);
  return {
    complaints: complaintsOf(page),
    open: (address) => page.goto(address),
    evaluate: async (work, ...values) => JSON.parse(await page.evaluate(expressionOf(work, values))),
    close: async () => {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** One command of the W3C's WebDriver. */
async function command(address, method, body) {
  const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${address}: ${value.error}, ${value.message}`);
  return value;
}

/** The engine of Safari, in a window that nobody sees. @returns {Promise<Driver>} */
async function openWebKit() {
  const port = await freePort();
  const library = execFileSync('dpkg', ['-L', 'libwebkit2gtk-4.1-0'], { encoding: 'utf8' });
  const binary = lineIn(library, /\/MiniBrowser$/);
  const driver = spawn('xvfb-run', ['-a', whereIs('WebKitWebDriver'), `--port=${port}`, '--host=127.0.0.1'], {
    detached: true, // a group of its own: the screen, the driver and the browser end together
    stdio: 'ignore',
    env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' }, // else its language is “C”, which is none
  });
  const end = () => process.kill(-driver.pid, 'SIGKILL');
  const root = `http://127.0.0.1:${port}/session`;
  const options = { binary, args: ['--automation'] };
  const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } };
  try {
    const began = Date.now();
    while (!(await fetch(`http://127.0.0.1:${port}/status`).catch(() => null))) {
      if (Date.now() - began > patience) throw new Error('WebKitWebDriver must answer within a minute');
      await pause(100);
    }
    const session = `${root}/${(await command(root, 'POST', { capabilities })).sessionId}`;
    await command(`${session}/timeouts`, 'POST', { script: patience, pageLoad: patience, implicit: 0 });
    await command(`${session}/window/rect`, 'POST', { ...viewport, x: 0, y: 0 });
    const run = (script) => command(`${session}/execute/async`, 'POST', { script, args: [] });
    return {
      open: (url) => command(`${session}/url`, 'POST', { url }),
      evaluate: async (work, ...values) => {
        const told = `(error) => arguments[0](JSON.stringify({ error: String(error) }))`;
        const script = `${expressionOf(work, values)}.then((found) => arguments[0](JSON.stringify({ found })), ${told})`;
        const { found, error } = JSON.parse(await run(script));
        if (error) throw new Error(error);
        return JSON.parse(found);
      },
      close: async () => {
        await command(session, 'DELETE').catch(() => {});
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

/** @type {[string, () => Promise<Driver>][]} */
export const engines = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
  ['WebKitGTK', openWebKit],
];

/**
 * Asks again and again until something is there.
 * @param {Driver} driver
 * @param {Function} work
 * @param {unknown[]} values
 */
export async function until(driver, work, ...values) {
  const began = Date.now();
  for (;;) {
    const found = await driver.evaluate(work, ...values);
    if (found) return found;
    if (Date.now() - began > patience) throw new Error(`This must come true within a minute: ${work} of ${values}`);
    await pause(100);
  }
}
