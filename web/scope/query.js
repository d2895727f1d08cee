/**
 * A typed query: what a scope is asked for, as a link's hash, as attributes of an element and as controls. One table
 * describes every name: its type, and the member of the query that it fills.
 *
 * #model=<name>&text=heldout&len=512&method=<method>;<param>:<value>;...&method=<method>+<method>&layer=1&head=1&q=377&k=376
 * A name that is absent has its default, but a query that names a model and no method leaves the methods to the scope.
 * Whatever cannot be read is left out and reported.
 */
import { readColumn, writeColumn } from './column-text.js';
import { choice, encoded, freeText, integer, Misread } from './query-types.js';
import { textKinds } from './texts.js';

/**
 * @typedef {import('./methods.js').Column} Column
 *
 * @typedef {object} ScopeQuery
 * @property {string} model         name of the weights
 * @property {string} [tokenizer]   address of their tokenizer.json, from their folder; '' or absent = what the library of the
 *   scope knows
 * @property {string} text          id of a text
 * @property {string} typed         the visitor's own text
 * @property {number} length        tokens
 * @property {Column[]} methods     side by side, 1 to 8
 * @property {number} pin          place of the column that others are compared with, A; -1 = none is pinned
 * @property {number} layer
 * @property {number} head
 * @property {number} q             pinned query; -1 = none
 * @property {number} k
 *
 * @typedef {object} QueryName
 * @property {string} key           of the query
 * @property {import('./query-types.js').QueryType<any>} type
 * @property {string} [attribute]   of <rope-scope>, where it is not the name itself
 * @property {(query: Query) => boolean} [when]  whether a link names it; default: where it differs from the default
 *
 * @typedef {Record<string, QueryName>} QueryTable
 * @typedef {{ code: string, path: string, args: Record<string, unknown> }} Problem
 *
 * @typedef {ScopeQuery & Record<string, any>} Query  with what a page adds to the table
 *
 * @typedef {object} Reading
 * @property {Query} query
 * @property {Problem[]} problems
 * @property {boolean} leavesMethods  to whoever knows the weights
 */

export const mostMethods = 8;
export const lengths = { min: 16, max: 2048 }; // characters
const longestLink = 8192; // characters
export const longestTyped = 16384; // characters of own text that are kept: more than the longest text of tokens needs

/**
 * What every scope can be asked for. Methods stand beside the table, because a link names one a column.
 * @param {string[]} models  names of all weights
 * @returns {QueryTable}
 */
export const scopeTable = (models) => ({
  model: { key: 'model', type: choice(models) },
  text: { key: 'text', type: choice(textKinds.map(({ id }) => id)) },
  len: { key: 'length', type: integer(lengths), attribute: 'length' },
  layer: { key: 'layer', type: integer({ min: 0, max: 255 }) },
  head: { key: 'head', type: integer({ min: 0, max: 255 }) },
  q: { key: 'q', type: integer({ min: -1, max: lengths.max - 1 }) },
  k: { key: 'k', type: integer({ min: -1, max: lengths.max - 1 }) },
  pin: { key: 'pin', type: integer({ min: -1, max: mostMethods - 1 }) },
  typed: {
    key: 'typed',
    type: freeText({ longest: longestTyped }),
    when: () => false, // what a visitor wrote stays with the visitor; links of older versions are still read
  },
});

/**
 * @param {QueryTable} table
 * @param {Query} defaults
 */
