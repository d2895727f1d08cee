/**
 * What a link holds. #model=<folder>&text=heldout&len=512&method=<method>;<param>:<value>;...&method=<method>+<method>&layer=1&head=1&q=377&k=376
 * One `method` a column (older links: `m`); + joins methods into one plan. <method>! runs the column on weights that were trained with
 * another method. A key that is absent has its default, but a link that names a model and no method leaves the methods to the page.
 * Whatever a link says that cannot be read is left out and reported.
 */
import { columnOf, partsOf } from './columns.js';
import { textKinds } from './texts.js';

/**
 * @typedef {import('./columns.js').Chosen} Chosen
 * @typedef {import('./columns.js').Column} Column
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 *
 * @typedef {object} PageState
 * @property {string} model         name of the weights
 * @property {string} text          id of a text
 * @property {string} typed         the visitor's own text
 * @property {number} length        tokens
 * @property {Column[]} methods     side by side, 1 to 4
 * @property {number} layer
 * @property {number} head
 * @property {number} q             pinned query; -1 = none
 * @property {number} k
 * @property {number} gamma         colour = weight ^ gamma
 * @property {string} lut
 * @property {string} part          cos or sin
 * @property {string} decay         mean or bound
 * @property {string} theme         '' = the system's
 * @property {number[]} evalLengths of the evaluation, tokens, ascending
 * @property {string[]} evalTasks
 * @property {number} samples       of each cell of the evaluation
 * @property {number} period        of its repeated text, tokens
 */

export const mostMethods = 4;
export const lengths = { min: 16, max: 2048 }; // characters
export const evaluationTasks = ['text', 'repeat', 'passkey'];
export const colourTables = ['viridis', 'cividis', 'inferno', 'grey'];
const mostListed = 8;
const longestLink = 8192; // characters
const longestTyped = 1500; // characters of own text that a link carries

/** @type {Record<string, { key: keyof PageState, min: number, max: number, integer: boolean }>} */
const numbers = {
  len: { key: 'length', ...lengths, integer: true },
  layer: { key: 'layer', min: 0, max: 255, integer: true },
  head: { key: 'head', min: 0, max: 255, integer: true },
  q: { key: 'q', min: -1, max: lengths.max - 1, integer: true },
  k: { key: 'k', min: -1, max: lengths.max - 1, integer: true },
  gamma: { key: 'gamma', min: 0.1, max: 1, integer: false },
  samples: { key: 'samples', min: 1, max: 256, integer: true },
  period: { key: 'period', min: 1, max: lengths.max - 1, integer: true },
};

/** @type {Record<string, { key: keyof PageState, allowed: string[] }>} */
const choices = {
  text: { key: 'text', allowed: textKinds.map(({ id }) => id) },
  lut: { key: 'lut', allowed: colourTables },
  part: { key: 'part', allowed: ['cos', 'sin'] },
  decay: { key: 'decay', allowed: ['mean', 'bound'] },
  theme: { key: 'theme', allowed: ['light', 'dark'] },
};

/** @type {Record<string, (given: string[]) => Partial<PageState>>} lists, in the order in which the page shows them */
const lists = {
  lengths: (given) => ({
    evalLengths: given.map((each) => wholeNumber('lengths', each, lengths)).sort((a, b) => a - b),
  }),
  tasks: (given) => {
    const wrong = given.find((each) => !evaluationTasks.includes(each));
    if (wrong !== undefined) throw new Error(`tasks must be some of ${evaluationTasks.join(', ')}, got “${wrong}”`);
    return { evalTasks: evaluationTasks.filter((each) => given.includes(each)) };
  },
};

/**
 * @param {string} name
 * @param {string} value
 * @param {{ min: number, max: number }} range
 */
function wholeNumber(name, value, { min, max }) {
  const given = Number(value);
  if (value !== '' && Number.isInteger(given) && given >= min && given <= max) return given;
  throw new Error(`${name} must be a whole number from ${min} to ${max}, got “${value}”`);
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string[]} allowed
 */
function oneOf(name, value, allowed) {
  if (allowed.includes(value)) return value;
  throw new Error(`${name} must be one of ${allowed.join(', ')}, got “${value}”`);
}

/** @param {ParamValue} value */
function writeValue(value) {
  if (value === null) return 'auto';
  if (Array.isArray(value)) return `[${value.map((each) => encodeURIComponent(String(each))).join(',')}]`;
  return encodeURIComponent(String(value));
}

/**
 * @param {string} text
 * @returns {ParamValue}
 */
function readValue(text) {
  if (text === 'auto') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^\[.*\]$/.test(text))
    return text
      .slice(1, -1)
      .split(',')
      .filter(Boolean)
      .map((part) => Number(decodeURIComponent(part)));
  const word = decodeURIComponent(text);
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
}

