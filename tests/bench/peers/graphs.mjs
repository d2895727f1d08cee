// The graphs that ONNX Runtime is given: the same work as ours, written as its own optimiser knows it.
// [T] tokens now, [P] tokens in the cache, [H] heads, [D] channels of a head.
import { createGraph } from './onnx.mjs';

/** cos and sin by position: [tokens, pairs], pairs side by side (half-split) where `twice`. */
export function turns(tokens, dim, theta, { twice = false } = {}) {
  const width = twice ? dim : dim / 2;
  const values = (f) =>
    Float32Array.from({ length: tokens * width }, (_, at) => {
      const pair = (at % width) % (dim / 2);
      return f(Math.floor(at / width) * theta ** ((-2 * pair) / dim));
    });
  return { cos: values(Math.cos), sin: values(Math.sin) };
}

/** Half-split rotation of [1, H, T, D] with halves swapped, as exporters of PyTorch write it. */
function rotated(graph, x, cos, sin) {
  const [low, high] = [`${x}_low`, `${x}_high`];
  graph.nodes('Split', [x], { axis: -1, num_outputs: 2 }, [low, high]);
  const swapped = graph.node('Concat', [graph.node('Neg', [high]), low], { axis: -1 });
  return graph.node('Add', [graph.node('Mul', [x, cos]), graph.node('Mul', [swapped, sin])]);
}

/** The operator of opset 23 over [1, T, H x D]. */
export function rotationGraph([tokens, heads, dim], theta) {
  const graph = createGraph();
  const { cos, sin } = turns(tokens, dim, theta);
  const tables = [cos, sin].map((table) => graph.constant(table, [1, tokens, dim / 2]));
  graph.node('RotaryEmbedding', ['x', ...tables], { num_heads: heads }, 'out');
  const dims = [1, tokens, heads * dim];
  return graph.file({ inputs: [{ name: 'x', dims }], outputs: [{ name: 'out', dims }] });
}

/** The same as slices, products and sums. */
export function slicesGraph([tokens, heads, dim], theta) {
  const graph = createGraph();
  const { cos, sin } = turns(tokens, dim, theta, { twice: true });
  const tables = [cos, sin].map((table) => graph.constant(table, [1, tokens, 1, dim]));
  graph.node('Identity', [rotated(graph, 'x', ...tables)], {}, 'out');
  const dims = [1, tokens, heads, dim];
  return graph.file({ inputs: [{ name: 'x', dims }], outputs: [{ name: 'out', dims }] });
}

/** softmax(q k^T + mask) v of [1, H, T, D] with q scaled already; the mask hides what comes later. */
function attended(graph, q, k, v, hidden) {
  const scores = graph.node('MatMul', [q, graph.node('Transpose', [k], { perm: [0, 1, 3, 2] })]);
  const weights = graph.node('Softmax', [graph.node('Add', [scores, hidden])], { axis: -1 });
  return graph.node('MatMul', [weights, v]);
}

/** 0 where a key's position is at most the query's, and -1e9 elsewhere. */
function mask(graph, queries, keys) {
  const later = graph.node('Greater', [keys, queries]);
  const [never, zero] = [-1e9, 0].map((value) => graph.constant(Float32Array.of(value), []));
  return graph.node('Where', [later, never, zero]);
}

const range = (count) => Array.from({ length: count }, (_, i) => i);

/** Causal attention with its rotation over [1, T, H, D], as ours takes it. */
export function attentionGraph([tokens, heads, dim], theta) {
  const graph = createGraph();
  const { cos, sin } = turns(tokens, dim, theta, { twice: true });
  const tables = [cos, sin].map((table) => graph.constant(table, [1, 1, tokens, dim]));
  const [q, k, v] = ['q', 'k', 'v'].map((name) => graph.node('Transpose', [name], { perm: [0, 2, 1, 3] }));
  const scale = graph.constant(Float32Array.of(1 / Math.sqrt(dim)), []);
  const hidden = mask(
    graph,
    graph.constant(range(tokens), [1, 1, tokens, 1]),
    graph.constant(range(tokens), [1, 1, 1, tokens]),
  );
  const [turnedQ, turnedK] = [q, k].map((x) => rotated(graph, x, ...tables));
  const out = attended(graph, graph.node('Mul', [turnedQ, scale]), turnedK, v, hidden);
  graph.node('Transpose', [out], { perm: [0, 2, 1, 3] }, 'out');
  const dims = [1, tokens, heads, dim];
  return graph.file({
    inputs: ['q', 'k', 'v'].map((name) => ({ name, dims })),
    outputs: [{ name: 'out', dims }],
  });
}

/** [m, k] x [k, n], the second constant. */
export function productGraph([m, k, n], b) {
  const graph = createGraph();
  graph.node('MatMul', ['a', graph.constant(b, [k, n])], {}, 'out');
  return graph.file({ inputs: [{ name: 'a', dims: [m, k] }], outputs: [{ name: 'out', dims: [m, n] }] });
}

