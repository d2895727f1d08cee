/** At build time: recipes.json?titles holds the models' titles alone, which is what the first figure needs of it. */
import { readFileSync } from 'node:fs';

const query = '?titles';

/** @param {string} id  of a module */
function load(id) {
  if (!id.endsWith(`recipes.json${query}`)) return null;
  const { models } = JSON.parse(readFileSync(id.slice(0, -query.length), 'utf8'));
  const titles = Object.entries(models).map(([name, { title }]) => [name, title]);
  return { code: JSON.stringify(Object.fromEntries(titles)), moduleType: /** @type {const} */ ('json') };
}

/** Before vite reads the file as JSON. */
export const titles = { name: 'titles', enforce: /** @type {const} */ ('pre'), load };
