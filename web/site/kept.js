/** What a visitor brought and no link carries: it stays in this tab, from page to page. */

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
 * @param {import('../scope/query.js').Codec} codec
 * @returns {import('../scope/query.js').Codec}
 */
export const withKept = (codec) => ({ ...codec, fromHash: (hash) => filled(codec.fromHash(hash)) });
