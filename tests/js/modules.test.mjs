import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { goldenModel } from './helpers/golden.mjs';

const files = { engine: 'ropescope.wasm', training: 'ropescope-training.wasm', doctor: 'ropescope-doctor.wasm' };
const yarnConfig = readFileSync(new URL('config.json', goldenModel('llama-tiny-yarn').folder), 'utf8');

const training = {
  config: {
    model_type: 'llama',
    vocab_size: 96,
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 1,
    num_attention_heads: 1,
    head_dim: 16,
    max_position_embeddings: 32,
    rope_theta: 10000,
    tie_word_embeddings: true,
  },
  recipe: {
    steps: 1000,
    phases: [{ length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] }],
    adamw: { learning_rate: 0.01 },
  },
};

let asked = [];
let broken = false;
const server = createServer(({ url }, response) => {
  asked.push(url.slice(1));
  response.writeHead(broken ? 503 : 200);
  response.end(broken ? '' : readFileSync(new URL(`../../dist${url}`, import.meta.url)));
});
let wasmUrl;
beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = (file) => `http://127.0.0.1:${server.address().port}/${file}`;
  wasmUrl = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, address(file)]));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
  broken = false;
});

describe.each([0, 2])('with workers: %i', (workers) => {
  test('an export fetches the doctor once, a training its own module once, and the start neither', async () => {
    const engine = await createEngine({ workers, wasmUrl });
    await engine.methods();
    expect(asked).toEqual([files.engine]);
    await engine.exportFor(yarnConfig, { to: 'hf' });
    await engine.exportFor(yarnConfig, { to: 'vllm' });
    expect(asked).toEqual([files.engine, files.doctor]);
    await Promise.all([engine.train(training), engine.train(training)]);
    await engine.train(training);
    expect(asked.slice(2)).toEqual([files.training]);
    await engine.dispose();
  });

  test('a training whose signal fires while its module is fetched leaves the fetch to others', async () => {
    const engine = await createEngine({ workers, wasmUrl });
    const first = new AbortController();
    const aborted = expect(engine.train({ ...training, signal: first.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    const other = engine.train(training);
    first.abort();
    await aborted;
    expect(await (await other).report()).toMatchObject({ step: 0 });
    expect(asked).toEqual([files.engine, files.training]);
    await engine.dispose();
  });

  test('a doctor that could not be fetched is asked for again', async () => {
    const engine = await createEngine({ workers, wasmUrl });
    broken = true;
    await expect(engine.exportFor(yarnConfig, { to: 'hf' })).rejects.toMatchObject({ code: 'load_failed' });
    broken = false;
    expect(await engine.exportFor(yarnConfig, { to: 'hf' })).toMatchObject({ to: 'hf' });
    await engine.dispose();
  });

  test('disposing of the engine ends its trainings and its doctor', async () => {
    const engine = await createEngine({ workers, wasmUrl });
    const racer = await engine.train(training);
    const ended = expect(racer.run()).rejects.toMatchObject({ code: 'aborted' });
    const written = expect(engine.exportFor(yarnConfig, { to: 'hf' })).rejects.toMatchObject({ code: 'aborted' });
    await engine.dispose();
    await Promise.all([ended, written]);
  });

  test('trainings run beside each other and do not see each other', async () => {
    const engine = await createEngine({ workers, wasmUrl });
    const [first, second] = await Promise.all([engine.train(training), engine.train(training)]);
    const reports = await Promise.all([first.run({ steps: 1 }), second.run({ steps: 2 })]);
    expect(reports.map(({ step }) => step)).toEqual([1, 2]);
    await first.dispose();
    expect(await second.report()).toMatchObject({ step: 2 });
    await engine.dispose();
  });
});

test.each(['wasmUrl', 'wasmBinary', 'wasmModule'])('%s for a module that is not there is refused', async (option) => {
  await expect(createEngine({ [option]: { trainer: 'x.wasm' } })).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringMatching(/engine, training, doctor/),
  });
});
