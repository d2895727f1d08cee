// What a visitor does over and over on a page that is never left. Each round ends where it began.

/** The page shows texts of so many characters, and nothing is under way. */
const shows = (page, length) =>
  page.waitForFunction(
    (rows) =>
      document.getElementById('status').textContent.match(/Ready|就绪/) &&
      [...document.querySelectorAll('rope-attention-map')].every(({ map }) => map?.rows === rows) &&
      [...document.querySelectorAll('rope-heatmap-grid')].every(
        ({ maps, layers, heads }) => maps.length === layers * heads,
      ),
    length,
  );

async function through(page, hashes) {
  for (const [hash, length] of hashes) {
    await page.evaluate((wanted) => {
      location.hash = wanted;
    }, hash);
    await shows(page, length);
  }
}

/** @type {Record<string, { rest: string, round: (page: import('playwright-core').Page, round: number) => Promise<void> }>} */
export const stays = {
  'methods, texts and languages on the comparison': {
    rest: 'compare.html#len=128',
    round: (page) =>
      through(page, [
        ['#len=96&method=rope&method=yarn', 96],
        ['#len=160&method=dynamic_ntk&method=rerope&method=window&layer=2&head=1', 160],
        ['#len=96&method=linear&method=rope&text=repeat&lut=inferno&lang=zh', 96],
        ['#len=160&model=alibi-l128', 160],
        ['#len=128', 128],
      ]),
  },
  'lengths and figures on the explorer': {
    rest: 'explorer.html#len=128',
    async round(page) {
      for (const hash of ['#len=512&method=yarn', '#len=256&method=rope&part=sin&decay=bound', '#len=128']) {
        await page.evaluate((wanted) => {
          location.hash = wanted;
        }, hash);
        await page.waitForTimeout(400);
        await page.locator('#status', { hasText: 'Ready' }).waitFor();
      }
    },
  },
  'evaluations that run and are cancelled': {
    rest: 'evaluate.html#lengths=64,128&tasks=text&samples=32',
    async round(page, round) {
      await page.evaluate(
        (wanted) => {
          location.hash = wanted; // what was evaluated is not evaluated again
        },
        `#lengths=${64 + 2 * round},${65 + 2 * round}&tasks=text&samples=32`,
      );
      await page.locator('rope-evaluation .run:enabled').click();
      await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().spent > 0);
      await page.evaluate(() => found('rope-evaluation >>> .run:enabled')[0]?.click()); // cancels, unless all is done
      await page.waitForTimeout(500);
    },
  },
  'trainings that begin, pause and start over': {
    rest: 'lab.html#seed=4',
    async round(page) {
      const button = (name) => page.getByRole('button', { name, exact: true }).and(page.locator(':enabled'));
      await button('Train').click();
      await page.waitForFunction(() => document.querySelector('.racer progress').value > 12);
      await button('Pause').click();
      await button('Start over').click();
      await button('Train').waitFor();
    },
  },
};
