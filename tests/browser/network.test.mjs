// A network that breaks off, answers with pages, or a browser that keeps nothing: what is said, and the way on.

import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { context, fileOf, page, ready, troubles, visit } from './page.mjs';
import { serve } from './server.mjs';

const start = `${fileOf.compare}#len=128`;
/** How the next answers with weights fail. */
const failing = [];
const cut = (response, body, headers) => {
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 50));
};
/** As cut, from a host that gives parts. */
const version = { etag: '"1"', 'accept-ranges': 'bytes' };
const cutOfParts = (response, body, headers) => cut(response, body, { ...headers, ...version });
const answerWithRest = (response, body, headers, { range }) => {
  const from = Number(/^bytes=(\d+)-$/.exec(range)[1]);
  const part = {
    'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
    'content-length': body.length - from,
  };
  response.writeHead(206, { ...headers, ...version, ...part }).end(body.subarray(from));
};
const answerWithPage = (response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');

let site;
let server;
let address;
beforeAll(async () => {
  site = await serve();
  server = createServer(async ({ url, headers: asked }, response) => {
    const answer = await fetch(new URL(url, site.address));
    const body = Buffer.from(await answer.arrayBuffer());
    const headers = { 'content-type': answer.headers.get('content-type') ?? '' };
    const fail = /\.safetensors$/.test(url) && failing.shift();
    if (fail) fail(response, body, headers, asked);
    else response.writeHead(answer.status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await site.close();
});
beforeEach(() => failing.splice(0));

const alerts = (said) => page.getByRole('alert').filter({ hasText: said });
const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();
const chooseWeights = async (name) => {
  await page.getByLabel('Weights', { exact: true }).selectOption(name);
  await page.waitForFunction((model) => location.hash.includes(`model=${model}&`), name);
  await ready();
};

test.each([
  ['break off halfway', cut, /broke off on its way/, '传到一半就断了'],
  ['are a page', answerWithPage, /is an HTML page, not the file/, '是 HTML 页面'],
])('weights that %s are told in both languages, and Retry brings them', async (_, fail, english, chinese) => {
  failing.push(fail);
  await visit(address, start);
  await alerts(english).first().waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  await alerts(chinese).first().waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await alerts(english).first().getByRole('button', { name: 'Retry' }).click();
  await ready();
  expect(await page.getByRole('alert').count()).toBe(0);
  const ofTheBrowser = /ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING/;
  troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !ofTheBrowser.test(trouble)));
});

test('weights that break off go on where they broke, also under the worker that keeps the site', async () => {
  await visit(address, start, { serviceWorkers: 'allow' });
  await ready();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  failing.push(cutOfParts, answerWithRest);
  await chooseWeights('alibi-l128');
  expect(failing).toEqual([]);
  expect(await page.getByRole('alert').count()).toBe(0);
  const ofTheBrowser = /ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING/;
  troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !ofTheBrowser.test(trouble)));
});

describe('a browser that keeps nothing', () => {
  /** The browser tells in its console of what a site was denied. */
  const deniedIsTold = () => {
    const denied = /Quota|quota/;
    troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !denied.test(trouble)));
  };

  /** Stands in the page: what became of the worker that keeps the site. */
  function watchKeeper() {
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = async function (...given) {
      const registration = await register.apply(this, given);
      const keeper = registration.installing;
      keeper.addEventListener('statechange', () => {
        window.becameOfKeeper = keeper.state;
      });
      return registration;
    };
  }

  test('because it is full shows the same, and goes on with other weights', async () => {
    await visit(address, start, { serviceWorkers: 'allow' }, async (made) => {
      const session = await context.newCDPSession(made);
      await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(address).origin, quotaSize: 100_000 });
      await made.addInitScript(watchKeeper);
    });
    await ready();
    await page.waitForFunction(() => window.becameOfKeeper === 'redundant'); // it could not keep the site
    await chooseWeights('alibi-l128');
    expect(await page.getByRole('alert').count()).toBe(0);
    deniedIsTold();
  });

  const area = () => page.locator('.own textarea');

  test('because storage is refused shows the same, and keeps an own text as long as the page', async () => {
    await visit(address, start, {}, (made) =>
      made.addInitScript(() => {
        const refuse = () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        };
        for (const name of ['sessionStorage', 'localStorage', 'indexedDB', 'caches'])
          Object.defineProperty(window, name, { get: refuse });
        ServiceWorkerContainer.prototype.register = async () => refuse();
      }),
    );
    await ready();
    await page.locator('#controls select').first().selectOption('own');
    await area().fill('Call me Ishmael. Some years ago, never mind how long');
    await page.waitForFunction(() => document.querySelector('#own-text')?.textContent.includes('52 characters'));
    await ready();
    await page.getByRole('button', { name: '中文' }).click();
    await statusIs('就绪');
    expect(await area().inputValue()).toContain('Ishmael');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('and fails to read what it kept asks the host', async () => {
    await visit(address, start, { serviceWorkers: 'allow' });
    await ready();
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    const [worker] = context.serviceWorkers();
    await worker.evaluate(() => {
      caches.open = () => Promise.reject(new DOMException('The disk fails.', 'UnknownError'));
    });
    await page.reload();
    await ready();
  });
});