/** @param {Chosen} method */
function writeMethod({ id, params, force }) {
  const parts = Object.entries(params).map(([key, value]) => `;${encodeURIComponent(key)}:${writeValue(value)}`);
  return encodeURIComponent(id) + (force ? '!' : '') + parts.join('');
}

/**
 * @param {string} text
 * @returns {Chosen}
 */
function readMethod(text) {
  const [first = '', ...parts] = text.split(';');
  const force = first.endsWith('!');
  const id = force ? first.slice(0, -1) : first;
  const params = parts.map((part) => {
    const colon = part.indexOf(':');
    if (colon < 1) throw new Error(`“${part}” is not of the form name:value`);
    return /** @type {[string, ParamValue]} */ ([
      decodeURIComponent(part.slice(0, colon)),
      readValue(part.slice(colon + 1)),
    ]);
  });
  if (!/^[a-z0-9_]+$/.test(id)) throw new Error(`“${id}” is not the id of a method`);
  return { id, params: Object.fromEntries(params), ...(force && { force }) };
}

/** @param {Column} column */
const writeColumn = (column) => `method=${partsOf(column).map(writeMethod).join('+')}`;

/**
 * @param {string} text
 * @returns {Column}
 */
function readColumn(text) {
  const column = columnOf(text.split('+').map(readMethod));
  if (!column || column.also?.some(({ force }) => force))
    throw new Error(`“!” belongs to the first method of a column`);
  return column;
}

/**
 * @param {PageState} state
 * @param {PageState} defaults
 * @returns {string} without the #
 */
export function formatHash(state, defaults) {
  const parts = state.model === defaults.model ? [] : [`model=${encodeURIComponent(state.model)}`];
  for (const [name, { key }] of [...Object.entries(choices), ...Object.entries(numbers)]) {
    if (state[key] !== defaults[key]) parts.push(`${name}=${encodeURIComponent(String(state[key]))}`);
  }
  for (const [name, key] of Object.entries({ lengths: 'evalLengths', tasks: 'evalTasks' })) {
    const list = String(state[/** @type {keyof PageState} */ (key)]);
    if (list !== String(defaults[/** @type {keyof PageState} */ (key)])) parts.push(`${name}=${list}`);
  }
  if (state.text === 'own' && state.typed.length <= longestTyped)
    parts.push(`typed=${encodeURIComponent(state.typed)}`);
  const methods = state.methods.map(writeColumn);
  const plain = state.model === defaults.model && methods.join() === defaults.methods.map(writeColumn).join();
  if (!plain) parts.push(...methods);
  return parts.join('&');
}

/**
 * @param {string} name
 * @param {string} value
 * @param {PageState} state  written
 */
function readPart(name, value, state) {
  const number = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
  if (number?.integer) Object.assign(state, { [number.key]: wholeNumber(name, value, number) });
  else if (number) {
    const given = Number(value);
    if (!(value !== '' && given >= number.min && given <= number.max))
      throw new Error(`${name} must be a number from ${number.min} to ${number.max}, got “${value}”`);
    Object.assign(state, { [number.key]: given });
  } else if (list) {
    const given = [...new Set(value.split(','))];
    if (given.length > mostListed) throw new Error(`${name} holds at most ${mostListed}, got ${given.length}`);
    Object.assign(state, list(given));
  } else if (choice) Object.assign(state, { [choice.key]: oneOf(name, value, choice.allowed) });
  else if (name === 'typed') state.typed = decodeURIComponent(value).slice(0, lengths.max);
  else throw new Error(`“${name}” is not a setting of this page`);
}

/**
 * @param {string} hash      with or without the #
 * @param {PageState} defaults
 * @param {string[]} models      names of all weights
 * @returns {{ state: PageState, problems: string[], leavesMethods: boolean }}  leavesMethods: to whoever knows the weights
 */
export function parseHash(hash, defaults, models) {
  const state = { ...defaults };
  /** @type {string[]} */
  const problems = [];
  /** @type {Column[]} */
  const methods = [];
  if (hash.length > longestLink)
    return {
      state,
      problems: [`The link is longer than ${longestLink} characters and was not read`],
      leavesMethods: false,
    };
  for (const part of hash.replace(/^#/, '').split('&').filter(Boolean)) {
    const equals = part.indexOf('=');
    try {
      if (equals < 0) throw new Error(`“${part}” is not of the form name=value`);
      const [name, value] = [part.slice(0, equals), part.slice(equals + 1)];
      if (name === 'model') state.model = oneOf('model', decodeURIComponent(value), models);
      else if (name !== 'method' && name !== 'm') readPart(name, value, state);
      else if (methods.length < mostMethods) methods.push(readColumn(value));
      else throw new Error(`a link holds at most ${mostMethods} methods`);
    } catch (error) {
      problems.push(`In this link, ${error instanceof Error ? error.message : error}`);
    }
  }
  if (methods.length > 0) state.methods = methods;
  return { state, problems, leavesMethods: state.model !== defaults.model && methods.length === 0 };
}
