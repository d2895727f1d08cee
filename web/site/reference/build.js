/** At build time: the pages of the reference, made of reference.html: an index, and a page for each module. */
import { fileOf, indexHtml, moduleHtml } from './render.js';

const template = 'reference.html';

/** @returns {Promise<import('./render.js').Module[]>} */
async function modules() {
  const at = (/** @type {string} */ path) => import(new URL(path, import.meta.url).href); // no part of vite's own bundle of its config
  const [{ createEngine }, { referenceModules }] = await Promise.all([
    at('../../lib/index.node.js'),
    at('./modules.js'),
  ]);
  const engine = await createEngine({ workers: 0 });
  const catalog = await engine.methods();
  await engine.dispose();
  return referenceModules(catalog);
}

/**
 * @param {string} html  of the template, as it was built
 * @param {string} title
 * @param {string} body
 */
const pageText = (html, title, body) =>
  html
    .replace(/( data-say="pages\.reference\.title">)[^<]*/, () => `>${title}`)
    .replace(/( data-say="pages\.reference\.pageTitle">)[^<]*/, () => `>${title} · ropescope`)
    .replace('[[reference]]', () => body);

/** @type {import('vite').Plugin} */
export const referencePages = {
  name: 'reference-pages',
  enforce: 'post',
  async generateBundle(_, bundle) {
    const made = bundle[template];
    if (made?.type !== 'asset') throw new Error(`The build must hold ${template}, got none`);
    const all = await modules();
    const source = String(made.source);
    for (const module of all) {
      this.emitFile({
        type: 'asset',
        fileName: fileOf(module.id),
        source: pageText(source, module.title, moduleHtml(module, all)),
      });
    }
    made.source = source.replace('[[reference]]', () => indexHtml(all));
  },
};
