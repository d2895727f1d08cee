/**
 * The loops over a large map in WebAssembly: from values to colours, and the largest value of each block. Written here
 * instruction by instruction, so that whoever draws needs no file and no engine; WebAssembly 2.0, section 5.4 has the codes.
 */

const room = 2 ** 16; // pixels that are painted at a time: with their values they stay in a core's cache
const widest = 2 ** 14; // cells of a row, and its blocks

// Places in the memory, bytes. A loop goes on to the end of a vector, 12 bytes at most.
const colours = 0; // [65536], by level
const source = colours + 4 * 65536; // values of a row
const pixels = source + 4 * widest + 16; // [room]
const line = pixels + 4 * room + 16; // largest values so far of the columns
const first = line + 4 * widest + 16; // place in `line` that a block begins at
const last = first + 4 * widest; // and the last one that it has
const out = last + 4 * widest; // largest value of each block
const pages = Math.ceil((out + 4 * widest) / 65536);

const [i32, f32, f64, v128] = [0x7f, 0x7d, 0x7c, 0x7b];

/** Unsigned LEB128. @param {number} value @returns {number[]} */
const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)]);
/** Signed, of a number that is not negative. @param {number} value @returns {number[]} */
const signed = (value) => (value < 64 ? [value] : [(value & 127) | 128, ...signed(value >> 7)]);
/** @param {number} id @param {number[]} content */
const section = (id, content) => [id, ...leb(content.length), ...content];
/** @param {number[][]} items */
const list = (items) => [...leb(items.length), ...items.flat()];
/** @param {string} text */
const named = (text) => list(Array.from(text, (letter) => [letter.charCodeAt(0)]));

const get = (/** @type {number} */ local) => [0x20, local];
const set = (/** @type {number} */ local) => [0x21, local];
const integer = (/** @type {number} */ value) => [0x41, ...signed(value)];
const simd = (/** @type {number} */ code, /** @type {number[]} */ ...rest) => [0xfd, ...leb(code), ...rest];
const load = { v128: simd(0x00, 0, 0), f32: [0x2a, 2, 0], i32: (/** @type {number} */ at) => [0x28, 2, ...leb(at)] };
const shuffle = (/** @type {number[]} */ ...halves) =>
  simd(0x0d, ...halves.flatMap((half) => Array.from({ length: 8 }, (_, byte) => 8 * half + byte)));
/** local += bytes */
const step = (/** @type {number} */ local, /** @type {number} */ bytes) => [
  ...[...get(local), ...integer(bytes)],
  ...[0x6a, ...set(local)],
];
/** do body while condition */
const loop = (/** @type {number[]} */ body, /** @type {number[]} */ condition) => [
  ...[0x03, 0x40, ...body],
  ...[...condition, 0x0d, 0, 0x0b],
];
const below = (/** @type {number} */ a, /** @type {number} */ b) => [...get(a), ...get(b), 0x49];

/** Two values of a vector as levels, in double precision as JavaScript has it. @param {number[]} values */
const levels = (values) => [
  ...[...values, ...simd(0x5f)], // f64x2.promote_low_f32x4
  ...[...get(5), ...simd(0xf2), ...get(6), ...simd(0xf0)], // f64x2.mul, f64x2.add
  ...simd(0xfd), // i32x4.trunc_sat_f64x2_u_zero: below 0 and not a number are 0
];
const colour = (/** @type {number} */ lane) => [
  ...[...get(1), ...get(7), ...simd(0x1b, lane)], // i32x4.extract_lane
  ...[...load.i32(colours), 0x36, 2, ...leb(4 * lane)], // i32.store
];

