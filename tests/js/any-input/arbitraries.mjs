// Links, configs and headers that are nearly right: names that there are, with values that nobody meant.
import fc from 'fast-check';

const edges = [0, -0, 1, 2, -1, 0.5, 66, 130, 4096, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, -1e300, 5e-324];
export const edgeNumber = fc.constantFrom(...edges);

const word = fc.oneof(
  fc.constantFrom(
    'rope',
    'yarn',
    'alibi',
    'heldout',
    'own',
    'auto',
    'true',
    '__proto__',
    'constructor',
    '1e999',
    '-0',
    'NaN',
  ),
  edgeNumber.map(String),
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 8, unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed?.() ?? text)),
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '<b>',
    'a;b:c',
    'yarn;factor:1e999',
    'yarn;factor:-0',
    'yarn;factor:[1,1e999]',
    'a+b!',
    '16,16.0,17',
  ),
);

// a character of two halves, across the limits of what is read
const long = fc.constantFrom(199, 200, 1023).map((before) => encodeURIComponent(`${'x'.repeat(before)}\u{1f433}`));

/** @param {string[]} names  that a link may have */
export const anyHash = (names) =>
  fc
    .array(
      fc.oneof(
        fc
          .tuple(fc.constantFrom(...names, 'method', 'm'), fc.oneof({ weight: 9, arbitrary: word }, long))
          .map(([name, value]) => `${name}=${value}`),
        fc.tuple(word, word).map(([name, value]) => `${name}=${value}`),
        fc.string({ maxLength: 12 }),
      ),
      { maxLength: 8 },
    )
    .map((parts) => `#${parts.join('&')}`);

const value = fc.oneof(
  edgeNumber,
  fc.constantFrom(null, true, false, '4', '', 'yarn', 'linear', 'default', 'full_attention'),
  fc.array(edgeNumber, { maxLength: 9 }),
);
const scalingKeys = [
  ...['rope_type', 'type', 'factor', 'original_max_position_embeddings', 'beta_fast', 'beta_slow', 'attention_factor'],
  ...[
    'low_freq_factor',
    'high_freq_factor',
    'short_factor',
    'long_factor',
    'mscale',
    'rope_theta',
    'partial_rotary_factor',
  ],
  ...['full_attention', 'sliding_attention', 'mrope_section', '__proto__'],
];
const types = ['linear', 'dynamic', 'yarn', 'llama3', 'longrope', 'proportional', 'default', 'mrope', 'yarm'];
const scaling = fc
  .tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...scalingKeys), value, { maxKeys: 5 }))
  .map(([rope_type, others]) => ({ rope_type, ...others }));
const keys = [
  ...[
    'model_type',
    'hidden_size',
    'num_attention_heads',
    'head_dim',
    'max_position_embeddings',
    'rope_theta',
    'layer_types',
  ],
  ...[
    'partial_rotary_factor',
    'num_hidden_layers',
    'sliding_window',
    'position_method',
    'text_config',
    'original_max_position_embeddings',
  ],
  ...[
    'rope_scaling',
    'rope_parameters',
    'qk_rope_head_dim',
    'rotary_dim',
    'use_alibi',
    'no_rope_layers',
    'quantization_config',
  ],
];
const plain = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 4096 };
const nearly = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, scaling), { maxKeys: 4 }),
    fc.option(fc.tuple(fc.constantFrom('rope_scaling', 'rope_parameters'), scaling)),
    fc.constantFrom('llama', 'qwen2', 'phi3', 'gemma3_text', 'gpt_neox', 'mamba', 'deepseek_v3', 'bert', 5),
  )
  .map(([others, scaled, model_type]) => ({
    ...plain,
    model_type,
    ...others,
    ...(scaled && { [scaled[0]]: scaled[1] }),
  }));

/** Text: mostly JSON, mostly of a config. */
export const anyConfig = fc.oneof(
  { weight: 6, arbitrary: nearly.map((config) => JSON.stringify(config)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.tuple(nearly, fc.nat(400), fc.string({ maxLength: 3 })).map(([config, at, noise]) => {
      const text = JSON.stringify(config);
      return text.slice(0, at) + noise + text.slice(at + 1);
    }),
  },
);

const tensor = fc.oneof(
  fc.record({
    dtype: fc.constantFrom('F32', 'F16', 'I8', 5),
    shape: fc.oneof(fc.array(edgeNumber, { maxLength: 4 }), edgeNumber),
    data_offsets: fc.oneof(fc.tuple(edgeNumber, edgeNumber), fc.constant(null)),
  }),
  value,
);
const names = ['model.embed_tokens.weight', 'lm_head.weight', '__metadata__', '__proto__', 'constructor', ''];

/** Text that stands where the header of a safetensors file does. */
export const anyHeader = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), tensor, { maxKeys: 4 }).map((header) => JSON.stringify(header)),
  fc.json(),
  fc.string(),
);
