// Arguments of kernels at and past their limits: lengths, sizes of heads, positions, windows, arrays and numbers in them.
const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const floats = (length, value = 0.5) => new Float32Array(length).fill(value);
const shape = { seqLen: 3, heads: 1, head_dim: 8 };
const refused = 'invalid_argument';

const plan = (method, options) => (engine) => engine.plan(method, { rope, seqLen: 8, ...options });
const long = (seqLen) => plan('rope', { seqLen });
const headed = (head_dim) => plan('rope', { rope: { ...rope, head_dim } });
const rotate = (x, options) => (engine) => engine.rotate(x, { shape: [3, 1, 8], rope, ...options });
const placed = (positions) => rotate(floats(24), { positions });
const attend = (q, options) => (engine) =>
  engine.attention({ q, k: floats(24), v: floats(24), shape, rope, ...options });
const areFinite = (values) => values.every((each) => Number.isFinite(each));

/** The same numbers behind memory of every kind that a Float32Array can have. */
const memories = {
  'memory of its own': () => floats(24),
  'a view that begins within its buffer': () => floats(32).subarray(4, 28),
  'a view at an odd address of bytes': () => new Float32Array(new ArrayBuffer(108), 12).subarray(0, 24).fill(0.5),
  'shared memory': () => new Float32Array(new SharedArrayBuffer(96)).fill(0.5),
  'memory that can grow': () => new Float32Array(new ArrayBuffer(96, { maxByteLength: 960 })).fill(0.5),
};
const expected = async (engine) => Array.from(await rotate(floats(24))(engine));

/** Name: the call, the code of its error and what it says; or what its answer must be. */
export const calls = {
  'a length of 0': [long(0), refused, /seqLen must be a whole number from 1/],
  'a length of 1': [long(1), 'accepted', ({ inv_freq }) => inv_freq.length === 4],
  'a length of 2^31 - 1': [long(2 ** 31 - 1), refused, /must be a whole number from 1 to 16777216/],
  'a length of 2^32': [long(2 ** 32), refused, /seqLen must be a whole number/],
  'a length of 2^32 + 8, which is 8 in 32 bits': [long(2 ** 32 + 8), refused, /got 4294967304/],
  'a length of -1': [long(-1), refused, /seqLen must be a whole number.*got -1/],
  'a length of 1.5': [long(1.5), refused, /got 1\.5/],
  'a length that is not a number': [long(Number.NaN), refused, /got NaN/],
  'heads of 0 channels': [headed(0), refused, /head_dim must be a whole number/],
  'heads of 2 channels': [headed(2), 'accepted', ({ inv_freq }) => inv_freq.length === 1],
  'heads of 7 channels': [headed(7), refused, /rotary_dim must be even/],
  'heads of 4,096 channels': [headed(4096), 'accepted', ({ inv_freq }) => inv_freq.length === 2048],
  'heads of 2^31 channels': [headed(2 ** 31), refused, /head_dim must be a whole number/],
  'heads of 2 channels under dynamic NTK': [
    plan('dynamic_ntk', { rope: { ...rope, head_dim: 2 } }),
    refused,
    /rotary_dim > 2/,
  ],
  'positions in any order': [placed([2, 0, 1]), 'accepted', areFinite],
  'a negative position': [placed([0, 1, -1]), refused, /positions\[2\] must be .*got -1/],
  'a position of 2^24 - 1': [placed([0, 1, 2 ** 24 - 1]), 'accepted', areFinite],
  'a position above 2^24': [placed([0, 1, 2 ** 24 + 1]), refused, /positions\[2\] must be .*got 16777217/],
  'a position above 2^53': [placed([0, 1, 2 ** 53 + 2]), refused, /positions\[2\] must be/],
  'a window of 0': [plan({ id: 'window', params: { window: 0 } }), refused, /window must be/],
  'a window beyond the text': [
    plan({ id: 'window', params: { window: 512 } }),
    'accepted',
    ({ seqLen }) => seqLen === 8,
  ],
  'a window of ReRoPE beyond the trained length': [
    plan({ id: 'rerope', params: { window: 129 } }),
    refused,
    /window must be/,
  ],
  'a leaky slope of 0': [plan({ id: 'leaky_rerope', params: { slope: 0 } }), refused, /slope must be/],
  'groups of 0': [plan({ id: 'self_extend', params: { group: 0 } }), refused, /group must be/],
  'groups that do not divide the window': [
    plan({ id: 'self_extend', params: { group: 3, window: 64 } }),
    'accepted',
    ({ seqLen }) => seqLen === 8,
  ],
  'KERPLE with a power of 3': [plan({ id: 'kerple_power', params: { r1: [1], r2: [3] } }, { heads: 1 }), refused, /r2/],
  'ALiBi without heads': [plan('alibi', { heads: 0 }), refused, /heads must be/],
  'NaN among the queries': [attend(floats(24, Number.NaN)), 'accepted', ({ nonFinite }) => nonFinite > 0],
  'infinity among the queries': [
    attend(floats(24, Number.POSITIVE_INFINITY)),
    'accepted',
    ({ nonFinite }) => nonFinite > 0,
  ],
  'denormal queries': [
    attend(floats(24, 1e-45)),
    'accepted',
    ({ out, nonFinite }) => nonFinite === 0 && areFinite(out),
  ],
  'one key under trained log-n, whose scale is 0': [
    attend(floats(8), {
      k: floats(8),
      v: floats(8),
      shape: { ...shape, seqLen: 1 },
      method: { id: 'log_n', params: { clipped: false } },
    }),
    'accepted',
    ({ out }) => out.every((each) => each === 0.5),
  ],
  'one array as queries, keys and values': [
    async (engine) => {
      const q = floats(24);
      const [{ out }, apart] = [await attend(q, { k: q, v: q })(engine), await attend(floats(24))(engine)];
      return { untouched: q.every((each) => each === 0.5), same: String(out) === String(apart.out) };
    },
    'accepted',
    ({ untouched, same }) => untouched && same,
  ],
  'doubles for floats': [rotate(new Float64Array(24)), refused, /x must be a Float32Array/],
  'half precision for floats': [rotate(new Uint16Array(24)), refused, /x must be a Float32Array/],
  'an empty array': [rotate(floats(0)), refused, /24 numbers, got 0/],
  'one number too many': [rotate(floats(25)), refused, /24 numbers, got 25/],
  ...Object.fromEntries(
    Object.entries(memories).map(([name, make]) => [
      name,
      [
        async (engine) => [Array.from(await rotate(make())(engine)), await expected(engine)],
        'accepted',
        ([got, right]) => String(got) === String(right),
      ],
    ]),
  ),
};
