// What broke can be asked for again, everywhere by the same button: workers that the browser ended, files that did not come.
import { beforeEach, expect, test } from '@jest/globals';
import { evaluationStored, fileOf, idle, open, openEvaluation, page, ready, troubles, visitSite } from './page.mjs';

let blocked = '';
beforeEach(() => {
  blocked = '';
});

/** A page that gets no answer to requests for this, until it is allowed. */
function blockedPage(rest, pattern) {
  blocked = pattern;
  return visitSite(rest, {}, (made) =>
    made.route(
      (url) => blocked !== '' && new RegExp(blocked).test(url.pathname),
      (route) => route.abort('failed'),
    ),
  );
}

/** The button of the first alert that says this; whatever was blocked comes from now on. */
async function retry(said) {
  const alert = page.locator('[role="alert"]', { hasText: said }).first();
  const button = alert.getByRole('button', { name: 'Retry' });
  await button.waitFor();
  blocked = '';
  troubles.splice(0); // the browser's own words about what was blocked or ended
  await button.click();
  return alert;
}

/** The browser ends a worker without a word. */
const end = (worker) => worker.evaluate(() => self.close()).catch(() => {});

test('the maps: an engine that the browser ended is replaced', async () => {
  await open('#len=128');
  await idle();
  await end(page.workers()[0]);
  await page.evaluate(() => {
    location.hash = '#len=200';
  });
  const alert = await retry(/loaded again|stopped/);
  await alert.waitFor({ state: 'detached' });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('rope-attention-map')].every(({ map }) => map?.rows === 200),
  );
  expect(await page.locator('[role="alert"]').count()).toBe(0);
});

test('the maps: curves whose script did not come', async () => {
  await blockedPage(`${fileOf.compare}#len=128`, 'define-others');
  await retry(/define-others/);
  await ready();
  await page.locator('rope-plot .summary', { hasText: 'Mean loss' }).waitFor();
  expect(await page.locator('[role="alert"]').count()).toBe(0);
});

test('the explorer: figures whose script did not come', async () => {
  await blockedPage(`${fileOf.explorer}#len=128`, 'view-plans');
  await retry(/view-plans/);
  await page.locator('rope-plot .summary').first().waitFor();
  expect(await page.locator('[role="alert"]').count()).toBe(0);
});

test.each(['/evaluation-[^/]*\\.js$', '/evaluation-[^/]*\\.json$'])(
  'the evaluation: %s that did not come',
  async (file) => {
    await blockedPage(fileOf.evaluate, file);
    await retry(/evaluation/);
    await evaluationStored();
    await page.locator('#h-results').waitFor();
    expect(await page.locator('#evaluation [role="alert"]').count()).toBe(0);
  },
);

test('the evaluation: a worker that the browser ended while cells ran', async () => {
  await openEvaluation('#lengths=128,256&tasks=text&samples=64');
  const [engine] = page.workers();
  await page.locator('rope-evaluation .run').click();
  const done = () => page.evaluate(() => document.querySelector('rope-evaluation').run.progress().spent);
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().spent > 0);
  await Promise.all(
    page
      .workers()
      .filter((worker) => worker !== engine)
      .map(end),
  );
  await retry(/ended|stopped|loaded again/);
  const before = await done();
  await page.waitForFunction((spent) => document.querySelector('rope-evaluation').run.progress().spent > spent, before);
  await page.locator('rope-evaluation [role="alert"]').first().waitFor({ state: 'detached' });
  await page.locator('rope-evaluation .run').click(); // cancels
});

test('the lab: an engine whose module did not come', async () => {
  await blockedPage('lab.html', '\\.wasm$');
  await retry(/wasm/);
  await page
    .getByRole('button', { name: 'Train', exact: true })
    .and(page.locator(':enabled:not([aria-disabled=true])'))
    .waitFor();
  expect(await page.locator('[role="alert"]').count()).toBe(0);
});

test('the lab: a training whose worker the browser ended begins again', async () => {
  await visitSite('lab.html');
  await page
    .getByRole('button', { name: 'Train', exact: true })
    .and(page.locator(':enabled:not([aria-disabled=true])'))
    .waitFor();
  await page.locator('button.main').click();
  const step = () => page.locator('.racer progress').evaluate(({ value }) => value);
  await page.waitForFunction(() => document.querySelector('.racer progress').value > 30);
  const training = page.workers().filter((worker) => /training/.test(worker.url()));
  expect(training).toHaveLength(1);
  await end(training[0]);
  await page.locator('.racer[data-phase="failed"]').waitFor();
  await retry(/ended|stopped/);
  await page.locator('.racer[data-phase="running"]').waitFor();
  expect(await step()).toBeLessThan(30);
  await page.waitForFunction(() => document.querySelector('.racer progress').value > 5);
  expect(await page.locator('[role="alert"]').count()).toBe(0);
});
