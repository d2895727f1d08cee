// Numbers in the formulas of the lectures, in a browser: entered, stepped, mirrored, read.
import { describe, expect, test } from '@jest/globals';
import { onSlide, openDeck, slide } from './deck.mjs';
import { context, page } from './page.mjs';

describe('numbers of a formula', () => {
  test('can be changed on a slide: the figure follows, and no key of theirs turns the slide', async () => {
    await openDeck('interpolation/en.html#/formula');
    const [first, second] = [onSlide('.formula input').first(), onSlide('.formula input').last()];
    expect(await first.getAttribute('aria-label')).toBe('s, which you can change');
    await first.fill('7');
    await onSlide('rope-figure').getByText('keys at up to 73 tokens').first().waitFor();
    expect(await second.inputValue()).toBe('7');
    for (const key of ['ArrowUp', 'ArrowRight', 'ArrowLeft', 'End', 'Home', 'PageDown', ' ', 's', 'o', 'n'])
      await first.press(key);
    await onSlide('rope-figure').getByText('keys at up to 63.9 tokens').first().waitFor(); // 511 / 8
    expect([await slide(), await second.inputValue()]).toEqual(['formula', '8']);
    expect(context.pages()).toHaveLength(1); // s opens the speaker view
    await first.fill('0.5');
    await onSlide('rope-figure').getByText('linear.factor must be a number from 1 to').first().waitFor();
    await first.press('Escape');
    await page.keyboard.press('ArrowRight');
    await onSlide('.step[aria-pressed=true]').waitFor();
    expect([await first.inputValue(), await second.inputValue()]).toEqual(['2', '2']); // as the step says
  });

  test('leave what a step has put beside the method', async () => {
    await openDeck('by-parts/en.html#/ramp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await onSlide('rope-figure').getByText('NTK-aware: of 16').first().waitFor();
    await onSlide('input[name=β]').fill('16');
    await onSlide('rope-figure').getByText('NTK-by-parts: of 16 pairs, 1 keeps its pace').first().waitFor();
    await onSlide('input[name=s]').fill('8');
    await onSlide('rope-figure').getByText('to 0.125 of it').first().waitFor();
    expect(await onSlide('rope-scope').getAttribute('methods')).toMatch(/ linear;factor:4 ntk_aware;alpha:4$/);
  });

  test('are changed in the other window, too, and can be in the article', async () => {
    await openDeck('ntk/zh.html#/formula');
    const opened = context.waitForEvent('page');
    await page.keyboard.press('s');
    const speaker = await opened;
    await speaker.locator('html.speaker.ready').waitFor({ state: 'attached' });
    await speaker.locator('section.present input[name=α]').fill('8');
    await page.waitForFunction(() => document.querySelector('section.present input[name=α]').value === '8');
    await onSlide('rope-figure').getByText('降到 0.125').first().waitFor();
    await openDeck('ntk/zh.html?view=read#/formula');
    await page.locator('#formula input[name=α]').fill('2');
    await page.locator('#formula rope-figure').getByText('降到 0.5').first().waitFor();
  });
});
