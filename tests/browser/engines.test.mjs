// Every page of the site in Chromium, Firefox and WebKitGTK: it loads without a complaint, its main figure is there, what a
// visitor does there works, the numbers are the same; and the site stands without a network after one visit.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { pages, templates } from '../../web/site/pages.js';
import { drawnInPage } from './drawn.mjs';
import { engines, until } from './engines.mjs';
import { serve } from './server.mjs';
import { askedInPage, sayings, smokeOf, usual } from './smoke.mjs';
import { watchedPages } from './watched.mjs';

jest.setTimeout(240_000);

const rows = [...pages, ...templates].map(({ id, file }) => [id, { file, ...smokeOf(id) }]);
const numbersIn = (texts) =>
  texts
    .join(' ')
    .replaceAll('−', '-')
    .replace(/(\d),(?=\d{3})/g, '$1')
    .match(/-?\d+(\.\d+)?(e-?\d+)?/g)
    ?.map(Number) ?? [];
const seen = new Map(rows.map(([id]) => [id, new Map()]));

let server;
beforeAll(async () => {
  server = await serve('dist/site/', watchedPages());
});
afterAll(() => server?.close());

describe.each(engines)('in %s', (engine, openEngine) => {
  let driver;
  beforeAll(async () => {
    driver = await openEngine();
  });
  afterAll(() => driver?.close());
  const complaints = () => driver.evaluate(() => globalThis.complaints);
  const statusIs = (word) => until(driver, (wanted) => document.getElementById('status')?.textContent === wanted, word);

  test.each(rows)(
    'the page %s loads, is drawn and answers',
    async (id, { file, hash, isReady, act, isDone, seen: says }) => {
      await driver.open(`${server.address}${file}${hash}`);
      await statusIs('Ready');
      await driver.evaluate(drawnInPage);
      await driver.evaluate(askedInPage, sayings.en);
      await until(driver, isReady);
      await until(driver, act);
      await until(driver, isDone);
      seen.get(id).set(engine, numbersIn(await driver.evaluate(says)));
      expect(await driver.evaluate(() => contentOf(document).alerts)).toEqual([]);
      expect(await complaints()).toEqual([]);
    },
  );

  test('the content policy refuses strings in the document and what comes from elsewhere, and that is noticed', async () => {
    await driver.open(`${server.address}${pages[0].file}`);
    await statusIs('Ready');
    const refused = await driver.evaluate(() => {
      new Image().src = 'https://example.org/picture.png';
      const errors = [
        () => {
          document.body.innerHTML = '<p>injected</p>';
        },
        () => new Worker('https://example.org/worker.js'),
      ].map((attempt) => {
        try {
          attempt();
          return 'nothing';
        } catch ({ name }) {
          return name;
        }
      });
      return [...errors, document.body.textContent.includes('injected')];
    });
    expect(refused).toEqual(['TypeError', 'TypeError', false]);
    await until(driver, () => globalThis.complaints.some((each) => /img-src/.test(each)));
  });

  /** Of a figure on a slide, before a hand can look closer and after. */
  const pointed = async (address, tag) => {
    await driver.open(`${server.address}lectures/${address}`);
    const figure = () => document.querySelector('section.present rope-figure')?.shadowRoot?.querySelector('TAG');
    const figureOf = String(figure).replace('TAG', tag);
    await until(driver, `() => (${figureOf})()?.closer && (${figureOf})().side > 0`);
    return driver.evaluate(`() => {
      const figure = (${figureOf})();
      const step = 8; // CSS px
      const seen = [];
      for (let y = 0; y < innerHeight; y += step)
        for (let x = 0; x < innerWidth; x += step) if (figure.shadowRoot.elementsFromPoint(x, y).includes(figure.canvas)) seen.push([x, y]);
      const [xs, ys] = [0, 1].map((axis) => seen.map((each) => each[axis]));
      const point = { clientX: (Math.min(...xs) + Math.max(...xs)) / 2, clientY: Math.max(...ys) };
      const placeAt = (closer) => {
        figure.closer = closer;
        const place = figure.point(point) ?? figure.place;
        return { ...place, length: figure.length };
      };
      const { closer } = figure;
      return [placeAt(null), placeAt(closer)];
    }`);
  };

  test('the crosshair is where the pointer is, on slides that enlarge a map, too, from the first move on', async () => {
    for (const { q, k, length } of await pointed('extrapolation/en.html#/attention', 'rope-attention-map')) {
      expect(q).toBeGreaterThanOrEqual(length - 2); // 8 px are less than two cells
      expect(Math.abs(k - length / 2)).toBeLessThanOrEqual(2);
    }
    for (const { pair, token, length } of await pointed('rope/en.html#/relative', 'rope-encoding')) {
      expect(pair).toBe(15); // the last one of this model
      expect(Math.abs(token - length / 2)).toBeLessThanOrEqual(2);
    }
  });

  if (engine === 'Chromium') return; // in which offline.test.mjs opens every page without a server
  test('a second visit needs no server', async () => {
    const once = await serve();
    await driver.open(`${once.address}${pages[0].file}`);
    await until(driver, () => navigator.serviceWorker.controller?.state === 'activated');
    await once.close();
    await driver.open(`${once.address}method-yarn.html?again=1#theme=dark`);
    await statusIs('Ready');
    await driver.open(once.address);
    await statusIs('Ready');
    await driver.evaluate(drawnInPage);
    await until(driver, () => [...document.querySelectorAll('.live rope-attention-map')].filter(isDrawn).length === 2);
  });
});

describe('numbers are the same in all engines', () => {
  const tolerance = 2e-3; // three digits, of which rounding in another order may change the last one
  test.each(rows.filter(([id]) => smokeOf(id).seen !== usual.seen))('on the page %s', (id) => {
    const found = [...seen.get(id)];
    expect(found.map(([engine]) => engine)).toEqual(engines.map(([engine]) => engine));
    const [[, first], ...others] = found;
    expect([id, first.length > 0]).toEqual([id, true]);
    for (const [engine, numbers] of others) {
      const apart = numbers.map((number, i) => Math.abs(number - first[i]) / Math.max(Math.abs(first[i]), 1e-9));
      expect([engine, numbers.length]).toEqual([engine, first.length]);
      expect([engine, apart.filter((each) => !(each <= tolerance))]).toEqual([engine, []]);
    }
  });
});
