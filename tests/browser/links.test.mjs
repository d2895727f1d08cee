// No link of any page leads nowhere, in either language, as the pages stand when their scripts have run.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { deadEnd, linksInPage, settingsReader } from './links.mjs';
import { fileOf, page, visitSite } from './page.mjs';

const site = new URL('../../dist/site/', import.meta.url);
const files = readdirSync(site, { recursive: true }).filter((file) => file.endsWith('.html'));
const isDeck = (file) => file.startsWith('lectures/');
const isPage = (file) => !isDeck(file) && file !== 'elements/embed.html'; // which shows one figure, and has no links
const lastSlide = (file) =>
  [...readFileSync(new URL(file, site), 'utf8').matchAll(/<section id="([\w-]+)"/g)].at(-1)[1];

const goTo = (rest) => page.goto(new URL(rest, page.url()).href);
const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();
const deckIs = (view) => page.locator(`html.${view}.ready`).waitFor({ state: 'attached' });

let unread;
beforeAll(async () => {
  unread = await settingsReader();
});

/** Links and places of the pages that are walked; `dead` says of each that leads nowhere where it stands, and why. */
function startWalk(root) {
  const [from, idsOf] = [new Map(), new Map()];
  return {
    from,
    async take(file) {
      const { links, ids } = await page.evaluate(linksInPage);
      idsOf.set(file, new Set([...(idsOf.get(file) ?? []), ...ids]));
      for (const address of links) from.set(address, from.get(address) ?? file);
    },
    dead: () =>
      [...from].flatMap(([address, file]) => {
        const why = deadEnd(address, root, idsOf, unread);
        return why ? [`${address} on ${file}: ${why}`] : [];
      }),
  };
}
const rootOf = () => new URL('/', page.url()).href;

test('no link of any page, method, lecture or reference leads nowhere', async () => {
  await visitSite(fileOf.about);
  const { take, dead, from } = startWalk(rootOf());
  for (const file of files.filter(isPage)) {
    await goTo(`/${file}#lang=en`);
    await statusIs('Ready');
    await take(file);
    await page.locator('#language button').click();
    await statusIs('就绪');
    await take(file);
  }
  const decks = files.filter(isDeck);
  for (const file of decks) {
    await goTo(`/${file}?view=read#${lastSlide(file)}`); // the links around it lead on from there
    await deckIs('read');
    await take(file);
  }
  await goTo(`/${decks[0]}#/${lastSlide(decks[0])}`);
  await deckIs('slides');
  await take(decks[0]);
  expect(decks.length).toBeGreaterThan(20);
  expect(from.size).toBeGreaterThan(1500);
  expect(dead()).toEqual([]);
}, 400_000);

test('a link that leads nowhere is noticed, in a shadow root and to what a script has made, too', async () => {
  await visitSite(fileOf.about);
  await statusIs('Ready');
  const { take, dead } = startWalk(rootOf());
  await page.evaluate(() => {
    const link = (href) => Object.assign(document.createElement('a'), { href });
    const [host, made] = [document.createElement('p'), document.createElement('p')];
    made.id = 'made';
    host.attachShadow({ mode: 'open' }).append(link('./nowhere.html'), link('#made'), link('#gone'));
    document.querySelector('main').append(host, made);
  });
  await take(fileOf.about);
  expect(dead()).toEqual([
    expect.stringMatching(/nowhere\.html on about\.html: no file/),
    expect.stringMatching(/#gone on about\.html: no gone in/),
  ]);
});

test.each([
  ['models/heldout.txt', null],
  ['', null],
  ['lectures/rope/de.html', /no file/],
  ['models/heldout.txt#first', /no page/],
  ['about.html#made', null],
  ['about.html#made&lang=zh', /no place beside settings/],
  ['about.html#len=256', /cannot read len/],
  ['about.html#lang=de', /cannot read lang/],
  ['reference.html#make_plan&lang=zh', null],
  ['reference.html#make_map&lang=zh', /no make_map/],
  ['lectures/rope/zh.html?view=read#decay', null],
  ['lectures/rope/zh.html#/decay', null],
  ['lectures/rope/zh.html#/growth', /no growth/],
  ['tour.html#step=8&theme=dark', null],
  ['tour.html#step=9', /cannot read step/],
  ['lab.html#a=rope&seed=4', null],
  ['lab.html#seed=-4', /cannot read seed/],
  ['compare.html#model=rope-l128&method=rope&method=yarn;factor:8+log_n', null],
  ['compare.html#model=rope-l999', /cannot read model/],
  ['compare.html#method=yarm', /cannot read yarm/],
  ['compare.html#method=yarn;fuctor:8', /cannot read fuctor/],
  ['evaluate.html#len=1', /cannot read len/],
])('a link to %s: %s', (rest, why) => {
  const root = 'http://site/';
  const idsOf = new Map([
    ['about.html', new Set(['made'])],
    ['reference.html', new Set(['make_plan'])],
    ['lectures/rope/zh.html', new Set(['decay'])],
    ...['tour', 'lab', 'compare', 'evaluate'].map((id) => [fileOf[id], new Set()]),
  ]);
  const found = deadEnd(`${root}${rest}`, root, idsOf, unread);
  if (why) expect(found).toMatch(why);
  else expect(found).toBe(null);
});

test('a link out of the site is one of https', () => {
  expect(deadEnd('https://arxiv.org/abs/2309.00071', 'http://site/', new Map(), unread)).toBe(null);
  expect(deadEnd('http://arxiv.org/', 'http://site/', new Map(), unread)).toMatch(/neither/);
});
