import { heatmap } from '../../web/charts/heatmap.js';
import { createEngine } from '../../web/lib/index.js';

const engine = await createEngine(); // in a worker: the page stays free
const model = await engine.loadModel(new URL('../../web/models/rope-l128', import.meta.url));
const passage = await (await fetch(new URL('../../web/models/heldout.txt', import.meta.url))).text();

for (const method of ['rope', { id: 'yarn', params: { factor: 4, beta_fast: 8 } }]) {
  const capture = { layers: [1], heads: [2] };
  const { attentions, losses } = await model.forward(passage.slice(0, 512), { method, capture, losses: true });
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = `${method.id ?? method}: ${mean.toFixed(2)} nats per character`;
  figure.append(heatmap(attentions[0], { gamma: 0.4, causal: true }), caption);
  document.getElementById('maps').append(figure);
}
await engine.dispose();
