/** What went wrong, as data that keeps its code and the path of what is wrong as far as the control beside it. */

/**
 * @typedef {object} Failure
 * @property {string} code
 * @property {string} reason   id of the sentence in web/words; '' where there is none
 * @property {string} path     `yarn.beta_fast`; '' where nothing single is wrong
 * @property {Record<string, unknown>} args
 * @property {string} message  the English sentence
 *
 * @param {unknown} error
 * @returns {Failure}
 */
export function failureOf(error) {
  const {
    code = 'internal',
    reason = '',
    path = '',
    args = {},
    message = String(error),
  } = /** @type {any} */ (error ?? {});
  return { code, reason, path: path || pathIn(message), args, message };
}

/** The path that a sentence of the engine begins with, where the error itself has none. @param {string} message */
const pathIn = (message) => /^[a-z0-9_]+\.[a-z0-9_]+(?= must | and )/.exec(message)?.[0] ?? '';

/** Whether the engine itself is gone, and not one question to it. @param {Failure} failure */
export const isFatal = ({ code }) => code === 'internal';

/** Whether no question can be answered until everything is asked for again. @param {Failure} failure */
export const stopsAll = (failure) => isFatal(failure) || failure.reason === 'model_lost';
