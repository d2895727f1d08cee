// What a visitor downloads, compressed as a good server does. A limit may fall, not rise.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from '@jest/globals';

// kB. The engine has to come down to 100, and to 60 in the end. What bound it when it was 179, by what is saved without it
// (shared patterns count for none, so that the parts do not add up): the boundary 31, attention and kernels 17, reading
// configs 15, running a model and its weights 14, methods and their parameters 18, JSON with its decimal numbers 14,
// containers of the standard library 10, its sorting 5, evaluation, explain and mathematics 2 each; data 30, mostly
// sentences and names. The classes of models that run came to 7 more, 3 more what multiplies and packs numbers of 16 bits as
// they are and reads tensors one by one, 2 more what does so with runs of 8 bits; what only a doctor asks was 13, and is in
// its module, where what each runtime makes of a class came to 5 more. Numbers and their texts are left to JavaScript: 7 less
// in each; a module holds the sentences that it can say, not all: 3 to 5 less; methods are a table that is there instead of
// one that is made: 4 to 5 less.
const limits = {
  'ropescope.wasm': 188,
  'ropescope-relaxed.wasm': 188,
  'ropescope-threads.wasm': 196,
  'ropescope-training.wasm': 160,
  'ropescope-training-relaxed.wasm': 160,
  'ropescope-doctor.wasm': 167,
  'ropescope-kernels.wasm': 14,
  'ropescope.mjs': 9,
  'ropescope-threads.mjs': 13,
  'ropescope-training.mjs': 9,
  'ropescope-doctor.mjs': 9,
};

test.each(Object.entries(limits))('%s is at most %i kB', (file, limit) => {
  expect(compressedSize(readFileSync(new URL(`../../dist/${file}`, import.meta.url)))).toBeLessThan(limit * 1000);
});

test('each module holds its own calls only', () => {
  const text = (file) => readFileSync(new URL(`../../dist/${file}`, import.meta.url)).toString('latin1');
  const calls = { trainer: 'startTraining', exporter: 'ggufFile', model: 'startSession' };
  const found = (file) => Object.keys(calls).filter((name) => text(file).includes(calls[name]));
  expect(found('ropescope.wasm')).toEqual(['model']);
  expect(found('ropescope-threads.wasm')).toEqual(['model']);
  expect(found('ropescope-training.wasm')).toEqual(['trainer']);
  expect(found('ropescope-doctor.wasm')).toEqual(['exporter']);
});

function compressedSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}
