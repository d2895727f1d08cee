// What a config.json does to positions, and what is probably not meant: node index.mjs [config.json]
import { readFile } from 'node:fs/promises';
import { inspect } from 'ropescope/config';

const config = await readFile(process.argv[2] ?? new URL('config.json', import.meta.url), 'utf8');
const { method, rope, turns, wavelength, attention_factor, notes, warnings } = await inspect(config);

console.log(
  `${method}, trained on ${rope.original_max_position_embeddings} tokens, attention factor ${attention_factor}`,
);
for (const pair of [0, turns.length / 2, turns.length - 1])
  console.log(
    `pair ${pair}: a turn in ${wavelength[pair].toFixed(1)} tokens, ${turns[pair].toFixed(2)} turns in training`,
  );
for (const { message } of notes) console.log(`note: ${message}`);
for (const { message } of warnings) console.log(`warning: ${message}`);
