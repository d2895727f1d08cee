/**
 * A long text that many calls need crosses to a lane once. Both ends keep the same few, in the order in which they were sent,
 * which is the order in which they arrive.
 *
 * @typedef {string | Int32Array} Content  tokens: the same array each time
 * @typedef {{ id: number, content?: Content }} SentText  content: where the lane does not have it yet
 */

import { errorOf } from './sayings.js';

const kept = 4;

/** @type {WeakMap<object, Map<string, number>>} by lane: texts that it has */
const sent = new WeakMap();
/** @type {WeakMap<object, Map<number, Content>>} by module: the same, at the other end */
const received = new WeakMap();
let lastId = 0;

/**
 * Call this in the turn in which the call is posted.
 * @param {import('./lanes.js').Lane} lane
 * @param {Content} content
 * @returns {SentText}
 */
export function textFor(lane, content) {
  const texts = sent.get(lane) ?? new Map();
  sent.set(lane, texts);
  const known = texts.get(content);
  if (known !== undefined) return { id: known };
  keepNewest(texts, content, ++lastId);
  return { id: lastId, content };
}

/**
 * @param {import('./runtime.js').WasmModule} module
 * @param {SentText} text
 * @returns {Content}
 */
export function textFrom(module, { id, content }) {
  const texts = received.get(module) ?? new Map();
  received.set(module, texts);
  if (content !== undefined) keepNewest(texts, id, content);
  const found = texts.get(id);
  if (found === undefined) throw errorOf('internal', 'text_not_sent', { args: { id } });
  return found;
}

/**
 * @template K, V
 * @param {Map<K, V>} entries
 * @param {K} key
 * @param {V} value
 */
function keepNewest(entries, key, value) {
  entries.set(key, value);
  for (const oldest of [...entries.keys()].slice(0, Math.max(0, entries.size - kept))) entries.delete(oldest);
}
