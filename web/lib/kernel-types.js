/// <reference lib="esnext.disposable" preserve="true" />
/**
 * What `ropescope/kernels` gives: calls that have done their work when they return. Arrays of JavaScript are copied in and out;
 * floats that the kernels' memory holds are worked on where they are.
 *
 * @typedef {object} FloatsInside     floats in the kernels' memory; `using x = kernels.floats(1024)` disposes of them
 * @property {number} length
 * @property {Float32Array} array     a view of them, until the memory grows: ask for it when it is read or written
 * @property {() => void} dispose     frees them; idempotent
 *
 * @typedef {Float32Array | (FloatsInside & Disposable)} Floats  numbers that a kernel reads or writes
 *
 * @typedef {object} TurnOptions                     how far each pair of channels turns
 * @property {[number, number, number]} shape         [seqLen, heads, head_dim] of x
 * @property {ArrayLike<number>} inv_freq             of each pair of channels, rad per token: (await engine.plan(...)).inv_freq, or
 *   theta ** (-2 * i / rotary_dim); as many as turn, head_dim / 2 at most
 * @property {ArrayLike<number>} [positions]          of each token; default 0, 1, 2, ...
 * @property {number} [attention_factor]              multiplies the result; default 1
 * @property {'half_split' | 'interleaved'} [layout]  which channels are a pair: i and i + rotary_dim / 2, or 2 i and 2 i + 1;
 *   default half_split
 *
 * @typedef {object} ProductOptions   the shapes of a product
 * @property {number} depth          numbers in a row of a
 * @property {boolean} [transposed]  b is [columns, depth], as the weights of a linear layer and as keys are; default false
 * @property {Floats} [out]          [rows, columns], for the result; default: a new array
 *
 * @typedef {object} Kernels  what createKernels gives; its calls run in the caller's thread
 * @property {(from: number | Float32Array) => FloatsInside & Disposable} floats  so many zeros, or a copy.
 *   Errors: invalid_argument, out_of_memory.
 *   `kernels.floats(1024)`
 * @property {<T extends Floats>(x: T, options: TurnOptions) => T} rotate  queries or keys [seqLen, heads, head_dim], turned in place.
 *   Errors: invalid_argument, invalid_handle, out_of_memory, as all that follow.
 *   `kernels.rotate(q, { shape: [4, 1, 8], inv_freq: [1, 0.1, 0.01, 0.001] })`
 * @property {<T extends Floats>(x: T, columns: number) => T} softmax  of each row of [rows, columns], in place.
 *   `kernels.softmax(scores, 4)`
 * @property {<T extends Floats>(x: T, weight: Floats, eps?: number) => T} rmsNorm  of each row of [rows, weight.length], in place;
 *   eps: default 1e-6.
 *   `kernels.rmsNorm(hidden, weight, 1e-5)`
 * @property {(a: Floats, b: Floats, options: ProductOptions) => Floats} multiply  a [rows, depth] times b [depth, columns].
 *   `kernels.multiply(q, k, { depth: 8, transposed: true })`
 *
 * @typedef {object} KernelOptions                    where the module comes from
 * @property {string | URL} [wasmUrl]                  of ropescope-kernels.wasm; default: beside the library
 * @property {ArrayBuffer | Uint8Array} [wasmBinary]   its bytes
 * @property {WebAssembly.Module} [wasmModule]         compiled already
 */

export {};
