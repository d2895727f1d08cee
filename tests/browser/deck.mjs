// A deck of the course in the browser: opened, and what stands on the slide that is shown.
import { page, visitSite } from './page.mjs';

const narrow = { viewport: { width: 1024, height: 768 } };

export async function openDeck(rest, options = narrow) {
  await visitSite(`lectures/${rest}`, options);
  await page.locator('html.ready').waitFor({ state: 'attached' });
}

export const slide = () => page.evaluate(() => document.querySelector('section.present').id);
export const slideIs = (id) =>
  page.waitForFunction((each) => document.querySelector('section.present')?.id === each, id);
export const onSlide = (selector) => page.locator(`section.present ${selector}`);

/** Another slide of the deck that is open. */
export async function openDeckAt(id) {
  await page.evaluate((each) => {
    location.hash = `#/${each}`;
  }, id);
  await slideIs(id);
}
