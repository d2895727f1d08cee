// A tiny Llama learns to copy within 32 symbols, here and now; then it copies in texts four times as long.
import { createEngine } from 'ropescope';

const trained = 32; // symbols
const config = {
  ...{ model_type: 'llama', vocab_size: 96, hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2 },
  ...{ num_attention_heads: 2, head_dim: 32, max_position_embeddings: trained, rope_theta: 10000 },
  ...{ position_method: 'rope', rms_norm_eps: 1e-5, tie_word_embeddings: true, hidden_act: 'silu' },
};
const recipe = {
  steps: 400,
  phases: [{ length: trained, rows: 16, mix: { distinct_repeat: 1 }, random_period: [4, 10], symbols: 12 }],
  muon: { learning_rate: 0.02, momentum: 0.95, weight_decay: 0.05 },
  adamw: { learning_rate: 0.003, beta1: 0.9, beta2: 0.98 },
  ...{ clip: 1, warm_up: 50, cool_down: 0.4, final_rate: 0.02 },
};
const texts = ['!"#$%&()', ')(&%$#"!', '$!)"(#&%'].map((block) => block.repeat(16)); // of the 12 symbols
const methods = ['rope', { id: 'yarn', params: { factor: 4, beta_fast: 4 } }, { id: 'rerope', params: { window: 16 } }];

const engine = await createEngine();
const training = await engine.train({ config, recipe });
await training.run();
const model = await training.model();

/** Nats per symbol in the second half of texts of this length, where every symbol is a copy. */
async function lossOf(method, length) {
  const copied = [];
  for (const text of texts) {
    const { losses } = await model.forward(text.slice(0, length), { method, losses: true });
    copied.push(...losses.slice(length / 2));
  }
  return copied.reduce((sum, loss) => sum + loss, 0) / copied.length;
}

console.log(`guessing: ${Math.log(12).toFixed(2)} nats per symbol`);
console.log(`rope at ${trained}: ${(await lossOf('rope', trained)).toFixed(2)}`);
for (const method of methods)
  console.log(`${method.id ?? method} at ${4 * trained}: ${(await lossOf(method, 4 * trained)).toFixed(2)}`);
await engine.dispose();
