// Writes what the peers read: graphs for ONNX Runtime, and the model as ONNX and, by this project's own exporter, as GGUF.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createEngine } from '../../../web/lib/index.node.js';
import { attentionGraph, modelGraph, rotationGraph, slicesGraph } from './graphs.mjs';
import { longest, tasks, theta } from './tasks.mjs';
import { readWeights, writeWeights } from './weights.mjs';

export const root = new URL('../../../', import.meta.url);
export const folder = new URL('build/bench/peers/', root);
export const model = new URL('web/models/rope-l128/', root);

export async function writeFiles() {
  mkdirSync(new URL('model/onnx/', folder), { recursive: true });
  const write = (name, content) => writeFileSync(new URL(name, folder), content);
  const config = readFileSync(new URL('config.json', model), 'utf8');
  const weights = readWeights(readFileSync(new URL('model.safetensors', model)));

  for (const { shape } of tasks.rotation) {
    write(`rotation-${shape[0]}.onnx`, rotationGraph(shape, theta));
    write(`slices-${shape[0]}.onnx`, slicesGraph(shape, theta));
  }
  for (const { shape } of tasks.attention) write(`attention-${shape[0]}.onnx`, attentionGraph(shape, theta));
  write('model/config.json', config);
  write('model/generation_config.json', '{}');
  write('model/onnx/model.onnx', modelGraph({ config: JSON.parse(config), weights, longest }));

  const engine = await createEngine({ workers: 0 });
  const long = JSON.stringify({ ...JSON.parse(config), max_position_embeddings: longest }); // wllama serves no more than that
  const { files } = await engine.exportFor(long, { to: 'llama.cpp', weights: writeWeights(weights) });
  write('model.gguf', files['model.gguf']);
  await engine.dispose();
}
