// Command lines and what they are given, each with the start of what it says on stderr; '' = it works.
const input = { hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 256, model_type: 'llama' };
const inspect = (text, ...flags) => [['inspect', '-', ...flags], text];
const logits = (...flags) => [['logits', '--model', 'rope-l128', ...flags], ''];
const yarn = (param) => logits('--tokens', '1,2', '--method', 'yarn', '--param', param);

export const commands = {
  'no text': [...inspect(''), 'invalid_json: '],
  'a text of zeros': [...inspect('\0'.repeat(1e5)), 'invalid_json: '],
  'lists 100,000 deep': [...inspect('['.repeat(1e5)), 'invalid_json: '],
  'a text of 5 MB': [...inspect(`{"a":"${'x'.repeat(5e6)}"}`), 'invalid_json: the text has 50000'],
  'bytes that are no text': [...inspect(Buffer.from([0xff, 0xfe, 0x7b, 0x7d])), 'invalid_json: '],
  '__proto__ as a key': [...inspect(JSON.stringify(input).replace('{', '{"__proto__":{"polluted":true},')), ''],
  'a factor of 1e999': [
    ...inspect(JSON.stringify({ ...input, rope_scaling: { type: 'linear', factor: 0 } }).replace(':0', ':1e999')),
    'invalid_json: ',
  ],
  'a length that is not a number': [...inspect(JSON.stringify(input), '--seq-len', 'NaN'), 'invalid_argument: '],
  'a length of 1e300': [...inspect(JSON.stringify(input), '--seq-len', '1e300'), 'invalid_argument: '],
  'a file that is a folder': [['inspect', '.'], '', 'load_failed: '],
  'a file that is not there': [['inspect', 'no/such'], '', 'load_failed: '],
  'a token of 1e30': [...logits('--tokens', `1${'0'.repeat(30)}`), 'invalid_argument: '],
  'a negative token': [...logits('--tokens', '-1'), 'invalid_argument: '],
  'no token': [...logits('--tokens', ''), 'invalid_argument: '],
  'a prompt outside the vocabulary': [...logits('--prompt', '\u4f4d'), 'unsupported_text: '],
  '__proto__ as a parameter': [...yarn('__proto__=1'), 'unknown_param: '],
  'a parameter of 1e999': [...yarn('factor=1e999'), 'invalid_argument: '],
  'a parameter without a value': [...yarn('factor='), 'invalid_argument: '],
  'a model that is a file': [['logits', '--model', 'package.json', '--tokens', '1'], '', 'load_failed: '],
  'a command called __proto__': [['__proto__'], '', 'invalid_argument: there is no command'],
  'a command called constructor': [['constructor'], '', 'invalid_argument: there is no command'],
};
