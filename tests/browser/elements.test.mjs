// <rope-scope> and <rope-figure> on bare pages, from the one script that is published.
import { expect, test } from '@jest/globals';
import { kinds } from '../../web/elements/figure-kinds.js';
import { axeFindsNothing } from './axe.mjs';
import { alert, alerts, bare, base, drawn, look, oneEngine, quiet } from './bare.mjs';
import { page, troubles } from './page.mjs';

test('every kind draws something, with one engine for all of them', async () => {
  const figures = Object.keys(kinds).map((kind) => `<rope-figure id="${kind}" kind="${kind}"></rope-figure>`);
  await bare(`<rope-scope ${base} length="192" methods="yarn alibi!">${figures.join('')}</rope-scope>`);
  expect(figures.length).toBeGreaterThan(12);
  await drawn();
  for (const kind of Object.keys(kinds)) expect([kind, await alerts(kind)]).toEqual([kind, []]);
  await oneEngine();
});

test('a figure by itself is a scope, and draws what its own attributes say', async () => {
  await bare(`<rope-figure id="one" kind="attention" ${base} method="yarn" length="96" layer="0" head="2"></rope-figure>
    <rope-figure id="other" kind="encoding" ${base} methods="rope linear" length="96" part="sin"></rope-figure>`);
  await drawn();
  const map = await page.evaluate(() => {
    const { name, length, map } = within(document.getElementById('one'), 'rope-attention-map')[0];
    return { name, length, layer: map.layer, head: map.head };
  });
  expect(map).toEqual({ name: 'YaRN', length: 96, layer: 0, head: 2 });
  const strips = await page.evaluate(() =>
    within(document.getElementById('other'), 'rope-encoding').map(({ name, wave }) => [name, wave]),
  );
  expect(strips).toEqual([
    ['RoPE', 'sin'],
    ['Position Interpolation', 'sin'],
  ]);
  await oneEngine();
});

test('weights of words are read with the tokenizer that the scope names, and it may change', async () => {
  const weights = `${base} model="words-l512" length="64" method="rope"`;
  await bare(`<rope-scope id="scope" ${base} model="words-l512" tokenizer="tokenizer.json" length="64" methods="rope">
    <rope-figure id="map" kind="attention"></rope-figure><rope-figure id="read" kind="reading"></rope-figure></rope-scope>
    <rope-figure id="alone" kind="loss" ${weights} tokenizer="../words-l512/tokenizer.json"></rope-figure>
    <rope-figure id="none" kind="loss" ${weights}></rope-figure>
    <rope-figure id="wrong" kind="loss" ${weights} tokenizer="config.json"></rope-figure>`);
  await drawn('#map, #read, #alone');
  const tokens = () =>
    page.evaluate(() => within(document.getElementById('read'), '[data-i]').map(({ textContent }) => textContent));
  expect([(await tokens()).length, (await tokens()).some((token) => token.length > 2)]).toEqual([64, true]);
  expect(await alert('none')).toMatch(/tokenizer/);
  expect(await alert('wrong')).toMatch(/tokenizer/);
  await page.evaluate(() => {
    const scope = document.getElementById('scope');
    scope.setAttribute('tokenizer', '');
    scope.setAttribute('model', 'rope-l128'); // of characters
  });
  await page.waitForFunction(() =>
    within(document.getElementById('read'), '[data-i]').every(({ textContent }) => [...textContent].length <= 2),
  );
  await page.evaluate(() => {
    const figure = document.getElementById('none');
    figure.setAttribute('tokenizer', 'tokenizer.json');
  });
  await page.waitForFunction(() => contentOf(document.getElementById('none')).alerts.length === 0);
  await drawn('#none');
});

test('two scopes do not disturb each other', async () => {
  const figures = ['attention', 'loss', 'reading', 'coverage'].map(
    (kind) => `<rope-figure kind="${kind}"></rope-figure>`,
  );
  await bare(`<rope-scope id="one" ${base} length="128">${figures.join('')}</rope-scope>
    <rope-scope id="other" ${base} length="160" methods="linear rerope">${figures.join('')}</rope-scope>`);
  await drawn();
  await quiet('one');
  await quiet('other');
  const [one, other] = [await look('one'), await look('other')];
  await page.evaluate(() => {
    const scope = document.getElementById('one');
    scope.setAttribute('length', '256');
    scope.setAttribute('methods', 'rope yarn');
  });
  await page.waitForFunction(
    (before) => lookOf(document.getElementById('one')).said.join() !== before,
    one.said.join(),
  );
  await quiet('one');
  const changed = await look('one');
  expect(changed.drawn).not.toEqual(one.drawn);
  expect(await look('other')).toEqual(other);

  await page
    .locator('#other rope-attention-map .frame')
    .first()
    .hover({ position: { x: 90, y: 200 } });
  await page.waitForFunction(
    (before) => lookOf(document.getElementById('other')).said.join() !== before,
    other.said.join(),
  );
  await quiet('other');
  expect(await look('one')).toEqual(changed);
  await oneEngine();
});

