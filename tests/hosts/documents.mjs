// Documents whose tools take our examples as they are: the figure in each is drawn, from files of another origin.
import { cpSync, readFileSync } from 'node:fs';
import { serve } from '../browser/server.mjs';
import { onPage } from './browser.mjs';
import { command, project } from './workplace.mjs';

const root = new URL('../../', import.meta.url).pathname;
const exampleAt = (path, site) =>
  readFileSync(`${root}examples/${path}`, 'utf8').replaceAll('https://example.org/ropescope', site);

/** @param {string} program  @param {string} packages  of Debian */
const install = (program, packages) =>
  command('bash', ['-c', `. tests/steps.sh; apt_install ${program} ${packages}`], root);

const pandoc =
  'deck.qmd -f markdown -t revealjs -s --slide-level=2 -V revealjs-url=reveal -V theme=white -o page.html'.split(' ');

/** reveal.js where pandoc's pages look for it: the places of its versions before 6. @param {string} folder */
function putReveal(folder) {
  const dist = `${root}node_modules/reveal.js/dist`;
  cpSync(dist, `${folder}/reveal/dist`, { recursive: true });
  for (const name of ['notes', 'search', 'zoom'])
    cpSync(`${dist}/plugin/${name}.js`, `${folder}/reveal/plugin/${name}/${name}.js`);
}

/**
 * The tools: what makes page.html in a folder that has the example.
 * @type {{ id: string, name: string, slides?: boolean, figures: number, make: (place: string, site: string) => Promise<string> }[]}
 */
export const documents = [
  {
    id: 'pandoc',
    name: 'raw HTML of a deck by pandoc, as Quarto has it', // Quarto's own writer is pandoc's
    slides: true,
    figures: 2,
    make: async (place, site) => {
      await install('pandoc', 'pandoc');
      const folder = project(`${place}/apps/pandoc`, { 'deck.qmd': exampleAt('quarto/deck.qmd', site) });
      await command('pandoc', pandoc, folder);
      putReveal(folder);
      return folder;
    },
  },
  {
    id: 'nbconvert',
    name: 'a notebook that nbconvert runs and writes as HTML',
    figures: 1,
    make: async (place, site) => {
      await install('jupyter-nbconvert', 'jupyter-nbconvert python3-ipykernel');
      const notebook = exampleAt('jupyter/figure.ipynb', site);
      const folder = project(`${place}/apps/notebook`, { 'figure.ipynb': notebook });
      const flags = ['nbconvert', '--execute', '--to', 'html', '--output', 'page.html', 'figure.ipynb'];
      await command('jupyter', flags, folder);
      return folder;
    },
  },
];

const icon = { '/favicon.ico': '' }; // a browser asks for one, and complains where there is none

/** Makes a document and opens it: every figure draws what it was asked, and the page complains of nothing of ours. */
export async function runDocument(place, { slides, figures, make }) {
  const site = await serve('dist/site/', {}, { 'access-control-allow-origin': '*' });
  const host = await serve(`${await make(place, site.address.replace(/\/$/, ''))}/`, icon);
  try {
    await onPage(`${host.address}page.html`, async (page, errors) => {
      for (let at = 0; at < figures; at += 1) {
        if (slides) await page.keyboard.press('ArrowRight'); // from the title, then from figure to figure
        const plot = page.locator('rope-figure').nth(at).locator('rope-plot');
        await plot.getByText('YaRN').first().waitFor();
        await plot.locator('canvas').first().waitFor();
      }
      const ours = errors.filter((each) => !each.includes('file:///usr/share/')); // Debian's nbconvert names scripts of its own so
      if (ours.length > 0) throw new Error(ours.join('; '));
    });
  } finally {
    await Promise.all([site.close(), host.close()]);
  }
}
