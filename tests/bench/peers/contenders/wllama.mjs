// wllama, llama.cpp as WebAssembly in a worker of its own: one thread, by its own clock, which leaves out messages.

/** @param {import('../measure.mjs').Env} env */
export async function openWllama(env, { longest }) {
  const { Wllama, LoggerWithoutDebug } = await import('@wllama/wllama');
  const quiet = { ...LoggerWithoutDebug, log() {}, debug() {} };
  const wllama = new Wllama(
    { default: env.wllamaWasm },
    { suppressNativeLog: true, logger: quiet, skipVersionCheck: true },
  );
  await wllama.loadModel([new Blob([await env.read('model.gguf')])], {
    n_ctx: longest,
    n_threads: 1,
    n_gpu_layers: 0,
    warmup: false,
  });

  const write = (prompt, count) =>
    wllama.createCompletion({
      prompt,
      max_tokens: count,
      temperature: 0,
      cache_prompt: false,
      ignore_eos: true,
      logprobs: 10,
    });

  return {
    id: 'wllama',
    halves: true,
    async prefill(ids, text) {
      const { timings, choices, usage } = await write(text, 1);
      if (usage.prompt_tokens !== ids.length)
        throw new Error(`wllama reads ${usage.prompt_tokens} tokens of ${ids.length}`);
      return { ms: timings.prompt_ms, text: choices[0].text };
    },
    async decode(_ids, count, text) {
      const { timings, choices } = await write(text, count + 1);
      return { text: choices[0].text, ms: timings.predicted_per_token_ms };
    },
    close: () => wllama.exit(),
  };
}
