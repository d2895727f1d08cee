// Run as a program: what an engine with the variants that this process can run computes, as JSON.
import { readFileSync } from 'node:fs';
import { createEngine } from '../../../web/lib/index.node.js';
import { variant } from '../../../web/lib/variant.js';
import { characterModel } from './golden.mjs';

const { wasmUrl, training } = JSON.parse(process.argv[2]);
const text = readFileSync(new URL('../../../web/models/heldout.txt', import.meta.url), 'utf8').slice(0, 256);
const rope = { head_dim: 64, original_max_position_embeddings: 128 };

const engine = await createEngine({ workers: 0, ...(wasmUrl && { wasmUrl }) });
const ids = (await engine.methods()).map(({ id }) => id);
const plans = await Promise.all(
  ids.map((method) => engine.plan(method, { rope, seqLen: 300, heads: 4 }).catch(String)),
);
const model = await engine.loadModel(characterModel);
const { losses, logits } = await model.forward(text, { method: 'yarn', losses: true, logits: 'last' });
const racer = await engine.train(training);
await racer.run();
const trained = (await racer.report()).losses;
process.stdout.write(JSON.stringify({ variant, plans, losses, logits, trained }));
await engine.dispose();
