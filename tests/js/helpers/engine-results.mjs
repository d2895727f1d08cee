// All that an engine gives, to be compared with what another gives: of numbers the digests of their bits. Node and browsers.

async function digestOf(array) {
  return Array.from(new Uint32Array(await crypto.subtle.digest('SHA-256', array))).join(' ');
}
const bits = (arrays) => Promise.all(arrays.map(digestOf));

/**
 * @param {import('../../../web/lib/types.js').Engine} engine
 * @param {string | URL} folder  of a model of characters that was trained with rotation
 * @param {string} text
 */
export async function resultsOf(engine, folder, text) {
  const results = {};
  const model = await engine.loadModel(folder);
  const capture = [
    { layers: 'all', size: 7 },
    { layers: [3], kind: 'entropy' },
  ];
  for (const { id } of await engine.methods()) {
    const options = { method: id, force: true, losses: true, capture };
    const ran = await model.forward(text, options).catch(({ code }) => code);
    const arrays = (found) => [found.logits, found.losses, ...found.attentions.map(({ values }) => values)];
    results[id] = typeof ran === 'string' ? ran : await bits(arrays(ran));
  }
  results.written = (await model.generate(text, { maxNewTokens: 9, seed: 3 })).text;
  const cell = await model.evaluate({ task: 'repeat', text: text.repeat(3), length: 200, samples: 1 });
  results.cell = JSON.stringify(cell.metrics);
  const shape = { seqLen: 300, heads: 6, kvHeads: 3, head_dim: 32 };
  const floats = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i * i));
  const [q, kv] = [floats(300 * 6 * 32), floats(300 * 3 * 32)];
  const rope = { head_dim: 32, original_max_position_embeddings: 128 };
  const { out } = await engine.attention({ q, k: kv, v: kv, shape, method: 'alibi', rope });
  results.attention = await bits([out]);
  await model.dispose();
  return results;
}

/** How many of them are arrays. */
export const arraysIn = (results) => Object.values(results).filter(Array.isArray).length;
