/**
 * One class for every failure, whether C++, the worker or a file brought it about. The codes are those of
 * cpp/core/error_codes.hpp; a test compares the two lists.
 *
 * @typedef {'invalid_argument' | 'invalid_json' | 'invalid_config' | 'unknown_method' | 'unknown_param'
 *   | 'slot_conflict' | 'wrong_weights' | 'invalid_weights' | 'unsupported_model' | 'unsupported_text' | 'invalid_handle'
 *   | 'out_of_memory' | 'aborted' | 'load_failed' | 'internal'} ErrorCode
 *
 * @typedef {{ code: ErrorCode, message: string }} PlainError  what C++ returns and what workers post
 */

export class RopescopeError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'RopescopeError';
    /** @type {ErrorCode} */
    this.code = code;
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
    throw new RopescopeError(result.code, result.message);
  }
  return /** @type {T} */ (result);
}

/**
 * Any thrown thing as an error that a worker can post.
 * @param {unknown} error
 * @returns {PlainError}
 */
export function toPlainError(error) {
  if (error instanceof RopescopeError) return { code: error.code, message: error.message };
  return { code: 'internal', message: String(error instanceof Error ? error.message : error) };
}

/**
 * The error of a call whose AbortSignal fired; `cause` is the signal's reason.
 * @param {AbortSignal} [signal]
 */
export function abortedError(signal) {
  return new RopescopeError('aborted', 'the call was aborted by its signal', { cause: signal?.reason });
}
