// The built site in Chromium: the model runs, the figures answer, nothing foreign is asked for.
import { describe, expect, test } from '@jest/globals';
import {
  context,
  crosshair,
  fingerprints,
  frame,
  idle,
  open,
  page,
  ready,
  spoken,
  switchMethod,
  troubles,
} from './page.mjs';

describe('the page', () => {
  test('shows two methods, every head of the model and the losses', async () => {
    await open();
    expect(await page.locator('rope-attention-map').count()).toBe(2);
    const [first, second] = await fingerprints();
    expect(first).not.toBe(second);
    const grid = page.locator('rope-heatmap-grid').first();
    await grid.locator('button.ready').nth(15).waitFor();
    expect(await grid.locator('button.ready').count()).toBe(16);
    await idle();
    const losses = await page.evaluate(() =>
      document.querySelector('rope-plot').figure.curves.map(({ detail }) => detail),
    );
    expect(losses.map((values) => values.length)).toEqual([511, 511]);
    expect(losses.flat().every((loss) => loss >= 0 && loss < 20)).toBe(true);
  });

  test('prints how long the first picture takes from the start of the bundle', async () => {
    await open();
    const times = await page.evaluate(() => {
      const bundle = performance.getEntriesByType('resource').find(({ name }) => /compare-.*\.js$/.test(name));
      return {
        bundle: bundle.responseEnd,
        asked: performance.getEntriesByName('ropescope:asked')[0].startTime,
        painted: performance.getEntriesByName('ropescope:painted')[0].startTime,
      };
    });
    const [asked, painted] = [times.asked, times.painted].map((time) => Math.round(time - times.bundle));
    process.stdout.write(
      `first picture: model asked ${asked} ms, first map painted ${painted} ms after the bundle arrived\n`,
    );
    expect(painted).toBeGreaterThan(asked);
  });

  test('paints other pixels when the method changes, and prints how long that takes', async () => {
    await open();
    const [kept, before] = await fingerprints();
    const times = [];
    const pictures = [];
    for (let i = 0; i < 6; i++) {
      await idle();
      times.push(Math.round(await switchMethod(1)));
      pictures.push(await fingerprints());
    }
    process.stdout.write(`method switch to repaint at 512 characters: ${times.join(', ')} ms\n`);
    expect(pictures[0][1]).not.toBe(before);
    for (const [same] of pictures) expect(same).toBe(kept);
  });

  test('gives a method of the same name and parameters the same picture', async () => {
    await open();
    const before = await fingerprints();
    await page.reload();
    await ready();
    expect(await fingerprints()).toEqual(before);
  });

  test('runs a method on weights of another one only when asked to', async () => {
    await open();
    await page.evaluate(() => {
      const card = document.querySelectorAll('rope-method')[1];
      const select = card.shadowRoot.querySelector('select');
      const { id } = card.catalog.find(
        ({ trainedAs, params }) => trainedAs !== card.own && params.every(({ learned }) => !learned),
      );
      select.value = id;
      select.dispatchEvent(new Event('change'));
    });
    await page.locator('.panel').nth(1).locator('[role="alert"]').waitFor();
    await page.locator('rope-method').nth(1).getByText('run it on them anyway').click();
    await page.locator('.panel').nth(1).locator('[role="alert"]').waitFor({ state: 'detached' });
    await idle();
    expect(await page.evaluate(() => location.hash)).toMatch(/&method=[a-z0-9_]+!/);
  });

  test('moves the crosshair of every map together', async () => {
    await open();
    await frame(0).hover({ position: { x: 100, y: 300 } });
    const first = await crosshair({ not: '377 376' });
    expect(first.q).toBeGreaterThan(first.k);
    await frame(1).hover({ position: { x: 60, y: 400 } });
    const second = await crosshair({ not: `${first.q} ${first.k}` });
    expect(second.q).toBeGreaterThan(first.q);
    expect(second.k).toBeLessThan(first.k);
  });

  test('answers the keyboard: Tab reaches a map, arrows move and speak', async () => {
    await open('#q=300&k=299');
    await page.locator('rope-method').last().locator('select').first().focus();
    let reached = false;
    for (let presses = 0; presses < 60 && !reached; presses++) {
      await page.keyboard.press('Tab');
      reached = await page.evaluate(() => {
        const host = document.activeElement;
        return host.localName === 'rope-attention-map' && host.shadowRoot.activeElement?.classList.contains('frame');
      });
    }
    expect(reached).toBe(true);
    await page.keyboard.press('ArrowLeft');
    await spoken(0, /^Query 300, “.”; key 298, “.”: .+ [\d.e-]+; .+ [\d.e-]+$/);
    await page.keyboard.press('ArrowUp');
    await spoken(0, /^Query 299, /);
    await crosshair({ q: 299, k: 298 });
    await page.keyboard.press('Escape');
    await crosshair({ q: -1, k: -1 });
  });

  test('chooses heads from the small maps with the arrow keys', async () => {
    await open('#layer=1&head=2');
    await page.locator('rope-heatmap-grid').first().locator('[aria-pressed="true"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => /layer=2&head=3/.test(location.hash));
    await page.locator('#h-attention', { hasText: 'layer 2, head 3' }).waitFor();
  });

  test('keeps the view in the link', async () => {
    await open('#text=repeat&len=300&lut=cividis&layer=2&head=2&gamma=0.5&q=200&k=73');
    const before = await fingerprints();
    const hash = await page.evaluate(() => location.hash);
    await page.locator('rope-method').last().locator('input[type="checkbox"]').first().click();
    await ready();
    const link = await page.evaluate(() => location.hash);
    expect(link).not.toBe(hash);
    const changed = await fingerprints();
    await context.close();
    await open(link);
    expect(await fingerprints()).toEqual(changed);
    expect(await page.evaluate(() => location.hash)).toBe(link);
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.waitForFunction((to) => location.hash === to, hash);
    await ready();
    await page.waitForTimeout(300);
    expect(await fingerprints()).toEqual(before);
  });

  test('says which setting of a link it cannot read', async () => {
    await open('#len=99999&layer=1');
    expect(await page.locator('#controls [role="alert"]').textContent()).toContain(
      'len must be a whole number from 16 to 2048',
    );
  });

  test('has a content policy that forbids code from strings', async () => {
    await open();
    // In a task of its own: the policy does not bind code while the debugger evaluates it.
    const refusal = await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            try {
              resolve(String(new Function('return 1')()));
            } catch (error) {
              resolve(error.name);
            }
          });
        }),
    );
    expect(refusal).toBe('EvalError');
    const own = troubles.filter((trouble) => !/unsafe-eval|Content Security Policy|TrustedScript/.test(trouble)); // not the refusal itself
    troubles.splice(0, troubles.length, ...own);
  });

  test.each(['light', 'dark'])('fits a phone, %s', async (colorScheme) => {
    await open('', { viewport: { width: 390, height: 844 }, colorScheme });
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content).toBeLessThanOrEqual(screen);
    const first = await frame(0).boundingBox();
    const second = await frame(1).boundingBox();
    expect(Math.abs(first.y - second.y)).toBeLessThan(2); // side by side on a phone, too
  });
});
