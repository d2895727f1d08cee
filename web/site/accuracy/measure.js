/** How far the engine's frequencies are from those of the references in tests/golden, case by case; measured when the site is built. */
import { readdirSync, readFileSync } from 'node:fs';

const golden = new URL('../../../tests/golden/', import.meta.url);

/**
 * @typedef {object} Case               of transformers, as tests/golden/README of its maker has it
 * @property {number} [head_dim]
 * @property {number} [max_position_embeddings]
 * @property {object} [rope_parameters]
 * @property {object} [raw_config]      in place of these: a config.json
 * @property {number | null} seq_len    tokens
 * @property {number[]} inv_freq        [pairs], rad/token
 * @property {number} attention_factor
 *
 * @typedef {object} Measured
 * @property {string} id
 * @property {string} source
 * @property {number} cases
 * @property {number} refused           of them: configs that the engine calls wrong
 * @property {number} numbers           frequencies and factors that were compared
 * @property {number} frequency         largest relative difference
 * @property {number} factor            largest relative difference of an attention factor
 *
 * @typedef {{ id: string, source: string, cases: number }} Tested  compared by the tests, not measured here
 */

/** @param {number} own  @param {number} reference */
const apart = (own, reference) => (own === reference ? 0 : Math.abs(own - reference) / Math.abs(reference));

/**
 * @param {import('../../lib/types.js').Engine} engine
 * @param {{ id: string, source: string, cases: Case[] }} reference
 * @returns {Promise<Measured>}
 */
export async function measure(engine, { id, source, cases }) {
  const measured = { id, source, cases: cases.length, refused: 0, numbers: 0, frequency: 0, factor: 0 };
  for (const { raw_config, seq_len, inv_freq, attention_factor, ...config } of cases) {
    const options = seq_len ? { seqLen: seq_len } : {};
    const own = await engine
      .inspect(raw_config ?? config, { ...options, assumeOriginalLength: true })
      .catch(() => null);
    if (!own) {
      measured.refused += 1;
      continue;
    }
    const differences = inv_freq.map((rate, i) => apart(own.inv_freq[i] ?? Number.NaN, rate));
    measured.numbers += inv_freq.length + 1;
    measured.frequency = Math.max(measured.frequency, ...differences);
    measured.factor = Math.max(measured.factor, apart(own.attention_factor, attention_factor));
  }
  return measured;
}

/** What the files hold; those of configs with their frequencies apart. */
export function references() {
  const files = readdirSync(golden)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const all = files.flatMap((name) => {
    const { source, cases } = JSON.parse(readFileSync(new URL(name, golden), 'utf8'));
    return typeof source === 'string' && Array.isArray(cases) ? [{ id: name.replace('.json', ''), source, cases }] : [];
  });
  const ofConfigs = (/** @type {{ id: string }} */ { id }) => /^hf_rope_(init|real)_/.test(id);
  return { configs: all.filter(ofConfigs), others: all.filter((each) => !ofConfigs(each)) };
}

/** @param {import('../../lib/types.js').Engine} engine */
export async function measureAll(engine) {
  const { configs, others } = references();
  /** @type {Measured[]} */
  const measured = [];
  for (const reference of configs) measured.push(await measure(engine, reference));
  /** @type {Tested[]} */
  const tested = others.map(({ id, source, cases }) => ({ id, source, cases: cases.length }));
  return { measured, tested };
}

/** @typedef {Awaited<ReturnType<typeof measureAll>>} Accuracy */
