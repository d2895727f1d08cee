import { createEngine } from 'ropescope';
import { heatmap } from 'ropescope/charts';

const [input, status, maps] = ['input', '[role=status]', '#maps'].map((each) => document.querySelector(each));
const starting = createEngine();
const reading = fetch('./node_modules/ropescope/web/models/heldout.txt').then((response) => response.text());

/** What the first head of the last layer sees in four times the trained length, as the model was trained and under ReRoPE. */
async function show(model) {
  const { model_type, parameters, method: own, num_hidden_layers, rope } = model.info;
  const length = 4 * rope.original_max_position_embeddings;
  const tokens = (await model.encode(await reading)).slice(0, length);
  status.textContent = `${model_type}, ${parameters.toLocaleString('en')} parameters, reads ${tokens.length} tokens`;
  const window = length / 8;
  for (const method of [undefined, { id: 'rerope', params: { window } }]) {
    const capture = { layers: [num_hidden_layers - 1], heads: [0], size: 512 };
    const { attentions, losses } = await model.forward(tokens, { method, capture, losses: true });
    const late = losses.slice(length / 2);
    const mean = late.reduce((sum, loss) => sum + loss, 0) / late.length;
    const figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = `${method?.id ?? own}: ${mean.toFixed(2)} nats per token in the second half`;
    const map = heatmap(attentions[0], { gamma: 0.4, causal: true });
    Object.assign(map, { role: 'img', ariaLabel: `Attention map, ${caption.textContent}` });
    figure.append(map, caption);
    maps.append(figure);
  }
}

input.addEventListener('change', async () => {
  maps.replaceChildren();
  status.textContent = 'Reading…';
  try {
    const engine = await starting;
    const model = await engine.loadModel(input.files);
    await show(model);
    await model.dispose();
  } catch (error) {
    status.textContent = error.message; // what was given, what is accepted
  }
});
