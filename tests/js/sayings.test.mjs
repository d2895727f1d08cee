// What is said to a person reaches JavaScript as data: which sentence, about which value, with which arguments.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { zh } from '../../web/words/zh.js';
import { characterModel } from './helpers/golden.mjs';

const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const llama = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 256 };

let engine;
let model;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  model = await engine.loadModel(characterModel);
});
afterAll(() => engine.dispose());

const thrownBy = (call) => call().catch((error) => error);

test('an error says as data what its message says', async () => {
  expect(await thrownBy(() => engine.plan({ id: 'yarn', params: { factor: '4' } }, { rope, seqLen: 8 }))).toMatchObject(
    {
      reason: 'must_be_number',
      path: 'yarn.factor',
      args: { min: 1, given: '"4"' },
    },
  );
  expect(await thrownBy(() => engine.plan('yran', { rope, seqLen: 8 }))).toMatchObject({
    reason: 'no_such_method_but',
    path: 'method',
    args: { given: 'yran', suggestion: 'yarn', choices: expect.arrayContaining(['rope', 'yarn']) },
  });
  expect(
    await thrownBy(() => engine.inspect({ ...llama, rope_scaling: { rope_type: 'linear', factor: '4' } })),
  ).toMatchObject({
    code: 'invalid_config',
    reason: 'must_be_number',
    path: 'rope_scaling.factor',
  });
  expect(await thrownBy(() => model.forward([0, 1, 96]))).toMatchObject({
    path: 'tokens[2]',
    args: { min: 0, max: 95, given: 96 },
  });
});

test('a note says as data what its message says', async () => {
  const { notes, warnings } = await engine.inspect({
    ...llama,
    rope_scaling: { type: 'linear', factor: 4, colour: 1 },
  });
  expect(notes).toContainEqual({
    reason: 'read_as',
    path: 'rope_scaling.type',
    args: { name: 'rope_type' },
    message: 'rope_scaling.type: read as rope_type',
  });
  expect(warnings).toContainEqual({
    reason: 'key_ignored',
    path: 'rope_scaling.colour',
    args: { type: 'linear' },
    message: 'rope_scaling.colour: rope_type "linear" has no such key; ignored',
  });
});

test('a number that the engine writes with an exponent has one in Chinese, too', async () => {
  const { message, reason, path, args } = await thrownBy(() => engine.inspect({ ...llama, rope_theta: -1 }));
  expect(message).toContain('at most 1e+15, got -1');
  expect(zh.say({ reason, path, args, message })).toContain('不超过 1e+15，');
});
