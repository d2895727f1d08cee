// Configurations of public bug reports, as published: what is right stands in index.json, with its source.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const folder = new URL('.', import.meta.url);
const read = (/** @type {string} */ name) => readFileSync(new URL(name, folder), 'utf8');
const index = JSON.parse(read('index.json'));

// The others are tasks with weights, in weights.test.mjs.
const isConfig = (/** @type {any} */ report) =>
  !read(report.file).includes('"task"') && !JSON.stringify(report.expect).includes('"facts"');
const reports = index.filter(isConfig);

/** @type {import('../../web/lib/types.js').Engine} */
let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const patterns = (/** @type {string | string[]} */ given) => [given].flat().map((text) => new RegExp(text, 'i'));

// Six digits: the references are float32 where transformers computed them.
function differences(setting, expected) {
  const facts = {
    method: setting.method,
    rotary_dim: setting.rope.rotary_dim,
    head_dim: setting.rope.head_dim,
    rope_theta: setting.rope.rope_theta,
    original_max_position_embeddings: setting.rope.original_max_position_embeddings,
  };
  const named = Object.entries(facts).filter(([key, value]) => key in expected && expected[key] !== value);
  const near = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) <= 1e-6 * Math.abs(b);
  const { count, at } = expected.inv_freq ?? { count: setting.inv_freq.length, at: {} };
  const rates = Object.entries(at).filter(([pair, rate]) => !near(setting.inv_freq[pair], rate));
  return [
    ...named.map(([key, value]) => `${key} ${value}`),
    ...(count === setting.inv_freq.length ? [] : [`${setting.inv_freq.length} pairs`]),
    ...rates.map(([pair]) => `inv_freq[${pair}] ${setting.inv_freq[pair]}`),
    ...('attention_factor' in expected && !near(setting.attention_factor, expected.attention_factor)
      ? [`attention_factor ${setting.attention_factor}`]
      : []),
  ];
}

/** What is wrong with an answer: nothing where all of `expect` holds. */
async function faults(text, expected) {
  if (expected.any) {
    const each = await Promise.all(expected.any.map((one) => faults(text, one)));
    return each.some((list) => list.length === 0) ? [] : each.flat();
  }
  const answer = await engine.inspect(text).then(
    (inspection) => ({ inspection }),
    (error) => ({ error }),
  );
  if (expected.refused) {
    if (!answer.error) return ['is read'];
    const { message, not = [] } = expected.refused;
    return [
      ...patterns(message).filter((pattern) => !pattern.test(answer.error.message)),
      ...patterns(not).filter((pattern) => pattern.test(answer.error.message)),
    ].map((pattern) => `${pattern} in: ${answer.error.message}`);
  }
  if (answer.error) return [`is refused: ${answer.error.message}`];
  const settings = [answer.inspection, ...Object.values(answer.inspection.layer_types ?? {})];
  const said = settings.flatMap(({ notes, warnings }) => [...notes, ...warnings]).map(({ message }) => message);
  const has = (/** @type {RegExp} */ pattern) => said.some((line) => pattern.test(line));
  return [
    ...(expected.read ? differences(answer.inspection, expected.read) : []),
    ...(expected.layers ?? [])
      .map((layer) => settings.map((setting) => differences(setting, layer)))
      .filter((each) => !each.some((list) => list.length === 0))
      .flat(2),
    ...patterns(expected.says ?? [])
      .filter((pattern) => !has(pattern))
      .map((pattern) => `does not say ${pattern}`),
    ...patterns(expected.silent_of ?? [])
      .filter(has)
      .map((pattern) => `says ${pattern}`),
  ];
}

describe('configurations of reports', () => {
  test.each(reports.map((/** @type {any} */ report) => [report.file, report.says, report]))(
    '%s: %s',
    async (file, _, report) => {
      expect(await faults(read(file), report.expect)).toEqual([]);
    },
  );

  test('are most of the index', () => {
    expect(reports.length).toBeGreaterThanOrEqual(32);
  });
});
