import { createEngine } from 'ropescope';

const engine = await createEngine();
const model = await engine.loadModel(new URL('../../web/models/rope-l128', import.meta.url));
const text = 'Call me Ishmael. '.repeat(30); // four times the length that the model was trained on

for (const method of ['rope', 'linear', { id: 'yarn', params: { factor: 4, beta_fast: 8 } }]) {
  const { losses } = await model.forward(text, { method, losses: true });
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  console.log(`${method.id ?? method}: ${mean.toFixed(3)} nats per character`);
}
await engine.dispose();
