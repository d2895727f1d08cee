/** What a link to the training lab holds: #a=<method>&b=<method>&seed=3&theme=dark. Absent keys have their defaults. */

/**
 * @typedef {object} LabState
 * @property {string} a       id of the encoding that is trained
 * @property {string} b       id of the one that races against it; '' = none
 * @property {number} seed
 * @property {string} theme   '' = the system's
 */

export const largestSeed = 999_999;

/** @type {Record<keyof LabState, { accepted: string, read: (text: string) => string | number | null }>} */
const readers = {
  a: { accepted: 'the id of a method', read: (text) => (/^[a-z0-9_]+$/.test(text) ? text : null) },
  b: { accepted: 'the id of a method', read: (text) => (/^[a-z0-9_]+$/.test(text) ? text : null) },
  seed: {
    accepted: `a whole number from 0 to ${largestSeed}`,
    read: (text) => (/^\d+$/.test(text) && Number(text) <= largestSeed ? Number(text) : null),
  },
  theme: { accepted: 'light or dark', read: (text) => (['light', 'dark'].includes(text) ? text : null) },
};

/**
 * @param {LabState} state
 * @param {LabState} defaults
 * @returns {string} without the #
 */
export function formatHash(state, defaults) {
  const keys = /** @type {(keyof LabState)[]} */ (Object.keys(readers));
  return keys
    .filter((key) => state[key] !== defaults[key])
    .map((key) => `${key}=${state[key]}`)
    .join('&');
}

/**
 * @param {string} hash  with or without the #
 * @param {LabState} defaults
 * @returns {{ state: LabState, problems: string[] }}  what cannot be read is left out and reported
 */
export function parseHash(hash, defaults) {
  const state = { ...defaults };
  /** @type {string[]} */
  const problems = [];
  for (const part of hash.replace(/^#/, '').split('&').filter(Boolean)) {
    const [name = '', text = ''] = part.split('=', 2);
    const reader = Object.hasOwn(readers, name) ? readers[/** @type {keyof LabState} */ (name)] : undefined;
    const value = reader?.read(text);
    if (!reader) problems.push(`In this link, “${name}” is not a setting of this page`);
    else if (value === null) problems.push(`In this link, ${name} must be ${reader.accepted}, got “${text}”`);
    else Object.assign(state, { [name]: value });
  }
  return { state, problems };
}
