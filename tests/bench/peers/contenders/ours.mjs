// This project's own engine, in one build, called in the thread that asks, as ONNX Runtime Web is.
import { ours } from '../../../../web/site/speed/measure.js';

/**
 * @param {'base' | 'relaxed'} build
 * @param {import('../measure.mjs').Env} env
 */
export async function openOurs(build, env) {
  const engine = await env.createEngine({ workers: 0, wasmUrl: env.wasm(build) });
  const model = await engine.loadModel(env.model);
  return {
    id: build,
    rotation: (work) => ours.rotate(engine, work),
    attention: (work) => ours.attention(engine, work),
    encode: (text) => model.encode(text),
    read: (tokens) => model.decode(tokens),
    prefill: async (ids) => ({ logits: (await model.forward(ids, { logits: 'last' })).logits }),
    async decode(ids, count) {
      const clock = [];
      const onToken = (token) => clock.push({ token, at: performance.now() });
      await model.generate(ids, { maxNewTokens: count + 1, temperature: 0, onToken });
      return { tokens: clock.map(({ token }) => token), ms: (clock.at(-1).at - clock[0].at) / count };
    },
    close: () => engine.dispose(),
  };
}