test('the engine stays when weights and length change', async () => {
  await bare(
    `<rope-scope id="scope" ${base} length="128"><rope-figure id="figure" kind="attention"></rope-figure></rope-scope>`,
  );
  const shown = (name, rows) =>
    page.waitForFunction(
      (wanted) => {
        const maps = within(document.getElementById('figure'), 'rope-attention-map');
        return (
          maps.length > 0 && maps.every((each) => each.name.includes(wanted.name) && each.map?.rows === wanted.rows)
        );
      },
      { name, rows },
    );
  await shown('', 128);
  const [worker] = page.workers();
  expect(worker).toBeDefined();
  await page.evaluate(() => document.getElementById('scope').setAttribute('model', 'alibi-l128'));
  await shown('ALiBi', 128);
  await page.evaluate(() => document.getElementById('scope').setAttribute('length', '200'));
  await shown('ALiBi', 200);
  expect(page.workers()).toEqual([worker]);
  await oneEngine();
});

test('wrong attributes are said where they stand: what, accepted, given', async () => {
  const alone = `${base} length="64" method="rope"`;
  await bare(`<rope-figure id="kind" ${alone} kind="lozz"></rope-figure>
    <rope-figure id="none" ${alone}></rope-figure>
    <rope-figure id="length" ${base} kind="loss" length="9"></rope-figure>
    <rope-figure id="decay" ${alone} kind="decay" decay="most"></rope-figure>
    <rope-figure id="lengths" ${alone} kind="evaluation" lengths="128 9"></rope-figure>
    <rope-figure id="method" ${base} length="64" kind="loss" method="nosuch"></rope-figure>
    <rope-figure id="param" ${base} length="64" kind="loss" method="yarn;factor:-2"></rope-figure>
    <rope-scope ${base} length="64" lut="rainbow"><rope-figure id="first" kind="loss" length="32"></rope-figure>
      <rope-figure id="column" kind="coverage" method="alibi"></rope-figure></rope-scope>`);
  expect(await alert('kind')).toMatch(/^kind must be one of attention, heads, .*, got “lozz”$/);
  expect(await alert('none')).toMatch(/^kind must be one of .*, got “”$/);
  expect(await alert('length')).toBe('In the attributes, length must be a whole number from 16 to 2048, got “9”');
  expect(await alert('decay')).toBe('In the attributes, decay must be one of mean, bound, pair, got “most”');
  expect(await alert('lengths')).toBe('In the attributes, lengths must be a whole number from 16 to 65536, got “9”');
  expect(await alert('method')).toBe(
    'In the attributes, “nosuch” is not a method that this engine knows; rope is shown',
  );
  expect(await alert('param')).toMatch(/^YaRN: yarn\.factor must be .*, got -2$/);
  expect(await alert('first')).toMatch(
    /lut must be one of viridis, .*, got “rainbow”.*length belongs to the <rope-scope>/,
  );
  expect(await alert('column')).toBe('method must name a column of the scope (RoPE, YaRN), got “alibi”');
  expect(await alerts('decay')).toHaveLength(1); // it is drawn as by default
});

test('a folder without models is said with the way on, and a missing one by the name of its attribute', async () => {
  await bare(`<rope-figure id="none" kind="loss" length="64"></rope-figure>
    <rope-figure id="model" ${base} model="gpt-5" kind="coverage"></rope-figure>`);
  expect(await alert('none')).toMatch(
    /^base must be the folder of the models, got none, so that \.\/models\/ was tried: .*\/models\/\S+ could not be read: HTTP 404\s+Retry$/,
  );
  expect(await alert('model')).toMatch(/web\/models\/gpt-5\/config\.json could not be read: HTTP 404\s+Retry$/);
  expect(troubles.splice(0).filter((each) => !/404/.test(each))).toEqual([]);
  await page.evaluate(() => document.getElementById('none').setAttribute('base', 'web/models'));
  await page.waitForFunction(() => isDrawn(document.getElementById('none')));
  expect(await alerts('none')).toEqual([]);
});

test('Retry asks again', async () => {
  await bare('');
  let blocked = true;
  await page.route('**/config.json', (route) => (blocked ? route.abort('failed') : route.continue()));
  await page.evaluate((given) => {
    document.querySelector('main').innerHTML +=
      `<rope-figure id="figure" kind="loss" length="64" ${given}></rope-figure>`;
  }, base);
  expect(await alert('figure')).toMatch(/could not be read/);
  blocked = false;
  expect(troubles.splice(0).filter((each) => !/ERR_FAILED/.test(each))).toEqual([]);
  await page.locator('#figure .retry').click();
  await drawn();
  expect(await alerts('figure')).toEqual([]);
});

