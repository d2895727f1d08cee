// Figures that set methods against each other: their costs, their maps, their encodings; values by keyboard, files, both languages.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { bare, base, drawn } from './bare.mjs';
import { page } from './page.mjs';

const csv = (id) => page.evaluate((each) => document.getElementById(each).toCSV(), id);
const spoken = (id, hasText) => page.locator(`#${id} [aria-live]`, { hasText }).first().waitFor({ state: 'attached' });
const said = (id, hasText) => page.locator(`#${id} .summary`, { hasText }).first().waitFor();

test('a difference of maps has its sign, reads both methods by keyboard, and gives its numbers', async () => {
  await bare(`<rope-scope ${base} length="96" methods="rope alibi! yarn"><rope-figure id="map" kind="attention-difference"></rope-figure>
    <rope-figure id="one" kind="attention-difference" method="rope" lang="zh"></rope-figure>
    <rope-figure id="whole" kind="attention"></rope-figure></rope-scope>
    <rope-figure id="alone" kind="attention-difference" ${base} length="96" method="rope"></rope-figure>`);
  await said('map', /^ALiBi minus RoPE: over the last half of the queries, 0\.\d+ of the weight lies on other keys/);
  await said('map', /^YaRN minus RoPE: /);
  await said('one', /^RoPE 减 ALiBi：后一半查询里/);
  await said('alone', 'A difference needs two methods side by side.');
  await page.locator('#map .frame').first().focus();
  await page.keyboard.press('Home');
  await spoken('map', /^Query \d+, .*: ALiBi \S+; RoPE \S+; difference of weights \S+$/);
  const rows = (text) =>
    new Map(text.split('\r\n').map((line) => [line.split(',').slice(0, 2).join(), line.split(',')[2]]));
  const [first, , second] = [(await csv('map')).split('\r\n\r\n')[0], ...(await csv('whole')).split('\r\n\r\n')].map(
    rows,
  );
  const [plain] = (await csv('whole')).split('\r\n\r\n').map(rows);
  expect(first.size).toBeGreaterThan(4000);
  for (const cell of ['95,0', '95,95', '50,49'])
    expect(Number(first.get(cell))).toBeCloseTo(Number(second.get(cell)) - Number(plain.get(cell)), 6);
  expect([...first.values()].some((value) => Number(value) < -0.01)).toBe(true);
  const colours = await page.evaluate(() => {
    const [map] = within(document.getElementById('map'), 'rope-difference-map');
    const { width, height } = map.canvas;
    const { data } = map.canvas.getContext('2d').getImageData(0, 0, width, height);
    const { q, k, value } = map.difference.most;
    const at = 4 * (Math.floor((q * height) / map.length) * width + Math.floor((k * width) / map.length));
    return { value, green: data[at + 1] > data[at], same: [...data.slice(0, 3)] };
  });
  expect(colours.green).toBe(colours.value > 0);
  expect(Math.min(...colours.same)).toBeGreaterThan(225); // the first query has one key, so nothing differs: light grey
});

test('the encoding without plain RoPE’s is nothing for RoPE, and reads its values by keyboard', async () => {
  await bare(`<rope-scope ${base} length="512" methods="rope yarn"><rope-figure id="strip" kind="encoding-difference"></rope-figure>
    <rope-figure id="own" kind="encoding" lang="zh"></rope-figure></rope-scope>`);
  await said('strip', /^\s*RoPE: every pair receives what it receives under plain RoPE\./);
  await said('strip', /YaRN: \d+ of 16 pairs receive .* up to 128 and 0\.\d+ up to 512\./);
  await page.locator('#strip .frame').nth(1).focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'End']) await page.keyboard.press(key);
  const shown = page.locator('#strip .readout', { hasText: 'position 511' });
  await shown.waitFor();
  const readout = await shown.innerText();
  const [, own, plain, difference] = readout
    .replaceAll('−', '-')
    .match(/^pair 1, position 511: cos (\S+), plain RoPE’s (\S+), difference (\S+)$/);
  expect(Number(difference)).toBeCloseTo(Number(own) - Number(plain), 2);
  const line = (await csv('strip'))
    .split('\r\n\r\n')[1]
    .split('\r\n')
    .find((each) => each.startsWith('1,511,'));
  expect(Number(line.split(',')[2])).toBeCloseTo(Number(difference), 2);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => within(document.getElementById('strip'), '.cross').length === 0);
  await page.locator('#own .frame').first().focus();
  await page.keyboard.press('ArrowRight');
  await spoken('own', /^通道对 0，位置 0：cos 1$/);
});

