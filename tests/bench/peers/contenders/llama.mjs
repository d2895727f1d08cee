// llama.cpp itself, native with the instructions of this machine, through node-llama-cpp's binaries from npm: one thread.

/** @param {import('../measure.mjs').Env} env */
export async function openLlama(env, { longest }) {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: 1,
    logLevel: LlamaLogLevel.error,
    progressLogs: false,
  });
  const model = await llama.loadModel({ modelPath: env.path('model.gguf'), gpuLayers: 0 });
  const context = await model.createContext({ contextSize: longest, threads: 1 });
  const sequence = context.getSequence();

  /** @returns {Promise<Map<number, number>>} logits of what comes next */
  async function read(ids) {
    await sequence.clearHistory();
    const last = [ids.at(-1), { generateNext: { logits: true, token: true } }];
    return (await sequence.controlledEvaluate([...ids.slice(0, -1), last])).at(-1).next.logits;
  }

  return {
    id: 'llama.cpp',
    halves: true,
    prefill: async (ids) => {
      const logits = await read(ids);
      return { logits: Float32Array.from({ length: logits.size }, (_, token) => logits.get(token)) };
    },
    async decode(ids, count) {
      await sequence.clearHistory();
      const tokens = [];
      let began;
      for await (const token of sequence.evaluate(ids, { temperature: 0 })) {
        tokens.push(token);
        began ??= performance.now();
        if (tokens.length > count) break;
      }
      return { tokens, ms: (performance.now() - began) / count };
    },
    close: () => llama.dispose(),
  };
}
