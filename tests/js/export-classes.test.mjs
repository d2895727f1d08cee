// What other runtimes are told of checkpoints whose classes do not run here: every published config, read back or refused.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const { models } = JSON.parse(readFileSync(new URL('../../web/site/published-configs.json', import.meta.url), 'utf8'));
const doubled = { method: 'yarn', params: { factor: 2 } };

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

/** Why one dictionary does not say it, by model. */
const refused = {};

const written = models.filter(({ name }) => !(name in refused));
test.each(written.map(({ name, config }) => [name, config]))('%s is told and reads as asked', async (_, given) => {
  const before = await engine.inspect(given);
  const { config, settings } = await engine.exportFor(given, { to: 'hf', ...doubled });
  const after = await engine.inspect(config);
  expect(after).toMatchObject({ method: 'yarn', params: { factor: 2 } });
  expect(after.rope).toEqual(before.rope);
  const kinds = ({ layers }) =>
    layers?.map(({ type, window, chunk, sinks, count }) => ({ type, window, chunk, sinks, count }));
  expect(kinds(after)).toEqual(kinds(before));
  const { args } = await engine.exportFor(given, { to: 'vllm', ...doubled });
  const told = JSON.parse(args[1]);
  const inner = given.text_config ? told.text_config : told;
  expect(inner.rope_parameters).toEqual(Object.fromEntries(settings.map(({ key, value }) => [key, value])));
});

test.each(Object.entries(refused))('%s is refused: %s', async (name, why) => {
  const { config } = models.find((model) => model.name === name);
  for (const to of ['hf', 'vllm', 'llama.cpp']) {
    await expect(engine.exportFor(config, { to, ...doubled })).rejects.toMatchObject({
      code: 'unsupported_model',
      args: { why },
    });
  }
});
