/** At build time: a page for each method of the registry, made of method.html: its English head, and its formula as it runs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { plain } from '../../elements/coded.js';
import { pageOf } from './addresses.js';

const root = `${import.meta.dirname}/../../..`;
const template = 'method.html';

/** @typedef {import('../../lib/types.js').MethodInfo} MethodInfo */

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The header of each method, by id. */
function headers() {
  const folder = `${root}/cpp/position`;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[\\/].*\.hpp$/.test(name));
  const texts = names.map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  return new Map(texts.flatMap((text) => [...text.matchAll(/\.id = "(\w+)"/g)].map(([, id]) => [id, text])));
}

/** What the registry holds, and by method the folders of web/models that were trained with it. */
async function registry() {
  const library = new URL('../../lib/index.node.js', import.meta.url).href; // no part of vite's own bundle of its config
  const { createEngine } = await import(library);
  /** @type {import('../../lib/types.js').Engine} */
  const engine = await createEngine({ workers: 0 });
  const catalog = await engine.methods();
  /** @type {Map<string, string[]>} */
  const models = new Map();
  for (const name of readdirSync(`${root}/web/models`).sort()) {
    const folder = `${root}/web/models/${name}`;
    if (!existsSync(`${folder}/model.safetensors`)) continue;
    const { methods = [] } = await engine.inspect(readFileSync(`${folder}/config.json`, 'utf8'));
    for (const { id } of methods) models.set(id, [...(models.get(id) ?? []), name]);
  }
  await engine.dispose();
  return { catalog, models };
}

/**
 * @param {string} html  of the template, as it was built
 * @param {MethodInfo} info
 * @param {{ header: string, models: string[] }} known
 */
export function pageText(html, { id, name, summary }, { header, models }) {
  const said = /** @type {Record<string, string>} */ ({
    id,
    models: models.join(' '),
    name,
    summary: plain(summary),
    header,
  });
  return html
    .replace(/ data-say="pages\.method\.(pageTitle|description|title|intro)"/g, '') // the page's script says them in other languages
    .replace(/\[\[(\w+)\]\]/g, (hole, part) => (part in said ? escaped(said[part] ?? '') : hole));
}

/** @type {import('vite').Plugin} */
export const methodPages = {
  name: 'method-pages',
  enforce: 'post',
  async generateBundle(_, bundle) {
    const made = bundle[template];
    if (made?.type !== 'asset') throw new Error(`The build must hold ${template}, got none`);
    const [{ catalog, models }, texts] = [await registry(), headers()];
    for (const info of catalog) {
      const known = { header: texts.get(info.id) ?? '', models: models.get(info.id) ?? [] };
      this.emitFile({
        type: 'asset',
        fileName: pageOf(info.id),
        source: pageText(String(made.source), info, known),
      });
    }
    delete bundle[template];
  },
};
