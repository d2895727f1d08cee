// What this machine could do at most through WebAssembly: multiply-add from registers, and touching memory in place. Both are
// written here byte by byte, so that no compiler stands between the machine and the limit.

const accumulators = 12; // fewer do not hide the latency of multiply and add
const lanes = 4;
const pages = 1024; // 64 MB
const blocks = 4; // vectors touched in a turn

const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
const simd = (code, ...rest) => [0xfd, ...leb(code), ...rest];
const get = (local) => [0x20, local];
const times = (count, f) => Array.from({ length: count }, (_, i) => f(i)).flat();

function leb(value) {
  const bytes = [];
  for (; value > 127; value >>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

/** Of a positive number: without the extra byte, its sixth bit would make it a negative one. */
const signed = (value) => {
  const bytes = leb(value);
  const last = bytes.pop();
  return last & 64 ? [...bytes, last | 128, 0] : [...bytes, last];
};

/** A module with one function of a count, exported as run, and with memory as `memory`. */
function moduleOf({ locals, body, memory = 1 }) {
  const code = [1, ...leb(locals), 0x7b, ...body, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...leb(memory)]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]);
}

/** while (--count) body */
const loop = (body, stride) => [
  ...[0x03, 0x40, ...body],
  ...[...get(0), 0x41, ...signed(stride), 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
];

const relaxedMadd = simd(0x105);
const product = simd(0xe6);
const sum = simd(0xe4);
const load = (offset) => simd(0x00, 4, ...leb(offset));
const store = (offset) => simd(0x0b, 4, ...leb(offset));

/** acc = a * b + acc in every accumulator; results are stored, so that none of it is left out. */
function peakModule(fused) {
  const [a, b] = [1 + accumulators, 2 + accumulators];
  const one = (i) => [
    ...(fused
      ? [...get(a), ...get(b), ...get(i + 1), ...relaxedMadd]
      : [...get(a), ...get(b), ...product, ...get(i + 1), ...sum]),
    ...[0x21, i + 1],
  ];
  const kept = times(accumulators, (i) => [0x41, 0, ...get(i + 1), ...store(16 * i)]);
  return moduleOf({ locals: accumulators + 2, body: [...loop(times(accumulators, one), 1), ...kept] });
}

/** x = x * 0 from the end of memory to its beginning, a block a turn. */
function touchModule() {
  const stride = 16 * blocks;
  const block = times(blocks, (i) => [...get(0), ...get(0), ...load(16 * i), ...get(1), ...product, ...store(16 * i)]);
  return moduleOf({ locals: 1, body: loop(block, stride), memory: pages + 1 });
}

const open = async (bytes) => (await WebAssembly.instantiate(bytes)).instance.exports.run;

/** @returns {Promise<{ peak: (flops: number) => void, touch: () => void, fused: boolean }>} each does at its limit that much work */
export async function openLimits() {
  const fused = WebAssembly.validate(peakModule(true));
  const [peak, touch] = await Promise.all([open(peakModule(fused)), open(touchModule())]);
  return {
    fused,
    peak: (flops) => peak(Math.max(1, Math.round(flops / (2 * accumulators * lanes)))),
    touch: () => touch(pages * 65536),
  };
}
