/** What a visitor brought and no link carries: a text stays in this tab, from page to page, a model as long as its page. */
import { signal } from '@preact/signals-core';

/** What a link calls a model of one's own. */
export const ownModel = 'own';

/** The model that a visitor brought, read or to be read. */
export const brought = signal(/** @type {import('../scope/picked-model.js').Picked | null} */ (null));

/** Whether one is chosen, though none may be loaded. */
export const bringing = signal(false);

const textKey = 'ropescope.text';

/**
 * @param {string} key
 * @returns {string | null} null: none was kept in this tab, or the browser keeps nothing
 */
export function kept(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key  @param {string} text */
export function keep(key, text) {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // the browser keeps nothing: the text lasts as long as the page
  }
}

/** @param {string} text */
export const keepText = (text) => keep(textKey, text);

/**
 * Fills in what the tab keeps; a link that was opened elsewhere falls back, and says so.
 * @param {import('../scope/query.js').Reading} reading
 * @returns {import('../scope/query.js').Reading}
 */
export function filled({ query, problems, ...reading }) {
  const text = query.typed || kept(textKey);
  if (query.text !== 'own' || text !== null) return { ...reading, problems, query: { ...query, typed: text ?? '' } };
  const problem = { code: 'ownTextElsewhere', path: 'text', args: {} };
  return { ...reading, problems: [...problems, problem], query: { ...query, text: 'heldout' } };
}

/**
 * A link to a model of one's own leads to other weights where that model is not, and leaves the methods to the page.
 * @param {import('../scope/query.js').Reading} reading
 * @param {string} model  instead
 * @returns {import('../scope/query.js').Reading}
 */
export function withModel(reading, model) {
  if (reading.query.model !== ownModel || brought.value) return reading;
  const problem = { code: 'ownModelElsewhere', path: 'model', args: {} };
  return { query: { ...reading.query, model }, problems: [...reading.problems, problem], leavesMethods: true };
}

/**
 * @param {import('../scope/query.js').Codec} codec
 * @returns {import('../scope/query.js').Codec}
 */
export const withKept = (codec) => ({
  ...codec,
  fromHash: (hash) => withModel(filled(codec.fromHash(hash)), codec.defaults.model),
});
