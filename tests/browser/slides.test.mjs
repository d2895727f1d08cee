// Slides of the lectures in a browser: keys, figures that keep theirs, steps, questions, exercises.
import { describe, expect, test } from '@jest/globals';
import { onSlide, openDeck, openDeckAt, slide, slideIs } from './deck.mjs';
import { page, troubles } from './page.mjs';

const curves = (within = 'section.present') =>
  page.evaluate((each) => {
    const figure = document.querySelector(`${each} rope-figure`);
    return figure?.shadowRoot.querySelector('rope-plot')?.figure?.curves.map(({ label }) => label) ?? [];
  }, within);
const curvesAre = (count) =>
  page.waitForFunction((wanted) => {
    const part = document.querySelector('section.present rope-figure')?.shadowRoot.querySelector('rope-plot');
    return part?.figure?.curves.length === wanted && part.plot?.series.length > wanted; // known, and drawn: it takes keys
  }, count);
const requested = (pattern) =>
  page.evaluate(
    (source) => performance.getEntriesByType('resource').filter(({ name }) => new RegExp(source).test(name)).length,
    pattern,
  );

describe('slides', () => {
  test('open where the link says, turn by keys, and run one engine for all figures', async () => {
    await openDeck('interpolation/en.html#/formula');
    expect(await slide()).toBe('formula');
    await curvesAre(1);
    await page.keyboard.press('ArrowRight'); // a step
    await page.keyboard.press('ArrowRight');
    await curvesAre(2);
    await page.keyboard.press('ArrowRight');
    await slideIs('coverage');
    await page.waitForFunction(() => location.hash === '#/coverage'); // it is written a little later
    await onSlide('rope-figure').locator('rope-coverage svg').waitFor();
    expect(page.workers()).toHaveLength(1);
    expect(await requested('ropescope(-relaxed)?-[^/]*\\.wasm$')).toBe(1);
  });

  test('stay where they are while somebody uses the keys of a figure, until Escape gives the keys back', async () => {
    await openDeck('interpolation/en.html#/neighbours');
    await curvesAre(1);
    const plot = onSlide('rope-figure').locator('.area');
    await plot.focus();
    for (const key of ['ArrowRight', 'ArrowRight', ' ', 'PageDown', 'End']) await page.keyboard.press(key);
    expect(await slide()).toBe('neighbours');
    expect(await onSlide('.step[aria-pressed=true]').count()).toBe(0);
    const spoken = onSlide('rope-figure').locator('rope-plot [aria-live]', { hasText: 'distance 1: ' });
    await spoken.waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('section.present .step[aria-pressed=true]'));
    expect(await slide()).toBe('neighbours');
  });

  test('have a slider of a parameter of a method, which the figure follows', async () => {
    await openDeck('by-parts/en.html#/slider');
    await curvesAre(1);
    await onSlide('input').fill('4');
    await page.waitForFunction(
      () => document.querySelector('#beta-ramp').getAttribute('methods') === 'ntk_by_parts;factor:4;beta_fast:4',
    );
    await onSlide('rope-figure').getByText('3 keep their pace').first().waitFor();
  });

  test('stay where they are while a slider of a slide is moved, which the figure follows', async () => {
    await openDeck('rope/en.html#/coverage');
    const unseen = () => onSlide('rope-figure').locator('rope-coverage .columns .summary').textContent();
    await onSlide('rope-figure').locator('rope-coverage svg').waitFor();
    expect(await unseen()).toContain('no pairs visit angles never seen');
    await onSlide('input[type=range]').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await onSlide('rope-figure').locator('.summary', { hasText: '8 pairs visit angles never seen' }).waitFor();
    expect(await slide()).toBe('coverage');
    expect(await onSlide('output').textContent()).toBe('256');
  });

  test('step what a figure shows, forwards and back, by key and by click', async () => {
    await openDeck('extrapolation/en.html#/levers');
    await curvesAre(1);
    await onSlide('.step').nth(1).click();
    await curvesAre(3);
    expect(await curves()).toEqual(['RoPE', expect.stringContaining('Window'), 'YaRN']);
    expect(await onSlide('.step[aria-pressed=true]').count()).toBe(2);
    await page.keyboard.press('ArrowLeft');
    await curvesAre(2);
    await page.keyboard.press('ArrowLeft');
    await curvesAre(1);
    expect(await slide()).toBe('levers');
  });

  test('ask before they show: digits count hands, the next step reveals', async () => {
    await openDeck('extrapolation/en.html#/predict-loss');
    const figure = onSlide('.veiled');
    expect(await figure.isVisible()).toBe(false);
    for (const key of ['3', '3', '1', 'Shift+1', '2', '9'])
      await page.keyboard.press(`${key.replace(/(\d)$/, 'Digit$1')}`);
    expect(await onSlide('rope-poll li output').allTextContents()).toEqual(['', '1 hand', '2 hands', '']);
    await onSlide('rope-poll li button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await onSlide('rope-poll li output').allTextContents()).toEqual(['', '2 hands', '2 hands', '']);
    await onSlide('.reveal-answer').focus();
    await page.keyboard.press('ArrowRight');
    await figure.waitFor({ state: 'visible' });
    expect(await onSlide('rope-poll .right').textContent()).toContain('rises, and keeps rising');
    await page.keyboard.press('ArrowLeft');
    await figure.waitFor({ state: 'hidden' });
    await onSlide('.reveal-answer').click();
    await figure.waitFor({ state: 'visible' });
    expect(await slide()).toBe('predict-loss');
  });

  test('check the answers to exercises, and give them to who asks', async () => {
    await openDeck('interpolation/en.html#/exercise-step');
    const [entry, verdict] = [onSlide('rope-exercise input'), onSlide('.verdict')];
    for (const [given, said] of [
      ['4', 'Not yet'],
      ['x', 'Enter a number'],
      ['0,25', 'Right'],
    ]) {
      await entry.fill(given);
      await entry.press('Enter');
      expect(await verdict.textContent()).toContain(said);
    }
    expect(await onSlide('.why').isVisible()).toBe(true);
    await openDeckAt('exercise-short');
    await onSlide('rope-exercise li button').first().click();
    expect(await onSlide('.verdict').textContent()).toContain('Not yet');
    await onSlide('rope-exercise .quiet').click();
    expect(await onSlide('.verdict').textContent()).toContain('it is read worse');
  });

  test('keep what a figure says of the answer to an exercise until it is found, or asked for', async () => {
    await openDeck('by-parts/en.html#/exercise-kept');
    await curvesAre(1);
    const said = onSlide('rope-figure').locator('.summary', { hasText: '3 keep their pace' });
    await said.waitFor({ state: 'attached' });
    expect(await said.isVisible()).toBe(false);
    await onSlide('rope-exercise input').fill('3');
    await onSlide('rope-exercise input').press('Enter');
    await said.waitFor({ state: 'visible' });
  });

  test('run a grid of keys, the model as it was trained in it, too, and no key of the grid turns the slide', async () => {
    await openDeck('evaluation/en.html#/keys-live');
    const panel = onSlide('rope-figure').locator('rope-evaluation');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByText('45 of 45 cells computed on this device', { exact: true }).waitFor();
    expect(await panel.locator('.error').allTextContents()).toEqual([]);
    expect(await panel.locator('rope-score-grid button.live').count()).toBe(45);
    await panel.locator('rope-score-grid [tabindex="0"]').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await panel.locator('rope-passkey mark').first().waitFor();
    expect(await slide()).toBe('keys-live');
  });

  test('read the config that a slide brings at once, and one that was changed when asked', async () => {
    await openDeck('in-the-wild/en.html#/exercise-write');
    const doctor = onSlide('rope-figure').locator('rope-doctor');
    await doctor.getByText('logits × 1', { exact: false }).waitFor();
    const entry = doctor.locator('textarea');
    const yarn = '{"rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 32768}';
    await entry.fill((await entry.inputValue()).replace('"rope_scaling": null', `"rope_scaling": ${yarn}`));
    await entry.press('ArrowRight');
    await doctor.getByRole('button').first().click();
    await doctor.getByText('logits × 1.3', { exact: false }).waitFor();
    expect(await slide()).toBe('exercise-write');
  });

  test('show weights of another training by a step', async () => {
    await openDeck('before-training/en.html#/penalties');
    const headsOf = (name) => onSlide(`rope-figure rope-plot >> text=${name}, head 3:`).waitFor();
    await headsOf('ALiBi');
    await page.keyboard.press('ArrowRight');
    await headsOf('KERPLE log');
    await curvesAre(4); // and of no other weights
    await page.keyboard.press('ArrowLeft');
    await headsOf('ALiBi');
  });

  test.each(['interpolation/en.html#/broken-head', 'maps/zh.html#/neighbours', 'lab/zh.html#/evidence'])(
    'hold their maps whole, one or two side by side: %s',
    async (address) => {
      await openDeck(address);
      const maps = onSlide('rope-figure').locator('rope-attention-map');
      await maps.first().locator('canvas').waitFor();
      const fits = async (count) => {
        await page.waitForFunction(
          (wanted) => {
            const figure = document.querySelector('section.present rope-figure');
            const all = [...figure.shadowRoot.querySelectorAll('rope-attention-map')];
            return all.length === wanted && all.every(({ map }) => map);
          },
          count,
          { polling: 100 },
        );
        const boxes = await Promise.all((await maps.all()).map((map) => map.boundingBox()));
        expect(Math.max(...boxes.map(({ y, height }) => y + height))).toBeLessThan(768);
        expect(new Set(boxes.map(({ y }) => Math.round(y))).size).toBe(1);
      };
      await fits(await maps.count());
      await page.keyboard.press('ArrowRight');
      await fits(2);
    },
  );

  test('read a text of one’s own', async () => {
    await openDeck('rope/en.html#/own-text');
    const rows = (count) =>
      page.waitForFunction((wanted) => {
        const figure = document.querySelector('section.present rope-figure');
        return figure?.shadowRoot.querySelector('rope-attention-map')?.map?.rows === wanted;
      }, count);
    const text = await onSlide('textarea').inputValue();
    await rows(text.length);
    await onSlide('textarea').fill('So it goes. '.repeat(13));
    await rows(156);
  });

  test('let no string become markup or the address of a script', async () => {
    await openDeck('rope/en.html#/rotation');
    const refused = await page.evaluate(() => {
      const attempt = (act) => {
        try {
          act();
          return 'let through';
        } catch (error) {
          return error.name;
        }
      };
      return [
        attempt(() => {
          document.createElement('div').innerHTML = '<img src="x" onerror="alert(1)">';
        }),
        attempt(() => {
          document.createElement('script').src = 'https://example.org/x.js';
        }),
        attempt(() => {
          document.createElement('div').innerHTML = '<span class="slide-number-a">1</span>'; // as reveal.js writes it
        }),
      ];
    });
    expect(refused).toEqual(['TypeError', 'TypeError', 'let through']);
    expect(troubles.splice(0).every((trouble) => /requires 'Trusted(HTML|ScriptURL)'/.test(trouble))).toBe(true);
  });

  test('hide what is not the slide where the link says so', async () => {
    await openDeck('rope/en.html?controls=0#/rotation');
    await onSlide('rope-figure').locator('.dial').first().waitFor();
    expect(await page.locator('#deck-nav, .controls, .slide-number, .progress').filter({ visible: true }).count()).toBe(
      0,
    );
  });
});
