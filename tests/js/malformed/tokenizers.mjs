// Files called tokenizer.json that no tokenizer wrote: what each is refused with. A file that is refused when it is opened gives no
// tokens that mean something else.
const model = { type: 'BPE', vocab: { a: 0, b: 1 }, merges: [] };
const having = (change) => JSON.stringify({ model, ...change });
const vocab = (text) => having({ model: '@' }).replace('"@"', `{"type":"BPE","vocab":${text},"merges":[]}`);
const refused = 'unsupported_text';
const nested = (depth) => `{"type":"Sequence","normalizers":[`.repeat(depth) + ']}'.repeat(depth);

/** Name: the text, the code of its error or 'read', and the path that the error names. */
export const tokenizers = {
  'an empty file': ['', 'invalid_json', 'tokenizer'],
  'half a file': [having().slice(0, 20), 'invalid_json', 'tokenizer'],
  'a number': ['5', refused, 'tokenizer.model'],
  null: ['null', refused, 'tokenizer.model'],
  'a list': ['[]', refused, 'tokenizer.model'],
  'a model that is a number': ['{"model":5}', refused, 'tokenizer.model.type'],
  'a model without words': ['{"model":{"type":"BPE"}}', refused, 'tokenizer'],
  'merges that are a number': [having({ model: { ...model, merges: 5 } }), refused, 'tokenizer'],
  'merges of numbers': [having({ model: { ...model, merges: [5] } }), refused, 'tokenizer'],
  'a text for an id': [vocab('{"a":"0"}'), refused, 'tokenizer.model.vocab.a'],
  'null for an id': [vocab('{"a":null}'), refused, 'tokenizer.model.vocab.a'],
  'a negative id': [vocab('{"a":-1}'), refused, 'tokenizer.model.vocab.a'],
  'half an id': [vocab('{"a":0.5}'), refused, 'tokenizer.model.vocab.a'],
  'an id of 1e300': [vocab('{"a":1e300}'), refused, 'tokenizer.model.vocab.a'],
  'an added token without an id': [
    having({ added_tokens: [{ content: '<s>' }] }),
    refused,
    'tokenizer.model.vocab.<s>',
  ],
  'added tokens that are a number': [having({ added_tokens: 5 }), refused, 'tokenizer'],
  'an added token of null': [having({ added_tokens: [null] }), refused, 'tokenizer.model.vocab.undefined'],
  'words of Unigram that are a number': [having({ model: { type: 'Unigram', vocab: 5 } }), refused, 'tokenizer'],
  'a normalizer that is a number': [having({ normalizer: 5 }), refused, 'tokenizer.normalizer.type'],
  'a sequence of nothing': [having({ normalizer: { type: 'Sequence' } }), refused, 'tokenizer.normalizer.type'],
  'sequences 20,000 deep': [having({ normalizer: '@' }).replace('"@"', nested(20000)), refused, 'tokenizer'],
  'a split at nothing': [
    having({ pre_tokenizer: { type: 'Split', behavior: 'Removed' } }),
    refused,
    'tokenizer.pre_tokenizer.pattern',
  ],
  'a replacement of nothing': [
    having({ normalizer: { type: 'Replace', pattern: {}, content: '' } }),
    refused,
    'tokenizer.normalizer.pattern',
  ],
  'a template without a text': [having({ post_processor: { type: 'TemplateProcessing' } }), refused, 'tokenizer'],
  '__proto__ as a key and as words': [
    vocab('{"__proto__":0,"constructor":1,"a":2,"b":3}').replace('{', '{"__proto__":{"polluted":true},'),
    'read',
  ],
  'no words': [vocab('{}'), 'read'],
};
