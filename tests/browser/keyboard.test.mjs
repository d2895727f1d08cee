// The keyboard alone: whatever a pressed button does, even where it goes with it, the keyboard stays beside what it was used for.
import { describe, expect, test } from '@jest/globals';
import { fileOf, openEvaluation, page, troubles, visitSite } from './page.mjs';

/** What has the keyboard, through all shadow roots: its tag, and the beginning of what it is called. */
const held = () =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const name = at.getAttribute('aria-label') ?? at.textContent.replace(/\s+/g, ' ').trim();
    return `${at.localName} ${at === document.body ? '' : name.slice(0, 40)}`;
  });
const holds = async (wanted) => {
  const until = Date.now() + 20_000;
  while (!wanted.test(await held()) && Date.now() < until) await page.waitForTimeout(100);
  await page.waitForTimeout(300); // and it stays
  expect(await held()).toMatch(wanted);
};
const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
async function press(control, key = 'Enter') {
  await control.focus();
  await page.keyboard.press(key);
}
const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();

test('one button runs an evaluation and cancels it, and is there when it has ended', async () => {
  await openEvaluation('#lengths=64,1024&tasks=text,passkey&samples=8&method=rope');
  await press(button('Run'));
  await holds(/^button Cancel/);
  await page.keyboard.press('Enter');
  await holds(/^button Run/);
  await visitSite(`${fileOf.evaluate}#lengths=64&tasks=text&samples=1&method=rope`);
  await press(button('Run'));
  await button('Run').and(page.locator('[aria-disabled=true]')).waitFor();
  await holds(/^button Run/);
});

test('the prompt behind a cell takes the keyboard of the button that runs it, and of the one that shows all of it', async () => {
  await openEvaluation('#lengths=512&tasks=passkey&samples=1&method=rope');
  await press(page.locator('rope-score-grid button').first(), ' ');
  await press(page.locator('rope-passkey button.plain').first());
  await holds(/^div Prompt/);
  await press(page.locator('rope-passkey button.gap').first());
  await holds(/^div Prompt/);
});

describe('a method that is removed', () => {
  const remove = (name) => press(button(`Remove ${name}`));
  const columns = (count) =>
    page.waitForFunction((wanted) => document.querySelectorAll('.column').length === wanted, count);
  const openColumns = async (rest) => {
    await visitSite(`${fileOf.explorer}#len=128&${rest}`);
    await statusIs('Ready');
  };

  test('hands the keyboard to the one that moves up, or to the one before', async () => {
    await openColumns('method=rope&method=yarn&method=linear');
    await remove('RoPE');
    await columns(2);
    await holds(/^select Method 1/);
    await remove('Position Interpolation');
    await columns(1);
    await holds(/^select Method 1/);
  });

  test('hands it on within its column', async () => {
    await openColumns('method=rope&method=yarn+log_n');
    await remove('log-n');
    await page.waitForFunction(() => !location.hash.includes('log_n'));
    await holds(/^select Method 2/);
  });

  test.each([
    ['method=rope&method=yarn&pin=0', 'YaRN'],
    ['method=yarn&method=rope&pin=1', 'YaRN'],
  ])('leaves it at the column that is kept: %s', async (rest, name) => {
    await openColumns(rest);
    await remove(name);
    await columns(1);
    await holds(/^button Keep/);
  });
});

test('values that are put back hand the keyboard to the method, and the button that adds one keeps it at the last', async () => {
  const seven = 'linear ntk_by_parts rope rerope dynamic_ntk sinks'.split(' ').map((id) => `method=${id}`);
  await visitSite(`${fileOf.explorer}#len=128&method=yarn;beta_fast:8&${seven.join('&')}`);
  await statusIs('Ready');
  await press(button('Add a method'));
  await page.waitForFunction(() => document.querySelectorAll('.column').length === 8);
  await holds(/^button Add a method/);
  await press(button('Back to defaults').first());
  await holds(/^select Method 1/);
});

test('buttons of the lab that can do nothing for a while keep it', async () => {
  await visitSite(fileOf.lab);
  const free = (name) => button(name).and(page.locator(':enabled:not([aria-disabled=true])')).waitFor();
  await free('Train');
  await press(button('Train'));
  await page.waitForFunction(() => document.querySelector('.racer progress').value > 2);
  await page.keyboard.press('Enter');
  await holds(/^button Resume/);
  await press(button('Stretch it'));
  await holds(/^button (Stretch|Being)/);
  await press(button('Start over'));
  await holds(/^button Start over/);
  await press(button(/^Fine-tune/));
  await holds(/^button Stop/);
  await page.keyboard.press('Enter');
  await holds(/^button Fine-tune/);
});

test('one button measures speed and stops it', async () => {
  await visitSite(fileOf.speed);
  await press(button('Measure'));
  await holds(/^button Stop/);
  await page.keyboard.press('Enter');
  await holds(/^button Measure/);
});

test('what is tried again hands it to the content of the page, or to the figure', async () => {
  const fails = (made) => made.route('**/*.safetensors', (route) => route.abort());
  await visitSite(`${fileOf.compare}#len=128`, {}, fails);
  await press(button('Retry').first());
  await holds(/^main /);
  await visitSite('lectures/extrapolation/en.html#/attention', {}, fails);
  await press(page.locator('section.present').getByRole('button', { name: 'Retry' }));
  await holds(/^rope-figure /);
  troubles.splice(0);
});

test('an answer that is shown in the article of a lecture takes it', async () => {
  await visitSite('lectures/interpolation/en.html?view=read');
  await press(page.locator('.reveal-answer').first());
  await holds(/^button higher than RoPE/);
});
