// The page of speeds: nothing runs unasked, a measurement fills its tables, and it can be stopped.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { kernelShapes, passLengths } from '../../web/site/speed/measure.js';
import { page, visitSite } from './page.mjs';

const button = (name) => page.getByRole('button', { name, exact: true });
const rowsOf = async (title) =>
  (await page.getByRole('group', { name: title }).locator('tbody tr').allInnerTexts()).map((row) =>
    row.split('\t').map((cell) => cell.trim()),
  );
const number = (cell) => Number(cell.replace(/,/g, '').match(/[\d.]+(e-?\d+)?/)[0]);

describe('the page of speeds', () => {
  test('measures when it is asked, and what it shows is what it measured', async () => {
    await visitSite('speed.html');
    await page.getByText('Nothing is measured here before you ask').waitFor();
    const unmeasured = await rowsOf('Reading and writing');
    for (const [, ms, speed, then] of unmeasured) expect([ms, speed, number(then) > 0]).toEqual(['–', '–', true]);
    await button('Measure').click();
    await page.getByRole('progressbar', { name: 'Measuring' }).waitFor();
    await button('Measure again').waitFor({ timeout: 100_000 });
    const kernels = await rowsOf('Kernels against a plain loop');
    expect(kernels).toHaveLength(kernelShapes.length);
    for (const [, , , ratio, difference] of kernels) {
      expect(number(ratio)).toBeGreaterThan(0);
      expect(number(difference)).toBeLessThan(1e-5); // both did the same work
    }
    const passes = await rowsOf('Reading and writing');
    expect(passes).toHaveLength(passLengths.length + 1);
    expect(passes.map(([, , , then]) => then)).toEqual(unmeasured.map(([, , , then]) => then)); // recorded, as before
    for (const [place, tokens] of passLengths.entries())
      expect(number(passes[place][2])).toBeCloseTo((tokens * 1000) / number(passes[place][1]), -3); // both of three digits
    const costs = await rowsOf('What a method costs');
    expect(costs.length).toBeGreaterThan(15);
    expect(costs[0]).toEqual(expect.arrayContaining(['RoPE', '1.00 ×']));
  });

  test('stops at once by keyboard, keeps nothing half done, and can begin again', async () => {
    await visitSite('speed.html#lang=zh');
    await button('开始测量').focus();
    await page.keyboard.press('Enter');
    await button('停止').focus();
    await page.keyboard.press('Space');
    await button('开始测量').waitFor();
    expect((await rowsOf('读与写')).map(([, ms]) => ms).filter((ms) => ms !== '–')).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test.each([
    ['en', 'A whole model', 'reading 512', 'Beside other engines'],
    ['zh', '整个模型', '读 512 个字符', '与其他引擎相比'],
  ])('shows in %s what others need for the same work, as it was recorded', async (language, model, task, title) => {
    const recorded = JSON.parse(readFileSync(new URL('../../web/site/speed/peers.json', import.meta.url)));
    await visitSite(`speed.html#lang=${language}`);
    const section = page.getByRole('region', { name: title, exact: true });
    await section.waitFor();
    expect(await section.innerText()).toContain(recorded.versions['onnxruntime-web']);
    expect(await section.innerText()).toContain('npm run bench -- peers');
    const rows = await rowsOf(model);
    for (const where of ['node', 'chromium']) {
      const { ours, others } = recorded.rows.find((row) => row.where === where && row.tokens === 512);
      const [, , mine, , ort] = rows.find(([what, place]) => what === task && place.toLowerCase() === where);
      expect(number(mine)).toBeCloseTo(ours.relaxed, 5);
      const { ratio, best } = others.find(({ id }) => id === 'ort');
      expect(number(ort)).toBeCloseTo(Math.min(ratio.relaxed, best.relaxed), 5);
    }
    expect(rows.flat().join(' ')).not.toMatch(/NaN|undefined/);
  });
});
