// Where a link of the site leads: to a file of it, to an element or a slide of a page, or to settings that the page can read.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../web/lib/index.node.js';
import { explorerCodec } from '../../web/site/explorer-query.js';
import { frameTable } from '../../web/site/frame-state.js';
import { parseHash } from '../../web/site/lab/state.js';
import { pages } from '../../web/site/pages.js';
import tour from '../../web/site/tour/steps.json' with { type: 'json' };

const site = fileURLToPath(new URL('../../dist/site/', import.meta.url));
const folder = new URL('../../web/models/', import.meta.url);
const models = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/model.safetensors`, folder)));

/** In the page: addresses of its links, through all shadow roots, and the names of its own elements, which fragments reach. */
export function linksInPage() {
  const addressesIn = (root) =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      ...(each.matches('a[href], area[href]') ? [each.href] : []),
      ...(each.shadowRoot ? addressesIn(each.shadowRoot) : []),
    ]);
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return { links: addressesIn(document), ids };
}

/** Of a whole site, once. @returns {Promise<(file: string, hash: string) => string | null>} what a page cannot read of settings */
export async function settingsReader() {
  const engine = await createEngine({ workers: 0 });
  const catalog = new Map((await engine.methods()).map((method) => [method.id, method]));
  await engine.dispose();
  const codec = explorerCodec(models);

  function problemsOfScope(hash) {
    const { query, problems } = codec.fromHash(hash);
    const parts = query.methods.flatMap(({ also = [], ...method }) => [method, ...also]);
    const unknown = parts.flatMap(({ id, params }) => {
      const known = catalog.get(id)?.params.map(({ key }) => key);
      return known ? Object.keys(params).filter((key) => !known.includes(key)) : [id];
    });
    return [...problems.map(({ path }) => path), ...unknown];
  }
  function problemsOfFrame(hash, more = {}) {
    const readers = { theme: (each) => frameTable.theme.type.allowed.includes(each), ...more };
    readers.lang = (each) => frameTable.lang.type.allowed.includes(each);
    return [...new URLSearchParams(hash)].flatMap(([name, value]) => (readers[name]?.(value) ? [] : [name]));
  }
  const isStep = (text) => /^\d+$/.test(text) && text >= 1 && text <= tour.steps.length + 1;
  const scoped = new Set(pages.filter(({ id, shared }) => shared || id === 'home').map(({ file }) => file));

  return (file, hash) => {
    if (scoped.has(file)) return problemsOfScope(hash).join() || null;
    if (file === 'lab.html') return parseHash(hash, {}).problems.length > 0 ? hash : null;
    return problemsOfFrame(hash, file === 'tour.html' ? { step: isStep } : {}).join() || null;
  };
}

/**
 * Why a link leads nowhere; null: it leads somewhere, or out of the site.
 * @param {string} address  of the link, whole
 * @param {string} root  of the site
 * @param {Map<string, Set<string>>} idsOf  of each page, by its file
 * @param {(file: string, hash: string) => string | null} unread
 */
export function deadEnd(address, root, idsOf, unread) {
  if (!address.startsWith(root)) return /^https:\/\//.test(address) ? null : 'neither of the site nor https';
  const { pathname, hash } = new URL(address);
  const file = pathname.endsWith('/') ? `${pathname.slice(1)}index.html` : pathname.slice(1);
  if (!existsSync(site + file)) return `no file ${file}`;
  if (hash === '') return null;
  const ids = idsOf.get(file);
  if (!ids) return `no page ${file}`;
  // #place, #/slide, #settings; pages of the reference have #place&settings, too
  const [, place, settings] = /^#(?:\/?([^=&]+)(?:&|$))?(.*)$/.exec(hash);
  if (place && !ids.has(decodeURIComponent(place))) return `no ${place} in ${file}`;
  if (place && settings && !file.startsWith('reference')) return `${file} reads no place beside settings`;
  const wrong = settings && unread(file, settings);
  return wrong ? `${file} cannot read ${wrong}` : null;
}
