// What is measured: shapes, lengths and sizes, the same in Node and in Chromium.

export const theta = 10_000;
export const longest = 4096; // tokens that every engine is opened for
export const tasks = {
  rotation: [{ id: 'rotation', shape: [4096, 32, 128] }], // 64 MB
  attention: [
    { id: 'attention', shape: [512, 8, 32] },
    { id: 'attention', shape: [2048, 8, 32] },
  ],
  model: [
    ...[64, 256, 512, 2048].map((tokens) => ({ id: 'prefill', tokens })),
    { id: 'decode', tokens: 512, written: 32 },
  ],
  heatmap: [1024, 4096].map((size) => ({ id: 'heatmap', size })),
};

/** The largest difference to our result with which another has done the same work. */
export const tolerance = {
  rotation: 1e-6, // single precision, numbers up to 1, two products each
  attention: 1e-5, // sums of up to 2048 such products
  logits: 1e-4, // single precision through four layers
  halves: 0.05, // of log probabilities, where keys and values are kept in half precision
};

/** Numbers from -1 to 1, the same every time. */
export function numbers(length, seed) {
  const values = new Float32Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0; // Numerical Recipes, section 7.1
    values[i] = state / 2 ** 31;
  }
  return values;
}

/** An attention map as a picture: rows add up to 1 under the diagonal, scaled to 0..1. */
export function mapOf(size) {
  const values = numbers(size * size, 7);
  for (let row = 0; row < size; row++)
    for (let col = 0; col < size; col++) {
      const at = row * size + col;
      values[at] = col > row ? 0 : Math.abs(values[at]) ** 3;
    }
  return { values, rows: size, cols: size };
}

/** The arithmetic of one pass. @param {Record<string, number>} config @param {number} tokens */
export function passWork(config, tokens) {
  const { hidden_size: width, intermediate_size: inner, num_hidden_layers: layers, vocab_size: words } = config;
  const products = layers * (4 * width * width + 3 * width * inner) * tokens + width * words;
  return 2 * products + layers * 2 * width * tokens * tokens; // attention: two products over half of the square
}
