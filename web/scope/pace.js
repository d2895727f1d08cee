/** How fast this tab runs a model: measured on the weights that are shown, as the page runs them. */
import { fetchFile } from './files.js';
import { workIn } from './picked-model.js';
import { small } from './runner.js';

const mostTokens = 512; // of the pass that is measured: enough for a steady pace
const passes = 2; // the first warms up; the faster one counts

/**
 * @param {import('./weights.js').Weights} weights
 * @param {string | number[]} input  what they read
 * @returns {Promise<number>}  multiply-adds per second
 */
export async function paceOf({ source, shape, rope, model: loading }, input) {
  const { layers, heads } = shape;
  const model = await loading;
  const work =
    source.picked?.work ?? (await workIn(await fetchFile(source.weights), { layers, heads, headDim: rope.head_dim }));
  const text = source.picked?.textless ? Array(mostTokens).fill(0) : input.slice(0, mostTokens); // any tokens take as long
  const times = [];
  for (let pass = 0; pass < passes; ++pass) {
    const start = performance.now();
    await model.forward(text, { logits: 'none', losses: true, capture: { layers: 'all', size: small } });
    times.push(performance.now() - start);
  }
  return (1000 * work(text.length)) / Math.min(...times);
}