test('an element that is removed ends its work, and goes on when it is put back', async () => {
  await bare(
    `<rope-scope id="scope" ${base} length="2048" methods="rope yarn linear rerope"><rope-figure kind="attention"></rope-figure></rope-scope>`,
  );
  const status = () => page.evaluate(() => globalThis.held.scope.status.value);
  await page.waitForFunction(() => {
    globalThis.held = document.getElementById('scope');
    return globalThis.held.scope.status.value === 'running';
  });
  await page.evaluate(() => globalThis.held.remove());
  const known = () =>
    page.evaluate(() => JSON.stringify(globalThis.held.scope.runs.value.map(({ done, map }) => [done, !map])));
  const before = await known();
  const start = Date.now();
  await page.evaluate(async () => (await globalThis.held.scope.ask()).methods());
  expect(Date.now() - start).toBeLessThan(2000); // four passes over 2,048 characters take longer
  await page.waitForTimeout(2000);
  expect(await known()).toBe(before);
  expect(await status()).toBe('running');
  await page.evaluate(() => {
    globalThis.held.setAttribute('length', '64');
    document.querySelector('main').append(globalThis.held);
  });
  await page.waitForFunction(() => globalThis.held.scope.status.value === 'ready');
  await drawn();
});

test('a figure speaks the language that it stands in, and follows it', async () => {
  const figure = (id, attributes = '') =>
    `<rope-figure id="${id}" kind="coverage" ${base} length="64" ${attributes}></rope-figure>`;
  await bare(`${figure('around')}<div lang="en">${figure('inner')}</div>${figure('own', 'lang="en-GB"')}`, {
    lang: 'zh-CN',
  });
  await drawn();
  const said = (id) => page.evaluate((each) => lookOf(document.getElementById(each)).said.join(' '), id);
  await page.waitForFunction(() => /[\u4e00-\u9fff]{3}/.test(lookOf(document.getElementById('around')).said.join(' ')));
  expect(await said('inner')).toMatch(/in training/);
  expect(await said('own')).toMatch(/in training/);
  await page.evaluate(() => {
    document.documentElement.lang = 'en';
    document.getElementById('own').lang = 'zh';
  });
  const speaks = (id, chinese) =>
    page.waitForFunction(
      ([each, wanted]) => /[\u4e00-\u9fff]{3}/.test(lookOf(document.getElementById(each)).said.join(' ')) === wanted,
      [id, chinese],
    );
  await speaks('around', false);
  await speaks('own', true); // it stands below what is seen, and so comes later
});

test('curves follow the colours of the page', async () => {
  await bare(`<rope-figure id="system" kind="loss" ${base} length="64"></rope-figure>
    <rope-figure id="light" theme="light" kind="loss" ${base} length="64"></rope-figure>`);
  await drawn();
  const [system, light] = [await look('system'), await look('light')];
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(
    (before) => lookOf(document.getElementById('system')).drawn.join() !== before,
    system.drawn.join(),
  );
  await quiet('light');
  expect((await look('light')).drawn).toEqual(light.drawn);
});

const deck = `<h2>Figures</h2><rope-scope ${base} length="512" methods="rope yarn">
    <rope-figure kind="attention"></rope-figure>
    <rope-figure kind="loss"></rope-figure>
    <rope-figure kind="coverage" method="yarn"></rope-figure>
  </rope-scope>
  <rope-scope ${base} length="1024" methods="linear rerope">
    <rope-figure kind="distance"></rope-figure>
    <rope-figure kind="resolution"></rope-figure>
  </rope-scope>
  <rope-figure kind="wavelength" ${base} method="yarn" length="1024"></rope-figure>
  <rope-figure kind="wavelength" ${base} method="yarn" length="1024" lang="zh"></rope-figure>`;

test.each(['light', 'dark'])(
  'two scopes and figures of their own are drawn by one engine, one of them in Chinese; axe finds nothing, %s',
  async (colorScheme) => {
    await bare(deck, { colorScheme });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('rope-figure')].every((figure) =>
        figure.shadowRoot?.querySelector('.summary, rope-plot, rope-coverage, rope-attention-map'),
      ),
    );
    await page.locator('rope-figure[lang="zh"] .summary', { hasText: /[\u4e00-\u9fff]{3}/ }).waitFor();
    await page.waitForFunction(() => {
      const maps = [...document.querySelector('rope-figure').shadowRoot.querySelectorAll('rope-attention-map')];
      return maps.length > 0 && maps.every(({ map }) => map?.rows === 512);
    });
    await page.waitForTimeout(500);
    expect(await page.locator('[role="alert"]').count()).toBe(0);
    expect(await page.locator('rope-figure').count()).toBeGreaterThan(5);
    await oneEngine();
    await axeFindsNothing();
  },
);
