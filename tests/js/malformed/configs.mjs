// Configurations that transformers reads silently, warns of or stumbles over, and texts that are no JSON: what each is refused
// with, or read as.
const plain = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 4096 };
const config = (change) => JSON.stringify({ ...plain, ...change });
const scaled = (rope_scaling) => config({ rope_scaling });
const typed = (rope_type, more) => scaled({ rope_type, ...more });
const yarn = (more) => typed('yarn', { factor: 4, original_max_position_embeddings: 1024, ...more });
const llama3 = { factor: 4, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 1024 };
const ones = [1, 1, 1, 1, 1, 1, 1, 1];
const longrope = (more) =>
  typed('longrope', { short_factor: ones, long_factor: ones, original_max_position_embeddings: 1024, ...more });
/** JSON text with a literal that JSON.stringify would not write. */
const literal = (text) => yarn({ factor: '@' }).replace('"@"', text);
const refused = 'invalid_config';
const noJson = 'invalid_json';

/** Name: the text, the code of its error or 'read', and what the error, or a note or warning, says. */
export const configs = {
  'an unknown rope_type': [typed('yarm', { factor: 4 }), refused, /must be one of default, linear, dynamic, yarn/],
  'su, the older name of longrope': [longrope({ rope_type: 'su' }), 'read', /older name of longrope/],
  'the older key type': [scaled({ type: 'linear', factor: 4 }), 'read', /read as rope_type/],
  'type and rope_type that differ': [typed('dynamic', { type: 'linear', factor: 4 }), refused, /differ/],
  'linear without a factor': [typed('linear'), refused, /factor is missing/],
  'dynamic without a factor': [typed('dynamic'), refused, /factor is missing/],
  'llama3 without a factor': [typed('llama3', { ...llama3, factor: undefined }), refused, /factor is missing/],
  'a factor of 0': [yarn({ factor: 0 }), refused, /factor must be a number from 1/],
  'a negative factor': [yarn({ factor: -2 }), refused, /factor must be a number from 1/],
  'NaN as a factor': [literal('NaN'), refused, /factor must be a number.*got "NaN"/],
  'half as a factor': [yarn({ factor: 0.5 }), refused, /factor must be a number from 1/],
  'true as a factor': [yarn({ factor: true }), refused, /factor must be .*got true/],
  'a text as a factor': [yarn({ factor: '4' }), refused, /factor must be .*got "4"/],
  '1e308 as a factor': [yarn({ factor: 1e308 }), refused, /factor must be a number from 1/],
  'Infinity as a factor': [literal('Infinity'), refused, /factor must be a number.*got "Infinity"/],
  'a number as a long text': [yarn({ factor: '9'.repeat(400) }), refused, /factor must be .*got "9{20,60}/],
  'yarn without the original length': [
    yarn({ original_max_position_embeddings: undefined }),
    refused,
    /yarn needs the trained length/,
  ],
  'a factor beside lengths of another ratio': [yarn({ factor: 8 }), 'read', /factor 8: .* is 4/],
  'beta_fast below beta_slow': [yarn({ beta_fast: 1, beta_slow: 32 }), refused, /beta_fast must be at least beta_slow/],
  'beta_fast of 0': [yarn({ beta_fast: 0 }), refused, /beta_fast must be a number/],
  'beta_fast of null': [yarn({ beta_fast: null }), 'read', null],
  'beta_fast of -1': [yarn({ beta_fast: -1 }), refused, /beta_fast must be a number/],
  'attention_factor of -1': [yarn({ attention_factor: -1 }), refused, /attention_factor must be a number/],
  'attention_factor of 0': [yarn({ attention_factor: 0 }), refused, /attention_factor must be a number/],
  'an original length of 0': [yarn({ original_max_position_embeddings: 0 }), refused, /must be a whole number/],
  'rope_theta of 1': [config({ rope_theta: 1 }), refused, /rope_theta must be a number above 1/],
  'rope_theta of 0': [config({ rope_theta: 0 }), refused, /rope_theta must be a number above 1/],
  'a negative rope_theta': [config({ rope_theta: -10000 }), refused, /rope_theta must be a number above 1/],
  'rope_theta of null': [config({ rope_theta: null }), refused, /rope_theta must be a number above 1/],
  'an odd head_dim': [config({ head_dim: 15 }), refused, /even number of rotated channels/],
  'head_dim of 0': [config({ head_dim: 0 }), refused, /head_dim must be a whole number/],
  'head_dim of 2^31': [config({ head_dim: 2 ** 31 }), refused, /head_dim must be a whole number/],
  'head_dim of 2 with dynamic': [
    config({ head_dim: 2, rope_scaling: { rope_type: 'dynamic', factor: 2 } }),
    refused,
    /needs rotary_dim > 2/,
  ],
  'llama3 whose high is its low': [
    typed('llama3', { ...llama3, high_freq_factor: 1 }),
    refused,
    /must be greater than low_freq_factor/,
  ],
  'longrope with too short a list': [longrope({ short_factor: [1, 1] }), refused, /= 8 numbers, one a pair, got 2/],
  'longrope with NaN in a list': [
    longrope({ short_factor: ['@', 1, 1, 1, 1, 1, 1, 1] }).replace('"@"', 'NaN'),
    refused,
    /short_factor\[0\] must be a number/,
  ],
  'longrope with a negative divisor': [longrope({ long_factor: [-1, 1, 1, 1, 1, 1, 1, 1] }), refused, /long_factor/],
  'longrope with a factor of 0': [longrope({ factor: 0 }), refused, /factor must be a number/],
  'longrope of an original length of 1': [longrope({ original_max_position_embeddings: 1 }), refused, /> 1/],
  'partial_rotary_factor of 0': [config({ partial_rotary_factor: 0 }), refused, /partial_rotary_factor must be/],
  'partial_rotary_factor of 1.5': [config({ partial_rotary_factor: 1.5 }), refused, /partial_rotary_factor must be/],
  'partial_rotary_factor of 0.3, which is odd': [
    config({ model_type: 'phi', head_dim: 64, partial_rotary_factor: 0.3 }),
    refused,
    /even number of rotated channels/,
  ],
  'a part of Llama': [config({ partial_rotary_factor: 0.5 }), refused, /rotates whole heads/],
  'parameters for each kind of layer': [
    config({
      rope_parameters: {
        full_attention: { rope_type: 'yarn', factor: 4, truncate: false, original_max_position_embeddings: 1024 },
        sliding_attention: { rope_type: 'default' },
      },
      layer_types: ['full_attention', 'sliding_attention'],
      num_hidden_layers: 2,
      model_type: 'gemma3_text',
      sliding_window: 512,
    }),
    'read',
    null,
  ],
  'max_position_embeddings of 0': [
    config({ max_position_embeddings: 0 }),
    refused,
    /max_position_embeddings must be a whole number/,
  ],
  'max_position_embeddings of 2^24 + 1': [
    config({ max_position_embeddings: 2 ** 24 + 1 }),
    'invalid_argument',
    /seqLen must be given where the trained length is above 16777216/,
  ],
  'attention heads of 0': [config({ num_attention_heads: 0 }), refused, /num_attention_heads must be a whole number/],

  'an empty text': ['', noJson, /./],
  'a number': ['5', refused, /must be an object, got 5/],
  'a list': ['[]', refused, /must be an object, got a list/],
  '5 MB': [`{"a":"${'x'.repeat(5e6)}"}`, noJson, /at most 4194304/],
  'lists 100,000 deep': ['['.repeat(1e5), noJson, /deeper than 64 levels/],
  '__proto__ as a key': [
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hidden_size":64,"num_attention_heads":4}',
    'read',
    null,
  ],
  '__proto__ as rope_scaling': [
    '{"hidden_size":64,"num_attention_heads":4,"rope_scaling":{"__proto__":{"polluted":true},"rope_type":"linear","factor":2}}',
    refused,
    /those of __proto__, which is no layer type/,
  ],
  'a key twice': ['{"rope_theta":2,"rope_theta":3}', noJson, /rope_theta: this key appears twice/],
  'a comment': [`// of mine\n${config()}`, noJson, /line 1/],
  'a comma too many': ['{"hidden_size":64,}', noJson, /line 1/],
  'a byte order mark': [`\ufeff${config()}`, 'read', null],
  'lines that end as in DOS': [JSON.stringify(plain, null, 2).replaceAll('\n', '\r\n'), 'read', null],
  'a lone surrogate': ['{"model_type":"\\ud800"}', noJson, /./],
  'a NUL': ['{"a":1}\0', noJson, /NUL/],
  '1e400 as a number': ['{"rope_theta":1e400}', noJson, /1e400/],
  'text after it': ['{} {}', noJson, /./],
  'position_method without an id': [config({ position_method: {} }), refused, /position_method/],
};
