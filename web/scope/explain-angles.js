/**
 * What the engine says of angles, which no learned number turns: zeros stand for the lists that it asks for, which are in the
 * file of the weights.
 */

/**
 * @param {import('../lib/types.js').Engine} engine
 * @param {import('../lib/types.js').MethodSpec[]} methods
 * @param {import('../lib/types.js').ExplainOptions} options
 * @returns {Promise<import('../lib/types.js').Explanation>}
 */
export async function explainAngles(engine, methods, options) {
  try {
    return await engine.explain(methods, options);
  } catch (error) {
    const { reason, path, args } = /** @type {import('../lib/errors.js').RopescopeError} */ (error);
    if (reason !== 'needs_learned_numbers') throw error;
    const [asking, key = ''] = path.split('.');
    const zeros = Array(Number(args.count)).fill(0);
    return explainAngles(
      engine,
      methods.map((method) =>
        method.id === asking ? { ...method, params: { ...method.params, [key]: zeros } } : method,
      ),
      options,
    );
  }
}
