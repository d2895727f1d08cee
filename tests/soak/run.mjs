// Mixed use of the built site in Chromium for an hour: nothing may grow, no error be told, nothing foreign be asked for:
//   npm run soak                      npm run soak -- MINUTES
//   npm run soak -- --memory [SHARE]  the heap of the engine instead: models made and disposed of, loads that fail, passes that are aborted
import { chromium } from 'playwright-core';
import { pages } from '../../web/site/pages.js';
import { chromiumOptions } from '../browser/chromium.mjs';
import { drawnInPage } from '../browser/drawn.mjs';
import { serve } from '../browser/server.mjs';
import { askedInPage, sayings, smokeOf } from '../browser/smoke.mjs';
import { soakMemory } from './memory.mjs';
import { stays } from './stays.mjs';
import { fewest, sample, verdict, watchWorker } from './watch.mjs';

const [first = '60', share = '1'] = process.argv.slice(2);
if (first === '--memory') process.exit((await soakMemory(Number(share))) ? 0 : 1);
const minutes = Number(first);
if (!(minutes > 0)) throw new Error(`soak must be given minutes or --memory, got ${first}`);

const troubles = [];
const server = await serve();
const browser = await chromium.launch(chromiumOptions());
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
context.setDefaultTimeout(180_000); // on a busy machine

async function tab(rest) {
  const page = await context.newPage();
  page.on('worker', watchWorker);
  page.on('console', (message) => message.type() === 'error' && troubles.push(`${rest}: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`${rest}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.address) && !/^(data|blob):/.test(request.url()))
      troubles.push(`foreign: ${request.url()}`);
  });
  await page.addInitScript(drawnInPage);
  await page.addInitScript(askedInPage, sayings.en);
  await page.goto(server.address + rest);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return { page, session, samples: [] };
}

const tabs = {};
for (const [name, { rest }] of Object.entries(stays)) tabs[name] = await tab(rest);
const wandering = 'from page to page';
const wandered = pages.filter(({ id }) => id !== 'speed'); // that page measures for minutes
tabs[wandering] = await tab('');

/** Opens a page and does what a visitor does there. */
async function wander({ page }, round) {
  const { id, file } = wandered[round % wandered.length];
  const { hash, isReady, act, isDone } = smokeOf(id);
  await page.goto(`${server.address}${file}?round=${round}${hash}`);
  await page.locator('#status', { hasText: 'Ready' }).waitFor({ state: 'attached' });
  for (const [name, step] of Object.entries({ isReady, act, isDone })) {
    const fails = () => troubles.push(`${file}, round ${round}: ${name} did not come true`);
    await page.waitForFunction(step).catch(fails);
  }
  await page.goto('about:blank'); // what is kept in between is not the page's
}

const until = Date.now() + 60_000 * minutes;
for (let round = 0; Date.now() < until; round++) {
  for (const [name, held] of Object.entries(tabs)) {
    if (name === wandering) await wander(held, round);
    else await stays[name].round(held.page, round);
    held.samples.push(await sample(held.page, held.session));
    if (process.env.SOAK_TELLS) console.log(round, name, JSON.stringify(held.samples.at(-1)));
  }
}

let grew = false;
for (const [name, { samples }] of Object.entries(tabs)) {
  console.log(`${name}: ${samples.length} rounds`);
  if (samples.length < fewest) troubles.push(`${name}: ${fewest} rounds are the least that tell anything`);
  for (const { key, before, after, grows } of verdict(samples)) {
    console.log(`  ${key}: ${before} to ${after}${grows ? ': GROWS' : ''}`);
    grew ||= grows;
  }
}
for (const trouble of new Set(troubles)) console.log(trouble);
await browser.close();
await server.close();
process.exitCode = grew || troubles.length > 0 ? 1 : 0;
