// <rope-scope> and <rope-figure> on bare pages, from the one script that is published.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { kinds } from '../../web/elements/figure-kinds.js';
import { alert, alerts, bare, base, drawn, look, oneEngine, quiet, root } from './bare.mjs';
import { page, troubles, visit } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
  expect(await alert('decay')).toBe('In the attributes, decay must be one of mean, bound, got “most”');
  expect(await alert('lengths')).toBe('In the attributes, lengths must be a whole number from 16 to 2048, got “9”');
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
  await page.waitForFunction(() => !/[\u4e00-\u9fff]/.test(lookOf(document.getElementById('around')).said.join(' ')));
  expect(await said('own')).toMatch(/[\u4e00-\u9fff]{3}/);
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

test.each(['light', 'dark'])(
  'the deck of examples/ draws its figures, one of them in Chinese; axe finds nothing, %s',
  async (colorScheme) => {
    await visit(root.address, 'examples/slides/', { colorScheme });
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
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
    expect(passes.length).toBeGreaterThan(10);
    expect(violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
  },
);

test('the ramp says what becomes of every pair; arrow keys read it, in Chinese too', async () => {
  const figure = (id, lang) =>
    `<rope-figure id="${id}" kind="ramp" ${base} length="512" method="yarn" lang="${lang}"></rope-figure>`;
  await bare(figure('en', 'en') + figure('zh', 'zh'));
  await drawn();
  const said = (id) => page.locator(`#${id} rope-plot .summary`);
  await said('en')
    .filter({ hasText: /^YaRN: of 16 pairs, \d+ keep their pace, .* as much as any, to 0\.25 of it\.$/ })
    .waitFor();
  await said('zh')
    .filter({ hasText: /16 个通道对中，\d+ 对保持原速.*降到 0\.25/ })
    .waitFor();
  await page.locator('#en .area').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#en [aria-live]', { hasText: /^turns 0\.0\d+: YaRN 0\.25$/ }).waitFor({ state: 'attached' });
});

test('a figure gives its numbers and its picture: as files, as a table, and to the page', async () => {
  await bare(`<rope-scope ${base} length="96" methods="rope yarn" lang="en"><rope-figure id="loss" kind="loss"></rope-figure>
    <rope-figure id="map" kind="attention"></rope-figure><rope-figure id="rings" kind="coverage" lang="zh"></rope-figure></rope-scope>`);
  await drawn();
  await page.waitForFunction(() =>
    within(document.getElementById('map'), 'rope-attention-map').every(({ map }) => map),
  );
  const csv = (id) => page.evaluate((each) => document.getElementById(each).toCSV(), id);
  const loss = (await csv('loss')).split('\r\n');
  expect(loss[0]).toMatch(/^"position of the predicted token, tokens","RoPE: loss, nats",/);
  expect(loss).toHaveLength(1 + 95 + 1); // headers, tokens that are predicted, the end
  const drawnLoss = await page.evaluate(
    () => within(document.getElementById('loss'), 'rope-plot')[0].figure.curves[0].values[94],
  );
  expect(Number(loss[95].split(',')[1])).toBe(drawnLoss);
  const map = (await csv('map')).split('\r\n').filter((line) => /^95,/.test(line));
  const weights = map.slice(0, 96).map((line) => Number(line.split(',')[2]));
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 4); // the last query of the first method
  expect(await csv('rings')).toMatch(/^方法,通道对,/);

  const size = await page.evaluate(async () => {
    const bitmap = await createImageBitmap(await document.getElementById('rings').toBlob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const ctx = canvas.getContext('2d');
    ctx.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(ctx.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return { width: bitmap.width, height: bitmap.height, colours: new Set(pixels).size };
  });
  const figure = await page.evaluate(() => document.getElementById('rings').getBoundingClientRect().width);
  expect(size.width).toBeGreaterThan(1.9 * figure);
  expect(size.colours).toBeGreaterThan(20);
  const curves = await page.evaluate(async () => {
    const svg = await document.getElementById('loss').toSVG();
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    return { paths: drawing.querySelectorAll('path').length, said: drawing.textContent };
  });
  expect(curves.paths).toBe(2);
  expect(curves.said).toMatch(/^Loss by position.*loss, nats.*RoPEYaRN$/);
});

test('the tools below a figure work by keyboard, and a deck of slides hears none of it', async () => {
  await bare(`<rope-figure id="map" kind="attention" ${base} length="96" method="rope"></rope-figure>
    <rope-figure id="card" kind="method" ${base} length="96" method="rope"></rope-figure>`);
  await drawn();
  await page.waitForFunction(() =>
    within(document.getElementById('map'), 'rope-attention-map').every(({ map }) => map),
  );
  await page.evaluate(() => {
    globalThis.heard = [];
    document.addEventListener('keydown', ({ key }) => globalThis.heard.push(key));
  });
  const tools = page.locator('#map rope-tools');
  await tools.locator('summary').focus();
  await page.keyboard.press('Space');
  await tools.locator('li', { hasText: /RoPE: .*RoFormer/ }).waitFor();
  await tools.locator('button', { hasText: 'Show as table' }).focus();
  await page.keyboard.press('Enter');
  await tools.locator('.summary', { hasText: 'The first 1000 of 4656 rows; the CSV file has all.' }).waitFor();
  expect(await tools.locator('tbody tr').count()).toBe(1000);
  const saved = page.waitForEvent('download');
  await tools.locator('button', { hasText: 'Save CSV' }).focus();
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).toBe('ropescope-attention.csv');
  expect(await page.evaluate(() => globalThis.heard)).toEqual([]);
  expect(await tools.locator('button', { hasText: 'Save SVG' }).count()).toBe(0); // no curves
  expect(await page.locator('#card rope-tools').count()).toBe(0);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run('#map'));
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
});

test('hands of the clock turn with the slider, and those beyond training are told', async () => {
  await bare(`<rope-figure id="clock" kind="clock" ${base} length="512" method="rope"></rope-figure>`);
  await drawn();
  const summary = (pattern) => page.locator('#clock rope-clock .summary', { hasText: pattern }).waitFor();
  const told = () => page.evaluate(() => within(document.getElementById('clock'), '.unseen').length);
  await summary(/^RoPE at position 511: 9 of 16 hands point where training up to 128 never did\.$/);
  expect(await told()).toBe(9);
  await page.locator('#clock input').focus();
  await page.keyboard.press('Home');
  await summary(/^RoPE at position 0: none of 16 hands/);
  expect(await told()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await summary(/^RoPE at position 1:/);
  const csv = await page.evaluate(() => document.getElementById('clock').toCSV());
  expect(csv.split('\r\n')[1]).toBe('RoPE,0,1,1,128'); // the fastest pair turns a radian a token
});
