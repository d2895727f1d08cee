import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ropescope } from './helpers/cli.mjs';
import { characterModel } from './helpers/golden.mjs';

let folder;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

const llama = { hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 256 };
const clear = '\u001b[2J';
const forged = 'llama\nattention_factor  9';
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

test.each([
  ['a model type', { ...llama, model_type: `${clear}x\u009b31m` }],
  ['a rope_type', { ...llama, model_type: 'llama', rope_scaling: { rope_type: `${clear}\u202espiral`, factor: 2 } }],
  ['a key', { ...llama, model_type: 'llama', [`rope_${clear}`]: 1 }],
  ['a second line', { ...llama, model_type: forged }],
])('%s of a config cannot steer the terminal or forge a line', async (_, config) => {
  for (const flags of [[], ['--json']]) {
    const { stdout, stderr } = await ropescope(['inspect', '-', ...flags], { input: JSON.stringify(config) });
    expect(`${stdout}${stderr}`.length).toBeGreaterThan(20);
    expect(stdout).not.toMatch(steering);
    expect(stderr).not.toMatch(steering);
    expect(stderr.split('\n').length).toBeLessThanOrEqual(2);
    expect(stdout).not.toMatch(/^attention_factor {2}9/m);
  }
});

test('an export overwrites nothing, least of all the model it is made of', async () => {
  const model = join(folder, "it's a model");
  await cp(characterModel, model, { recursive: true });
  const before = await readFile(join(model, 'config.json'), 'utf8');
  const args = ['export', '--model', model, '--method', 'yarn', '--factor', '8', '--to', 'hf', '-o'];
  const onto = await ropescope([...args, model]);
  expect(onto.stderr).toMatch(/^invalid_argument: --out must be a folder without config\.json/);
  expect(onto.status).toBe(2);
  expect(await readFile(join(model, 'config.json'), 'utf8')).toBe(before);
  expect((await ropescope([...args, join(folder, 'new')])).status).toBe(0);
  expect((await ropescope([...args, join(folder, 'new')])).status).toBe(2);
});

test('a printed command quotes what a shell would take for more', async () => {
  const out = join(folder, "it's; rm -rf x");
  const { stdout } = await ropescope(['export', '--model', 'rope-l128', '--to', 'llama.cpp', '-o', out]);
  expect(stdout).toContain(`'${folder}/it'\\''s; rm -rf x/model.gguf'`);
  expect(existsSync(join(out, 'model.gguf'))).toBe(true);
});

test.each(['rope-l128#x', 'rope-l128?x', '%2e%2e'])('a model called %s is none of the page', async (name) => {
  const { status, stderr } = await ropescope(['export', '--model', name, '--to', 'hf']);
  expect(stderr.startsWith(`load_failed: ${name}/config.json could not be read`)).toBe(true);
  expect(status).toBe(2);
});

test('help and -v are understood', async () => {
  const [help, flag, version, short] = await Promise.all(
    [['help'], ['--help'], ['--version'], ['-v']].map((args) => ropescope(args)),
  );
  expect(help).toEqual(flag);
  expect(short).toEqual(version);
  expect(short.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await ropescope(['help', 'inspect'])).toEqual(await ropescope(['inspect', '--help']));
});
