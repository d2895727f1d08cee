// An engine whose memory is full to a few bytes and cannot grow, wherever in a call that happens: the answer is right, or the error is
// out_of_memory and the engine either goes on or serves nothing more and says so. Never a wrong number.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { files, openRuntime } from '../soak/rounds.mjs';

const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const floats = () => new Float32Array(24).fill(0.5);
const shape = { seqLen: 3, heads: 1, head_dim: 8 };
const long = JSON.stringify({ ...JSON.parse(files.config), a: 'x'.repeat(300_000) });

/** @type {Record<string, (run: Function) => Promise<unknown>>} */
const calls = {
  'a plan': (run) => run('plan', { method: 'yarn', options: { rope, seqLen: 64 } }),
  'a plan of much': (run) => run('plan', { method: 'dual_chunk', options: { rope, seqLen: 4096 } }),
  'a config': (run) => run('modelConfig', { config: files.config }),
  'a long config': (run) => run('modelConfig', { config: long }),
  'a rotation': (run) => run('rotate', { x: floats(), options: { shape: [3, 1, 8], rope } }),
  async 'a tensor'(run) {
    const region = await run('makeTensor', { x: floats() });
    await run('rotateTensor', { region, options: { shape: [3, 1, 8], rope } });
    return run('readTensor', { region });
  },
  attention: (run) =>
    run('attention', { q: floats(), k: floats(), v: floats(), options: { shape, rope, capture: { layers: 'all' } } }),
  async 'a model'(run) {
    const { model } = await run('loadModel', files);
    const { logits, losses } = await run('forward', { model, input: [1, 2, 3], pass: { losses: true } });
    await run('disposeModel', { model });
    return { logits, losses };
  },
};
const free = [0, 64, 2048, 8192, 32_768, 131_072, 524_288, 2_097_152]; // bytes, in one piece

const { grow } = WebAssembly.Memory.prototype;
beforeEach(() => {
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError('no memory left');
  };
});
afterEach(() => {
  WebAssembly.Memory.prototype.grow = grow;
});

/** Takes all memory but one piece of so many bytes. */
function fill(module, bytes) {
  const kept = bytes > 0 ? module._malloc(bytes) : 0;
  for (let size = 2 ** 24; size >= 16; size /= 2) while (module._malloc(size) !== 0);
  if (kept !== 0) module._free(kept);
}

test.each(Object.keys(calls))('%s where memory ends at any point', async (name) => {
  const right = await calls[name]((await openRuntime()).run);
  const ends = [];
  for (const bytes of free) {
    const { module, run } = await openRuntime();
    fill(module, bytes);
    const { value, error } = await calls[name](run).then(
      (found) => ({ value: found }),
      (thrown) => ({ error: thrown }),
    );
    ends.push(error?.reason ?? 'right');
    if (!error) {
      expect(value).toEqual(right);
      continue;
    }
    expect(error).toMatchObject({ name: 'RopescopeError', code: 'out_of_memory' });
    const isDead = error.reason === 'module_out_of_memory';
    const after = run('plan', { method: 'rope', options: { rope, seqLen: 1 } }).catch(({ reason }) => reason);
    if (isDead) expect(await after).toBe('module_out_of_memory'); // and nothing is written to its heap any more
  }
  expect(new Set(ends).size).toBeGreaterThan(1); // else the memory was never full, or always
});
