/**
 * What the first page and others need at once is one file: many small ones compress badly, and the more pages there are, the more
 * finely a bundler cuts what they share.
 */
import { pages } from './pages.js';

const [first] = pages;

/** @typedef {import('rolldown').ModuleInfo | null} Info */

/** @type {Set<string>} modules that the first page imports, those that they import, and so on */
const needed = new Set();

/**
 * @param {string} id
 * @param {(id: string) => Info} infoOf
 */
function collect(id, infoOf) {
  if (needed.has(id)) return;
  needed.add(id);
  for (const each of infoOf(id)?.importedIds ?? []) collect(each, infoOf);
}

export const common = {
  minShareCount: 2,
  /** @param {string} id  @param {{ getModuleInfo: (id: string) => Info }} context */
  name(id, context) {
    if (needed.size === 0) collect(`${import.meta.dirname}/${first?.file}`, (each) => context.getModuleInfo(each));
    return needed.has(id) ? 'common' : null;
  },
};
