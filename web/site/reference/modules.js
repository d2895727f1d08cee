/** All modules of the reference: the entries of the npm package, and the folders of the C++ library. */
import { cppModules } from './cpp.js';
import { exportsOf, headOf, typesNamed } from './javascript.js';

/** @typedef {import('./render.js').Module} Module */

const here = import.meta.url;
const entries = [
  { id: 'js-ropescope', title: 'JavaScript: ropescope', file: new URL('../../lib/index.js', here).pathname },
  { id: 'js-config', title: 'JavaScript: ropescope/config', file: new URL('../../lib/config.js', here).pathname },
  { id: 'js-kernels', title: 'JavaScript: ropescope/kernels', file: new URL('../../lib/kernels.js', here).pathname },
  { id: 'js-charts', title: 'JavaScript: ropescope/charts', file: new URL('../../charts/index.js', here).pathname },
  {
    id: 'js-elements',
    title: 'JavaScript: ropescope/elements',
    file: new URL('../../elements/elements.d.ts', here).pathname,
  },
];
const same = 'Its types are those of `ropescope`, and are exported here, too.';
const inline = '`ropescope/inline` exports the same, in one file with its modules inside.';

/** @returns {Module[]} */
function jsModules() {
  /** @type {Set<string>} */
  const known = new Set();
  return entries.map(({ id, title, file }, index) => {
    const all = exportsOf(file);
    const own = all.filter(({ name }) => !known.has(name));
    const named = typesNamed(own, known);
    for (const { name } of [...own, ...named]) known.add(name);
    const lead = [headOf(file), index === 0 ? inline : '', own.length < all.length ? same : ''];
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
