/** What each runtime answers to one request: its settings, or why it has none. */
import { failureOf } from '../scope/failure.js';

/**
 * @typedef {import('../lib/types.js').Engine} Engine
 * @typedef {import('../lib/types.js').Inspection} Inspection
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 * @typedef {import('../lib/export.js').Export} Export
 * @typedef {import('../scope/failure.js').Failure} Failure
 *
 * @typedef {object} Runtime
 * @property {import('../lib/export.js').Runtime} to
 * @property {string} name  as the registry writes it
 *
 * @typedef {{ method: string, engine: string, text: string }} Remark
 *
 * @typedef {Runtime & { elsewhere: Remark[], written?: Export, failure?: Failure }} Answer  elsewhere: what it does under
 *   the method's name, in the words of the registry
 */

/** @type {Runtime[]} */
const runtimes = [
  { to: 'hf', name: 'transformers' },
  { to: 'vllm', name: 'vLLM' },
  { to: 'sglang', name: 'SGLang' },
  { to: 'llama.cpp', name: 'llama.cpp' },
  { to: 'mlx', name: 'mlx-lm' },
  { to: 'tensorrt-llm', name: 'TensorRT-LLM' },
];

/**
 * @param {Engine} engine
 * @param {string} config          text of config.json
 * @param {Inspection} inspection  of that text
 * @param {{ method?: MethodSpec, seqLen?: number }} options
 * @returns {Promise<Answer[]>}
 */
export async function answersOf(engine, config, inspection, options) {
  const remarks = await remarksOn(engine, inspection, options.method ?? inspection);
  return Promise.all(
    runtimes.map(async (runtime) => {
      const elsewhere = remarks.filter((remark) => remark.engine.includes(runtime.name));
      try {
        return { ...runtime, elsewhere, written: await engine.exportFor(config, { to: runtime.to, ...options }) };
      } catch (error) {
        return { ...runtime, elsewhere, failure: failureOf(error) };
      }
    }),
  );
}

/**
 * What other software does under a method's name; nothing where the method itself is refused, which its settings tell.
 * @param {Engine} engine
 * @param {Inspection} inspection
 * @param {MethodSpec | { method: string, params: MethodSpec['params'] }} method
 */
async function remarksOn(engine, { rope }, method) {
  const { head_dim, rotary_dim, rope_theta, original_max_position_embeddings } = rope;
  const spec = { id: 'id' in method ? method.id : method.method, params: method.params };
  try {
    const { methods } = await engine.explain(spec, {
      rope: { head_dim, rotary_dim, rope_theta, original_max_position_embeddings },
      seqLen: 1, // of no concern to remarks
    });
    return methods.flatMap(({ id, elsewhere }) => elsewhere.map((remark) => ({ method: id, ...remark })));
  } catch {
    return [];
  }
}

/**
 * Why no runtime has settings, where all say the same: it is the file, or the method, and not the runtime.
 * @param {Answer[]} answers
 */
export function commonFailure(answers) {
  const [first, ...others] = answers.map(({ failure }) => failure);
  return first && others.every((failure) => failure?.message === first.message) ? first : null;
}
