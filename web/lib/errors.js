/**
 * One class for every failure, whether C++, the worker or a file brought it about. The codes are those of
 * cpp/core/error_codes.hpp; a test compares the two lists.
 *
 * @typedef {'invalid_argument' | 'invalid_json' | 'invalid_config' | 'unknown_method' | 'unknown_param'
 *   | 'slot_conflict' | 'wrong_weights' | 'invalid_weights' | 'unsupported_model' | 'unsupported_text' | 'invalid_handle'
 *   | 'out_of_memory' | 'aborted' | 'load_failed' | 'internal'} ErrorCode  what went wrong, for programs
 *
 * @typedef {object} Saying  what is said to a person, as data; `message` is the English sentence made of it
 * @property {string} reason               id of the sentence; '' = it has none
 * @property {string} path                 of the value that is wrong: `rope.head_dim`, `yarn.factor`; '' = no single one
 * @property {Record<string, unknown>} args  what stands in the sentence: given, min, max, ...
 *
 * @typedef {{ code: ErrorCode, message: string } & Partial<Saying>} PlainError  what C++ returns and workers post
 */

export class RopescopeError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {ErrorOptions & Partial<Saying>} [options]
   */
  constructor(code, message, { reason = '', path = '', args = {}, ...options } = {}) {
    super(message, options);
    this.name = 'RopescopeError';
    /** What programs switch on. @type {ErrorCode} */
    this.code = code;
    /** Id of the sentence; '' = it has none. @type {string} */
    this.reason = reason;
    /** Of the value that is wrong: `rope.head_dim`, `yarn.factor`; '' = no single one. @type {string} */
    this.path = path;
    /** What stands in the sentence: given, min, max, ... @type {Record<string, unknown>} */
    this.args = args;
  }
}

/**
 * The value that C++ returned, or its error thrown. No value of ours has both a code and a message.
 * @template T
 * @param {T | PlainError} result
 * @returns {T}
 */
export function unwrap(result) {
  if (typeof result === 'object' && result !== null && 'code' in result && 'message' in result) {
    throw fromPlainError(result);
  }
  return /** @type {T} */ (result);
}

/**
 * Any thrown thing as an error that a worker can post.
 * @param {unknown} error
 * @returns {PlainError}
 */
export function toPlainError(error) {
  if (!(error instanceof RopescopeError)) {
    return { code: 'internal', message: String(error instanceof Error ? error.message : error) };
  }
  const { code, reason, path, args, message } = error;
  return { code, reason, path, args, message };
}

/** @param {PlainError} error */
export const fromPlainError = ({ code, message, ...saying }) => new RopescopeError(code, message, saying);
