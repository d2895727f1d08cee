// Safetensors files that break their format, and odd ones that keep it: what each is refused with, or read as.
import { file, joined, parts } from '../helpers/weights.mjs';

const zeros = (bytes) => Buffer.alloc(bytes);
const entry = (name, { dtype = 'F32', shape = '[2]', offsets = '[0,8]' } = {}) =>
  `"${name}":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
/** A file of these entries over so many bytes. */
const of = (entries, bytes = 8) => file(`{${entries.join(',')}}`, zeros(bytes));
const one = (change, bytes) => of([entry('a', change)], bytes);
const two = (first, second, bytes) => of([entry('a', { offsets: first }), entry('b', { offsets: second })], bytes);
/** A file that says its header is so long. */
function saying(length, header = '{}') {
  const whole = file(header, zeros(0));
  whole.writeBigUInt64LE(length);
  return whole;
}
const many = (count) => Array.from({ length: count }, (_, i) => entry(`t${i}`, { shape: '[0]', offsets: '[0,0]' }));

const refused = 'invalid_weights';

/** Name: the file, how it is refused, and what the message says. */
export const broken = {
  'an empty file': [zeros(0), refused, /the file has 0 bytes/],
  'a file of 7 bytes': [zeros(7), refused, /the file has 7 bytes/],
  'a header of 2^64 - 1 bytes': [saying(2n ** 64n - 1n), refused, /18446744073709551615 bytes; at most/],
  'a header of 2^64 - 8 bytes': [saying(2n ** 64n - 8n), refused, /18446744073709551608 bytes; at most/],
  'a header of 2^32 bytes': [saying(2n ** 32n), refused, /4294967296 bytes; at most/],
  'a header longer than the file': [saying(3n), refused, /a header of 3 bytes; at most 2/],
  'a header of more than 100 MB': [saying(2n ** 27n), refused, /a header of 134217728 bytes; at most/],
  'a header of more than 1 MB that is there': [file(`{${' '.repeat(2 ** 20)}}`, zeros(0)), refused, /at most 1048576/],
  'a header of 0 bytes': [zeros(8), refused, /must begin with an opening brace/],
  'a header that is not UTF-8': [file(Buffer.from('{"a\xff":1}', 'latin1'), zeros(0)), refused, /header/],
  'a truncated header': [file('{"a":', zeros(0)), refused, /header/],
  'a list as a header': [file('[]', zeros(0)), refused, /must begin with an opening brace/],
  'a header 100,000 deep': [file(`{"a":${'['.repeat(1e5)}`, zeros(0)), refused, /deeper than 64 levels/],
  'a byte order mark before the header': [file('\ufeff{}', zeros(0)), refused, /must begin with an opening brace/],
  'a lone surrogate in the header': [file('{"a":"\\ud800"}', zeros(0)), refused, /header/],
  'a name twice': [
    of([entry('a', { offsets: '[0,8]' }), entry('a', { offsets: '[8,16]' })], 16),
    refused,
    /a: this key appears twice/,
  ],
  'overlapping tensors': [two('[0,8]', '[4,12]', 12), refused, /"b": overlaps/],
  'a hole between tensors': [two('[0,8]', '[12,20]', 20), refused, /"b": bytes before it belong to no tensor/],
  'bytes after the last tensor': [one({}, 9), refused, /bytes after the last tensor/],
  'a tensor that ends before it begins': [one({ offsets: '[8,0]' }), refused, /do not lie in the file's 8 bytes/],
  'a tensor past the end': [one({ offsets: '[4,12]' }), refused, /do not lie in the file's 8 bytes/],
  'a shape that does not fill its bytes': [one({ shape: '[3]' }), refused, /F32 of shape \[3\] does not fill its 8/],
  'a shape of 2^32 by 2^32': [one({ shape: '[4294967296,4294967296]' }), refused, /whole number, got 4294967296/],
  'a shape of 2^16 by 2^16, which is 0 in 32 bits': [
    one({ shape: '[65536,65536]', offsets: '[0,0]' }, 0),
    refused,
    /does not fill/,
  ],
  'a shape whose bytes are 2^64': [one({ dtype: 'F64', shape: '[2305843009213693952]' }), refused, /whole number/],
  'a negative size': [one({ shape: '[-1]' }), refused, /whole number/],
  'half a row': [one({ shape: '[1.5]' }), refused, /whole number/],
  'a size of 1e400': [one({ shape: '[1e400]' }), refused, /number overflow|out of range|1e400/],
  'an offset above 2^53': [one({ offsets: '[0,9007199254740993]' }), refused, /do not lie in the file's 8 bytes/],
  'an unknown number format': [one({ dtype: 'F3' }), refused, /unknown dtype "F3"/],
  'metadata that is no text': [
    file('{"__metadata__":{"a":1}}', zeros(0)),
    refused,
    /__metadata__ must be an object of texts/,
  ],
  'metadata that is a list': [
    file('{"__metadata__":[]}', zeros(0)),
    refused,
    /__metadata__ must be an object of texts/,
  ],
  'a rank of 1000': [one({ shape: `[${'1,'.repeat(999)}2]` }), refused, /at most 8 dimensions/],
  'a NUL in a name': [of([entry('a\\u0000b')]), refused, /no control characters/],
  'a name of 64,000 characters': [of([entry('a'.repeat(64000))]), refused, /1 to 256 bytes/],
  'an empty name': [of([entry('')]), refused, /1 to 256 bytes/],
  '4,097 empty tensors': [of(many(4097), 0), refused, /more than 4096 tensors/],
  '100,000 empty tensors': [of(many(1e5), 0), refused, /a header of \d+ bytes; at most 1048576/],
  'a GGUF file': [Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), zeros(64)]), refused, /a GGUF file/],
  'a GGUF file of swapped bytes': [Buffer.concat([Buffer.from('GGUF\0\0\0\x03'), zeros(64)]), refused, /a GGUF file/],
};

const inserted = (change) => (whole) =>
  joined([...parts(whole).entries, { dtype: 'F32', shape: [1], data: zeros(4), ...change }]);
const withNumber = (bits) => (whole) => {
  const { entries } = parts(whole);
  const [first] = entries;
  const data = Buffer.from(first.data);
  data.writeUInt32LE(bits);
  return joined([{ ...first, data }, ...entries.slice(1)]);
};

/** Name: what is made of a model's own file, and how it is refused; null: the same model; 'loads': another one. */
export const odd = {
  'a tensor called __proto__': [inserted({ name: '__proto__' }), null],
  'a tensor called constructor': [inserted({ name: 'constructor' }), null],
  'a tensor without elements': [inserted({ name: 'spare', shape: [0, 4], data: zeros(0) }), null],
  'a scalar': [inserted({ name: 'spare', shape: [] }), null],
  'numbers at odd addresses': [
    (whole) => joined([{ name: 'odd', dtype: 'U8', shape: [3], data: zeros(3) }, ...parts(whole).entries]),
    null,
  ],
  'a file cut in the middle': [(whole) => whole.subarray(0, whole.length >> 1), refused, /do not lie in the file/],
  'a file with one byte more': [(whole) => Buffer.concat([whole, zeros(1)]), refused, /bytes after the last tensor/],
  'a matrix turned around': [
    (whole) =>
      joined(
        parts(whole).entries.map((each) =>
          each.shape.length === 2 ? { ...each, shape: [...each.shape].reverse() } : each,
        ),
      ),
    refused,
    /has shape \[\d+, \d+\], expected \[\d+, \d+\]/,
  ],
  'NaN among the weights': [withNumber(0x7fc00000), refused, /element 0 is NaN/],
  'infinity among the weights': [withNumber(0x7f800000), refused, /element 0 is/],
  'a denormal number among the weights': [withNumber(1), 'loads'],
};