test('the cost of a new token is drawn, listed and said, and what cannot be counted is an alert', async () => {
  await bare(`<rope-scope ${base} length="512" methods="rope rerope dynamic_ntk kerple_log!"><rope-figure id="cost" kind="cost"></rope-figure>
    <rope-figure id="zh" kind="cost" method="rerope" lang="zh"></rope-figure></rope-scope>`);
  await said(
    'cost',
    /RoPE: at 512 tokens a new token costs as many operations as under plain RoPE; rotated keys can be stored\./,
  );
  await said('cost', /ReRoPE: .*1\.75 times.*keys have to be stored before their rotation\./);
  await said('zh', /ReRoPE：512 个词元之后，一个新词元的运算量是原始 RoPE 的 1\.75 倍；须保存旋转之前的键。/);
  const tables = (await csv('cost')).split('\r\n\r\n').map((table) => table.split('\r\n'));
  expect(tables).toHaveLength(3);
  expect(tables[2].filter((line) => /^(RoPE|ReRoPE|Dynamic NTK),/.test(line))).toHaveLength(3);
  expect(tables[2].find((line) => /^RoPE,/.test(line))).toBe(
    `RoPE,512,${4 * 32 * 512 + 192},${4 * 32 * 512 + 192},${4 * 32 * 512 + 192},${2 * 4 * 32 * 512},0,rotated keys can be stored`,
  );
  const alerts = await page.locator('#cost [role="alert"]').allInnerTexts();
  expect(alerts).toEqual([expect.stringMatching(/^KERPLE.*r1 must have/)]); // once, though plan and cost fail alike
});

test('a scale that cannot be asked is said where it would stand, once', async () => {
  await bare(`<rope-scope ${base} model="rope-l128" length="96" methods="longrope">
    <rope-figure id="scale" kind="sharpness"></rope-figure></rope-scope>`);
  const alert = page.locator('#scale [role="alert"]');
  await alert.waitFor();
  expect(await alert.allInnerTexts()).toEqual([expect.stringMatching(/^LongRoPE.*: longrope\./)]);
  expect(await page.locator('#scale rope-plot').count()).toBe(0); // nothing waits for numbers that never come
});

test('the hand of a pair is chosen by arrow keys or pointer, moved, and read aloud', async () => {
  await bare(
    `<rope-scope ${base} length="512" methods="rope yarn"><rope-figure id="clock" kind="clock"></rope-figure></rope-scope>`,
  );
  await drawn();
  await page.locator('#clock .columns').focus();
  await page.keyboard.press('ArrowRight');
  await spoken('clock', /^pair 0 at position 511: RoPE 81\.3 turns, in training up to 20\.4; YaRN 81\.3 turns/);
  await page.keyboard.press('Shift+ArrowDown');
  await spoken('clock', /^pair 0 at position 495: /);
  await page.locator('#clock [data-pair="14"]').first().hover();
  await page
    .locator('#clock .readout', {
      hasText: /^pair 14 .*RoPE .*, so it points where training never did; YaRN [^,]*, in training up to \S+$/,
    })
    .waitFor();
  expect(await page.locator('#clock .chosen').count()).toBe(2);
  await axeFindsNothing('#clock');
});

test('every passkey grid gives its numbers with its figure', async () => {
  await bare(`<rope-figure id="keys" kind="passkey" ${base} method="rope" lengths="64 128" samples="1"></rope-figure>`);
  await page.waitForFunction(() => within(document.getElementById('keys'), 'rope-score-grid').length > 0);
  const [title, headers, ...rows] = (await csv('keys')).split('\r\n\r\n')[0].split('\r\n');
  expect(title).toMatch(/^"?Passkey, /);
  expect(headers).toBe('method,"depth, share","length, tokens","keys found, share",standard deviation,samples');
  expect(rows).toHaveLength(10); // five depths by two lengths
  await page.locator('#keys .run').click();
  const found = async () => /,(0|1|0\.\d+),0,1$/.test((await csv('keys')).split('\r\n')[2]); // or not, by one sample
  while (!(await found())) await page.waitForTimeout(50);
});