/** [rows, cols] with rows and columns exchanged: ONNX multiplies from the right. */
function transposed({ values, shape: [rows, cols] }) {
  const out = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = values[i * cols + j];
  return [out, [cols, rows]];
}

const normed = (graph, x, { values }, epsilon) =>
  graph.node('SimplifiedLayerNormalization', [x, graph.constant(values)], { epsilon: { float: epsilon }, axis: -1 });

/** Of one layer. @returns {string} its output */
function layer(graph, x, place, { config, weights, cos, sin, hidden }) {
  const { num_attention_heads: heads, head_dim: dim, rms_norm_eps: eps } = config;
  const of = (name) => weights[`model.layers.${place}.${name}.weight`];
  const project = (input, name) => graph.node('MatMul', [input, graph.constant(...transposed(of(name)))]);
  const split = graph.constant([0, 0, heads, dim]);
  const toHeads = (input) => graph.node('Transpose', [graph.node('Reshape', [input, split])], { perm: [0, 2, 1, 3] });

  const input = normed(graph, x, of('input_layernorm'), eps);
  const [q, k, v] = ['q', 'k', 'v'].map((name) => toHeads(project(input, `self_attn.${name}_proj`)));
  const scaled = graph.node('Mul', [q, graph.constant(Float32Array.of(1 / Math.sqrt(dim)), [])]);
  const joined = (name, now) =>
    graph.node('Concat', [`past_key_values.${place}.${name}`, now], { axis: 2 }, `present.${place}.${name}`);
  const keys = joined('key', rotated(graph, k, cos, sin));
  const out = attended(graph, rotated(graph, scaled, cos, sin), keys, joined('value', v), hidden);
  const flat = graph.node('Reshape', [
    graph.node('Transpose', [out], { perm: [0, 2, 1, 3] }),
    graph.constant([0, 0, heads * dim]),
  ]);
  const after = graph.node('Add', [x, project(flat, 'self_attn.o_proj')]);

  const second = normed(graph, after, of('post_attention_layernorm'), eps);
  const gate = project(second, 'mlp.gate_proj');
  const active = graph.node('Mul', [gate, graph.node('Sigmoid', [gate])]);
  const inner = graph.node('Mul', [active, project(second, 'mlp.up_proj')]);
  return graph.node('Add', [after, project(inner, 'mlp.down_proj')]);
}

/**
 * A Llama with a KV cache, its ports named as transformers.js asks for them; logits of the last token.
 * @param {{ config: Record<string, any>, weights: Record<string, { values: Float32Array, shape: number[] }>, longest: number }} model
 */
export function modelGraph({ config, weights, longest }) {
  const graph = createGraph();
  const { num_hidden_layers: layers, num_attention_heads: heads, head_dim: dim } = config;
  const table = turns(longest, dim, config.rope_theta, { twice: true });
  const embedding = weights['model.embed_tokens.weight'];
  const one = graph.constant([1], [1]);
  const rows = (values) =>
    graph.node('Unsqueeze', [graph.node('Gather', [graph.constant(values, [longest, dim]), 'position_ids']), one]);
  const [cos, sin] = [rows(table.cos), rows(table.sin)];
  const count = graph.node('Add', [
    graph.node('Shape', ['past_key_values.0.key'], { start: 2, end: 3 }),
    graph.node('Shape', ['input_ids'], { start: 1, end: 2 }),
  ]);
  const [zero, step] = [0, 1].map((value) => graph.constant([value], []));
  const keys = graph.node('Range', [zero, graph.node('Squeeze', [count]), step]);
  const queries = graph.node('Unsqueeze', ['position_ids', graph.constant([1, 3])]); // [1, 1, T, 1]
  const given = { config, weights, cos, sin, hidden: mask(graph, queries, keys) };

  let x = graph.node('Gather', [graph.constant(embedding.values, embedding.shape), 'input_ids']);
  for (let place = 0; place < layers; place++) x = layer(graph, x, place, given);
  const last = graph.node('Gather', [x, graph.constant([-1])], { axis: 1 });
  const out = normed(graph, last, weights['model.norm.weight'], config.rms_norm_eps);
  graph.node('MatMul', [out, graph.constant(...transposed(embedding))], {}, 'logits');
  const caches = (prefix, tokens) =>
    range(layers).flatMap((place) =>
      ['key', 'value'].map((name) => ({ name: `${prefix}.${place}.${name}`, dims: [1, heads, tokens, dim] })),
    );
  const ids = ['input_ids', 'position_ids'].map((name) => ({ name, type: 'int64', dims: [1, 'T'] }));
  return graph.file({
    inputs: [...ids, ...caches('past_key_values', 'P')],
    outputs: [{ name: 'logits', dims: [1, 1, config.vocab_size] }, ...caches('present', 'S')],
  });
}
