/** What a visitor brought and no link carries: it stays in this tab, from page to page. */

const textKey = 'ropescope.text';

/** @returns {string | null} null: none was brought in this tab, or the browser keeps nothing */
function keptText() {
  try {
    return sessionStorage.getItem(textKey);
  } catch {
    return null;
  }
}

/** @param {string} text */
export function keepText(text) {
  try {
    sessionStorage.setItem(textKey, text);
  } catch {
    // the browser keeps nothing: the text lasts as long as the page
  }
}

/**
 * Fills in what the tab keeps; a link that was opened elsewhere falls back, and says so.
 * @param {import('../scope/query.js').Reading} reading
 * @returns {import('../scope/query.js').Reading}
 */
export function filled({ query, problems, ...reading }) {
  const text = query.typed || keptText();
  if (query.text !== 'own' || text !== null) return { ...reading, problems, query: { ...query, typed: text ?? '' } };
  const problem = { code: 'ownTextElsewhere', path: 'text', args: {} };
  return { ...reading, problems: [...problems, problem], query: { ...query, text: 'heldout' } };
}

/**
 * @param {import('../scope/query.js').Codec} codec
 * @returns {import('../scope/query.js').Codec}
 */
export const withKept = (codec) => ({ ...codec, fromHash: (hash) => filled(codec.fromHash(hash)) });