/** Parameters and further locals by type, and code. */
const functions = {
  // from, to, end of `to`, scale, shift | scale, shift, values and then levels
  paint: {
    takes: [i32, i32, i32, f64, f64],
    has: [v128, v128, v128],
    code: [
      ...[...get(3), ...simd(0x14), ...set(5)], // f64x2.splat
      ...[...get(4), ...simd(0x14), ...set(6)],
      ...loop(
        [
          ...[...get(0), ...load.v128, ...set(7)],
          ...levels(get(7)),
          ...levels([...get(7), ...get(7), ...shuffle(1, 0)]),
          ...shuffle(0, 2), // the four levels
          ...[...integer(65535), ...simd(0x11), ...simd(0xb7)], // i32x4.splat, i32x4.min_u
          ...[...integer(2), ...simd(0xab), ...set(7)], // i32x4.shl: bytes
          ...[0, 1, 2, 3].flatMap(colour),
          ...[...step(0, 16), ...step(1, 16)],
        ],
        below(1, 2),
      ),
    ],
  },
  // line, values, end of the line
  raise: {
    takes: [i32, i32, i32],
    has: [],
    code: loop(
      [
        ...[...get(0), ...get(0), ...load.v128, ...get(1), ...load.v128],
        ...[...simd(0xeb), ...simd(0x0b, 0, 0)], // f32x4.pmax: what is not a number is passed over; v128.store
        ...[...step(0, 16), ...step(1, 16)],
      ],
      below(0, 2),
    ),
  },
  // first places, last places, out, end of out | place, last place, largest, value
  fold: {
    takes: [i32, i32, i32, i32],
    has: [i32, i32, f32, f32],
    code: loop(
      [
        ...[...get(0), ...load.i32(0), ...set(4)],
        ...[...get(1), ...load.i32(0), ...set(5)],
        ...[0x43, 0, 0, 0x80, 0xff, ...set(6)], // f32.const -inf
        ...loop(
          [
            ...[...get(4), ...load.f32, ...set(7)],
            ...[...get(7), ...get(6), ...get(7), ...get(6), 0x5e, 0x1b, ...set(6)], // f32.gt, select
            ...step(4, 4),
          ],
          [...get(4), ...get(5), 0x4d], // i32.le_u
        ),
        ...[...get(2), ...get(6), 0x38, 2, 0], // f32.store
        ...[...step(0, 4), ...step(1, 4), ...step(2, 4)],
      ],
      below(2, 3),
    ),
  },
};

function module() {
  const all = Object.values(functions);
  const bodies = all.map(({ has, code }) => {
    const body = [...list(has.map((type) => [1, type])), ...code, 0x0b];
    return [...leb(body.length), ...body];
  });
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, list(all.map(({ takes }) => [0x60, ...list(takes.map((type) => [type])), 0]))),
    ...section(3, list(all.map((_, i) => [i]))),
    ...section(5, [1, 1, pages, pages]),
    ...section(
      7,
      list([[...named('memory'), 2, 0], ...Object.keys(functions).map((name, i) => [...named(name), 0, i])]),
    ),
    ...section(10, list(bodies)),
  ]);
}

/** @typedef {ReturnType<typeof openKernels>} Kernels */

/** Throws where a page forbids WebAssembly, or has none with vectors. */
export function openKernels() {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module()));
  const { buffer } = /** @type {WebAssembly.Memory} */ (exports.memory);
  const { paint, raise, fold } = /** @type {Record<string, (...places: number[]) => void>} */ (
    /** @type {unknown} */ (exports)
  );
  const floats = new Float32Array(buffer);
  const words = new Uint32Array(buffer);
  const put = (/** @type {Float32Array} */ values, /** @type {number} */ at) => floats.set(values, at / 4);
  let coloured = ''; // the table that is there
  return {
    /** Bytes of the pixels that paintRow paints. */
    pixels: new Uint8ClampedArray(buffer, pixels, 4 * room),
    /** Whether paintRow paints these. @param {Uint32Array} canvas */
    owns: (canvas) => canvas.buffer === buffer,
    /** @param {string} name  of a table @param {() => ArrayLike<number>} table  [65536], by level */
    setColours(name, table) {
      if (name !== coloured) words.set(table(), colours / 4);
      coloured = name;
    },
    /**
     * @param {Float32Array} values  of a row, at least one
     * @param {number} at            the first of its pixels
     * @param {{ scale: number, shift: number }} levels  level = value * scale + shift
     */
    paintRow(values, at, { scale, shift }) {
      put(values, source);
      const to = pixels + 4 * at;
      paint?.(source, to, to + 4 * values.length, scale, shift);
    },
    /**
     * The largest value of each block; what is not a number is passed over.
     * @param {{ values: Float32Array, width: number }} map
     * @param {import('./pool.js').Blocks} blocks
     * @param {Float32Array} result  [rows, columns], written
     */
    foldBlocks({ values, width }, { rows, columns, counts }, result) {
      const drawn = columns.first.length;
      const left = Number(columns.first[0]);
      const place = (/** @type {number} */ cell) => line + 4 * (cell - left);
      words.set(columns.first.map(place), first / 4);
      words.set(columns.last.map(place), last / 4);
      for (const [r, count] of counts.entries()) {
        if (count === 0) continue;
        const length = Number(columns.last[count - 1]) + 1 - left;
        floats.fill(Number.NEGATIVE_INFINITY, line / 4, line / 4 + length);
        for (let row = Number(rows.first[r]); row <= Number(rows.last[r]); row++) {
          const from = row * width + left;
          put(values.subarray(from, from + length), source);
          raise?.(line, source, line + 4 * length);
        }
        fold?.(first, last, out, out + 4 * count);
        result.set(floats.subarray(out / 4, out / 4 + count), r * drawn);
      }
    },
  };
}
