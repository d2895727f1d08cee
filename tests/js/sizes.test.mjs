// What a visitor downloads, compressed as a good server does. A limit may fall, not rise.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from '@jest/globals';

// kB. The engine's limit only keeps it from growing: it has to come down to 100, and to 60 in the end. What binds it, in kB
// before compression, by the functions that the linker leaves: methods and their parameters 69, attention and kernels 63,
// running a model 51, the boundary 48, reading configs 41, strings and maps of the standard library 34, its mathematics 27,
// JSON with its decimal numbers 24, evaluation 10, sorting 9, explain 7, printf 6; and 62 of data, mostly sentences.
const limits = {
  'ropescope.wasm': 170,
  'ropescope-relaxed.wasm': 170,
  'ropescope-training.wasm': 151,
  'ropescope-training-relaxed.wasm': 151,
  'ropescope-doctor.wasm': 160, // a third of it the decomposition behind mapRank
  'ropescope.mjs': 9,
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
  expect(found('ropescope-training.wasm')).toEqual(['trainer']);
  expect(found('ropescope-doctor.wasm')).toEqual(['exporter']);
});

function compressedSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}
