// What examples/cpp-consumer prints, read from standard input, against transformers' own numbers.
import { readFileSync } from 'node:fs';

const golden = new URL('../golden/hf_rope_init_yarn.json', import.meta.url);
const id = 'yarn/d128/t10000/f16/L4096/trunc1';
const { inv_freq: frequencies, attention_factor: factor } = JSON.parse(readFileSync(golden, 'utf8')).cases.find(
  (each) => each.id === id,
);
const printed = readFileSync(0, 'utf8');
const numbers = (pattern) => [...printed.matchAll(pattern)].map(([, number]) => Number(number));

/** The parts of what was printed, what they must be, and how far from that they may be. */
const angles = frequencies.map((frequency) => 3 * frequency);
const parts = [
  { name: 'attention factor', got: numbers(/^attention factor (.+)$/gm), want: [factor], relative: 1e-8 },
  { name: 'frequencies', got: numbers(/^pair \d+: (\S+) rad/gm), want: frequencies, relative: 1e-5 }, // float32, and the cancellation in its ramp
  {
    name: 'rotated query',
    got: numbers(/^channel \d+ at position 3: (.+)$/gm),
    want: [
      ...angles.map((angle) => factor * (Math.cos(angle) - Math.sin(angle))),
      ...angles.map((angle) => factor * (Math.sin(angle) + Math.cos(angle))),
    ],
    absolute: 1e-5,
  },
];

for (const { name, got, want, relative = 0, absolute = 0 } of parts) {
  if (got.length !== want.length) throw new Error(`${name}: ${want.length} numbers are wanted, ${got.length} printed`);
  for (const [i, number] of want.entries())
    if (!(Math.abs(got[i] - number) <= absolute + relative * Math.abs(number)))
      throw new Error(`${name} ${i} must be ${number}, got ${got[i]}`);
}
const refusal = 'yarn.factor must be a number from 1 to 1000000, got 0';
if (!printed.includes(refusal)) throw new Error(`"${refusal}" is wanted in:\n${printed}`);
console.log(`${parts.flatMap(({ want }) => want).length} numbers are those of transformers`);
