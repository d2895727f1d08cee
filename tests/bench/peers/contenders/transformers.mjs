// transformers.js on the ONNX file written here: in Chromium over WebAssembly, in Node over the native ONNX Runtime; one thread.

/** @param {import('../measure.mjs').Env} env */
export async function openTransformers(env) {
  const { AutoModelForCausalLM, BaseStreamer, Tensor, env: settings } = await env.transformers();
  Object.assign(settings, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: env.folder,
    useBrowserCache: false,
  });
  const model = await AutoModelForCausalLM.from_pretrained('model', {
    dtype: 'fp32',
    device: env.where === 'node' ? 'cpu' : 'wasm',
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' },
  });

  /** Hears when each token came. */
  class Clock extends BaseStreamer {
    heard = [];
    put(value) {
      this.heard.push({ token: Number(value[0].at(-1)), at: performance.now() });
    }
    end() {}
  }

  async function write(ids, count) {
    const input_ids = new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
    const streamer = new Clock();
    await model.generate({
      inputs: input_ids,
      max_new_tokens: count,
      min_new_tokens: count,
      do_sample: false,
      streamer,
    });
    return streamer.heard.slice(1); // the first holds the prompt
  }

  return {
    id: 'transformers.js',
    async prefill(ids) {
      const began = performance.now();
      const [first] = await write(ids, 1);
      return { token: first.token, ms: first.at - began };
    },
    async decode(ids, count) {
      const heard = await write(ids, count + 1);
      return { tokens: heard.map(({ token }) => token), ms: (heard.at(-1).at - heard[0].at) / count };
    },
    close: () => model.dispose(),
  };
}
