import { createEngine } from 'ropescope';
import { heatmap } from 'ropescope/charts';
import text from 'ropescope/models/heldout.txt?raw';

const factor = document.querySelector('input');
const canvas = document.querySelector('canvas');
const engine = await createEngine(); // in a worker: the page stays free
const model = await engine.loadModel('rope-l128');
let running; // the pass that a newer wish ends

async function draw() {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const method = { id: 'yarn', params: { factor: factor.valueAsNumber, beta_fast: 8 } };
  const capture = { layers: [1], heads: [2] };
  const { attentions, losses } = await model.forward(text.slice(0, 512), { method, capture, losses: true, signal });
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  heatmap(attentions[0], { canvas, gamma: 0.4, causal: true });
  document.querySelector('output').value = factor.value;
  document.querySelector('figcaption').textContent = `${mean.toFixed(2)} nats per character`;
}

const redraw = () => draw().catch(({ code, message }) => code !== 'aborted' && console.error(message));
factor.addEventListener('input', redraw);
redraw();
