/** Text of others on a terminal: what would steer it is shown as an escape of JSON, so that JSON stays JSON. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones it is about
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (/** @type {string} */ character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Keeps line feeds and tabs.
 * @param {string} text
 */
export const visible = (text) => text.replace(steering, escaped);

/**
 * Text that must stay on one line: a cell of a table, an error.
 * @param {string} text
 */
export const onOneLine = (text) => visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