export function createCodec(table, defaults) {
  const isDefault = (/** @type {QueryName} */ { key, type }, /** @type {Query} */ query) =>
    type.write(query[key]) === type.write(defaults[key]);

  /** @param {Query} query  @returns {string} without the # */
  function toHash(query) {
    const named = Object.entries(table).filter(([, name]) => name.when?.(query) ?? !isDefault(name, query));
    const parts = named.map(([name, { key, type }]) => `${name}=${type.write(query[key])}`);
    const columns = query.methods.map(writeColumn);
    const plain = query.model === defaults.model && columns.join() === defaults.methods.map(writeColumn).join();
    return [...parts, ...(plain ? [] : columns.map((column) => `method=${column}`))].join('&');
  }

  /**
   * @param {[string, string][]} parts  name, value
   * @param {Problem[]} problems
   * @param {Query} [from]  what holds where a part says nothing
   * @returns {Reading}
   */
  function fromParts(parts, problems, from = defaults) {
    const query = { ...from };
    /** @type {Column[]} */
    const methods = [];
    for (const [name, value] of parts) {
      report(problems, name, () => {
        const known = Object.hasOwn(table, name) ? table[name] : undefined;
        if (known) Object.assign(query, { [known.key]: known.type.read(value, name) });
        else if (name !== 'method' && name !== 'm') throw new Misread('unknownName', name, {});
        else if (methods.length === mostMethods) throw new Misread('tooManyMethods', name, { most: mostMethods });
        else methods.push(readColumn(value));
      });
    }
    if (methods.length > 0) query.methods = methods;
    return { query, problems, leavesMethods: query.model !== defaults.model && methods.length === 0 };
  }

  /** @param {string} hash  with or without the #  @returns {Reading} */
  function fromHash(hash) {
    if (hash.length > longestLink)
      return fromParts([], [{ code: 'tooLong', path: '', args: { longest: longestLink } }]);
    /** @type {Problem[]} */
    const problems = [];
    const named = hash.replace(/^#/, '').split('&').filter(Boolean);
    const parts = named.flatMap((part) => {
      const equals = part.indexOf('=');
      if (equals < 0) problems.push({ code: 'notNamed', path: part, args: {} });
      return equals < 0 ? [] : [/** @type {[string, string]} */ ([part.slice(0, equals), part.slice(equals + 1)])];
    });
    return fromParts(parts, problems);
  }

  /** Names of the attributes that an element of this query has. */
  const attributes = [...Object.entries(table).map(([name, { attribute = name }]) => attribute), 'methods'];

  /**
   * Attributes hold plain text; a list has commas or spaces between its values, `methods` spaces between its columns.
   * @param {(name: string) => string | null} attribute
   * @param {Query} [from]  what holds where no attribute says otherwise
   * @returns {Reading}
   */
  function fromAttributes(attribute, from) {
    const parts = Object.entries(table).flatMap(([name, { attribute: called = name, type }]) => {
      const value = attribute(called);
      if (value === null) return [];
      const text = type.isList
        ? value
            .split(/[\s,]+/)
            .map(encoded)
            .join()
        : encoded(value);
      return [/** @type {[string, string]} */ ([name, text])];
    });
    const columns = attribute('methods')?.split(/\s+/).filter(Boolean) ?? [];
    const all = [...parts, ...columns.map((each) => /** @type {[string, string]} */ (['method', each]))];
    const { problems, ...reading } = fromParts(all, [], from);
    const called = (/** @type {string} */ name) => (name === 'method' ? 'methods' : (table[name]?.attribute ?? name));
    return { ...reading, problems: problems.map((problem) => ({ ...problem, path: called(problem.path) })) };
  }

  return { table, defaults, toHash, fromHash, attributes, fromAttributes };
}

/** @typedef {ReturnType<typeof createCodec>} Codec */

/**
 * @param {Problem[]} problems
 * @param {string} name
 * @param {() => void} read
 */
function report(problems, name, read) {
  try {
    read();
  } catch (error) {
    if (error instanceof Misread) problems.push({ code: error.code, path: error.path, args: error.args });
    else problems.push({ code: 'badEscape', path: name, args: {} });
  }
}

/**
 * What of a query is chosen step by step: everything but numbers, which sliders move. A change of it is a step that a
 * visitor may want to go back.
 * @param {Query} query
 */
export function discretePart(query) {
  const { layer, head, pin } = query;
  const smooth = (/** @type {string} */ key, /** @type {unknown} */ value) =>
    typeof value === 'number' || key === 'typed' ? undefined : value;
  return JSON.stringify([query, `${layer} ${head} ${pin}`], smooth);
}
