// ONNX Runtime Web on graphs written here: CPU through WebAssembly, one thread, called in the thread that asks.

const names = { rotation: ['rotation', 'slices'], attention: ['attention'] };

/** @param {import('../measure.mjs').Env} env */
export async function openOrt(env, { heads, dim }) {
  const ort = await env.ort();
  const create = async (name) =>
    ort.InferenceSession.create(await env.read(`${name}.onnx`), {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
  const float = (values, dims) => new ort.Tensor('float32', values, dims);
  const session = await create('model/onnx/model');
  const pasts = session.inputNames.filter((name) => name.startsWith('past'));
  const empty = Object.fromEntries(pasts.map((name) => [name, float(new Float32Array(0), [1, heads, 0, dim])]));

  /** Reads tokens from a position on; the answer holds the logits and the cache. */
  const step = (ids, from, past = empty) => {
    const whole = (f) => new ort.Tensor('int64', BigInt64Array.from(ids, f), [1, ids.length]);
    return session.run({ input_ids: whole(BigInt), position_ids: whole((_, i) => BigInt(from + i)), ...past });
  };
  const pastOf = (out) =>
    Object.fromEntries(pasts.map((name) => [name, out[name.replace('past_key_values', 'present')]]));

  return {
    id: 'ort',
    graphs: (kernel, shape) =>
      names[kernel].map((name) => ({ id: name === kernel ? 'ort' : `ort-${name}`, name: `${name}-${shape[0]}` })),
    openGraph: async (name) => {
      const kernel = await create(name);
      return {
        run: async ({ q, k, v, shape: [tokens, count, width] }) => {
          const dims = name.startsWith('rotation') ? [1, tokens, count * width] : [1, tokens, count, width];
          const given = name.startsWith('attention') ? { q, k, v } : { x: q };
          const feeds = Object.fromEntries(Object.entries(given).map(([port, values]) => [port, float(values, dims)]));
          return (await kernel.run(feeds)).out.data;
        },
        close: () => kernel.release(),
      };
    },
    prefill: async (ids) => ({ logits: (await step(ids, 0)).logits.data }),
    async decode(ids, count) {
      let out = await step(ids, 0);
      const tokens = [highest(out.logits.data)];
      const began = performance.now();
      for (let i = 0; i < count; i++) {
        out = await step([tokens.at(-1)], ids.length + i, pastOf(out));
        tokens.push(highest(out.logits.data));
      }
      return { tokens, ms: (performance.now() - began) / count };
    },
    close: () => session.release(),
  };
}

/** The place of the highest number. */
const highest = (values) => values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
