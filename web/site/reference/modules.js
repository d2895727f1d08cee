/** All modules of the reference: the entries of the npm package, and the folders of the C++ library. */
import { cppModules } from './cpp.js';
import { exportsOf, headOf, typesNamed } from './javascript.js';

/** @typedef {import('./render.js').Module} Module */

const web = new URL('../../', import.meta.url).pathname;
const entries = [
  { id: 'js-ropescope', title: 'JavaScript: ropescope', file: 'lib/index.js' },
  { id: 'js-config', title: 'JavaScript: ropescope/config', file: 'lib/config.js' },
  { id: 'js-charts', title: 'JavaScript: ropescope/charts', file: 'charts/index.js' },
  { id: 'js-elements', title: 'JavaScript: ropescope/elements', file: 'elements/elements.d.ts' },
];
const same = 'Its types are those of `ropescope`, and are exported here, too.';
const inline = '`ropescope/inline` exports the same, in one file with its modules inside.';

/** @returns {Module[]} */
function jsModules() {
  /** @type {Set<string>} */
  const known = new Set();
  return entries.map(({ id, title, file }, index) => {
    const all = exportsOf(`${web}${file}`);
    const own = all.filter(({ name }) => !known.has(name));
    const named = typesNamed(own, known);
    for (const { name } of [...own, ...named]) known.add(name);
    const lead = [headOf(`${web}${file}`), index === 0 ? inline : '', own.length < all.length ? same : ''];
    const calls = own.filter(({ kind }) => kind !== 'type');
    const types = [...own.filter(({ kind }) => kind === 'type'), ...named];
    const parts = [
      { title: 'Calls and values', text: '', entries: calls },
      { title: 'Types', text: '', entries: types },
    ];
    return { id, title, lead: lead.filter(Boolean), parts: parts.filter((part) => part.entries.length > 0) };
  });
}

/**
 * @param {import('../../lib/types.js').MethodInfo[]} catalog  of the registry
 * @returns {Module[]}
 */
export const referenceModules = (catalog) => [...jsModules(), ...cppModules(catalog)];
