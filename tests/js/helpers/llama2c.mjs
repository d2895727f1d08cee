// Writes checkpoints and vocabularies as llama2.c does (export.py, tokenizer.py), from tensors as transformers names them.
import { parts } from './weights.mjs';

/** @param {number} bits  of a float16 */
export function half(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >> 15 ? -size : size;
}

/** @param {Buffer} file  safetensors in F16; gives Map<name, Float32Array> */
export const floatsOf = (file) =>
  new Map(
    parts(file).entries.map(({ name, data }) => [
      name,
      Float32Array.from({ length: data.length / 2 }, (_, i) => half(data.readUInt16LE(2 * i))),
    ]),
  );

/** Rows of each head so that pairs are neighbours. */
function interleaved(values, width, headDim) {
  const rows = values.length / width;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; ++row) {
    const i = row % headDim;
    const source = row - i + (i % 2) * (headDim / 2) + Math.floor(i / 2);
    out.set(values.subarray(source * width, (source + 1) * width), row * width);
  }
  return out;
}

/**
 * @param {Record<string, any>} config  of transformers
 * @param {Map<string, Float32Array>} tensors
 * @param {{ version?: number, head?: Float32Array }} [options]  head: of its own
 */
export function checkpoint(config, tensors, { version = 0, head } = {}) {
  const { hidden_size: dim, num_hidden_layers: layers, head_dim: headDim } = config;
  const shapes = [dim, config.intermediate_size, layers, config.num_attention_heads, config.num_key_value_heads];
  const vocabulary = version === 0 && head ? -config.vocab_size : config.vocab_size;
  const counts = Int32Array.of(...shapes, vocabulary, config.max_position_embeddings);
  const all = (name, turn = (values) => values) =>
    Array.from({ length: layers }, (_, l) => turn(tensors.get(`model.layers.${l}.${name}.weight`)));
  const turned = (values) => interleaved(values, dim, headDim);
  const embedding = tensors.get('model.embed_tokens.weight');
  const before = all('input_layernorm');
  const between = all('post_attention_layernorm');
  const last = tensors.get('model.norm.weight');
  const attention = [
    ...[all('self_attn.q_proj', turned), all('self_attn.k_proj', turned)],
    ...[all('self_attn.v_proj'), all('self_attn.o_proj')],
  ].flat();
  const feedForward = [all('mlp.gate_proj'), all('mlp.down_proj'), all('mlp.up_proj')].flat();
  const heads = head ? [head] : [];
  const bytesOf = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  if (version === 0) {
    const angles = new Float32Array(config.max_position_embeddings * headDim).fill(0.5);
    const order = [embedding, ...before, ...attention, ...between, ...feedForward, last, angles, ...heads];
    return Buffer.concat([counts, ...order].map(bytesOf));
  }
  const start = Buffer.alloc(256);
  start.writeUInt32LE(0x616b3432, 0);
  start.writeInt32LE(version, 4);
  bytesOf(counts).copy(start, 8);
  start.writeUInt8(head ? 0 : 1, 36);
  const order = [...before, ...between, last, embedding, ...attention, ...feedForward, ...heads];
  return Buffer.concat([start, ...order.map(bytesOf)]);
}

/** @param {{ text: string | Buffer, score: number }[]} tokens */
export function vocabulary(tokens) {
  const entries = tokens.map(({ text, score }) => {
    const bytes = Buffer.from(text);
    const start = Buffer.alloc(8);
    start.writeFloatLE(score, 0);
    start.writeInt32LE(bytes.length, 4);
    return Buffer.concat([start, bytes]);
  });
  const longest = Buffer.alloc(4);
  longest.writeInt32LE(Math.max(...tokens.map(({ text }) => Buffer.byteLength(text))));
  return Buffer.concat([longest, ...entries]);
}
