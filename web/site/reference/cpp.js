/** The C++ reference: what cpp/ropescope.hpp reaches, a module for each folder, in the words of the headers. */
import { readFileSync } from 'node:fs';
import { declarationsIn, headOf, membersOf, namespacesOf } from './cpp-declarations.js';

/**
 * @typedef {import('./cpp-declarations.js').Declaration} Declaration
 * @typedef {import('./render.js').Entry} Entry
 * @typedef {import('./render.js').Member} Member
 * @typedef {import('./render.js').Module} Module
 */

const root = new URL('../../../cpp/', import.meta.url);
const first = 'ropescope.hpp';
/** @param {string} header */
const textOf = (header) => readFileSync(new URL(header, root), 'utf8');

/** Those that users of the library get: as cpp/public_headers.cmake finds them. @returns {string[]} */
export function publicHeaders() {
  const found = new Set([first]);
  for (const header of found) {
    for (const [, included = ''] of textOf(header).matchAll(/#include "([^"]+)"/g)) found.add(included);
  }
  return [...found].sort();
}

/** The folder; methods have one module together. @param {string} header */
const moduleOf = (header) => (/^position\/\w+\//.test(header) ? 'methods' : (header.split('/')[0] ?? ''));

/** @param {string} inside  @returns {Declaration[]}  of a namespace and those in it */
const flatten = (inside) =>
  declarationsIn(inside).flatMap((each) => (each.kind === 'namespace' ? flatten(each.body) : [each]));

/**
 * A parameter of a method is described where its range is.
 * @param {Declaration} member
 * @param {import('../../lib/types.js').MethodInfo | undefined} method
 * @returns {Member}
 */
function memberOf({ name, code, text }, method) {
  const param = method?.params.find(({ key }) => key === name);
  const unit = param?.unit ? `, ${param.unit}` : '';
  const range = param && param.max > param.min ? ` From ${param.min} to ${param.max}${unit}.` : '';
  return { code, text: [text, param && `${param.doc}${range}`].filter(Boolean).join('. ') };
}

/**
 * @param {string} header
 * @param {import('../../lib/types.js').MethodInfo[]} catalog
 * @returns {Entry[]}
 */
function entriesOf(header, catalog) {
  const text = textOf(header);
  const method = catalog.find(({ id }) => text.includes(`.id = "${id}"`));
  /** @type {Map<string, Entry>} overloads have one entry */
  const entries = new Map();
  let before = headOf(text); // what is not described is what stood right before
  for (const { inside } of namespacesOf(text)) {
    for (const each of flatten(inside)) {
      const words = each.text || before;
      before =
        each.text || (each.kind === 'function' || each.kind === 'value' || each.kind === 'concept' ? before : '');
      const known = entries.get(each.name);
      if (known) {
        known.code.push(each.code);
        if (!known.text.includes(words)) known.text += ` ${words}`;
      } else {
        const members = membersOf(each).map((member) => memberOf(member, method));
        entries.set(each.name, { name: each.name, kind: each.kind, code: [each.code], text: words, members });
      }
    }
  }
  return [...entries.values()];
}

/**
 * @param {import('../../lib/types.js').MethodInfo[]} catalog  what the registry says of the parameters of methods
 * @returns {Module[]}
 */
export function cppModules(catalog) {
  const headers = publicHeaders().filter((header) => header !== first);
  const names = [...new Set(headers.map(moduleOf))].sort();
  /** @type {Set<string>} */
  const taken = new Set();
  /** Overloads of a name in two headers are two entries. @param {string} header  @returns {Entry[]} */
  const placed = (header) =>
    entriesOf(header, catalog).map((entry) => {
      const place = `${moduleOf(header)} ${entry.name}`;
      const again = taken.has(place) ? { place: `${entry.name}-${header.replace(/.*\/|[.]hpp$/g, '')}` } : {};
      taken.add(place);
      return { ...entry, ...again };
    });
  return names.map((name) => ({
    id: `cpp-${name}`,
    title: `C++: ${name}`,
    lead: [],
    parts: headers
      .filter((header) => moduleOf(header) === name)
      .map((header) => ({
        title: `ropescope/${header}`,
        text: headOf(textOf(header)),
        entries: placed(header),
      })),
  }));
}
