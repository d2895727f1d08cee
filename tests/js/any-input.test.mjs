// Any link, any config and any arguments: what is understood comes back from its own link, and everything else gives a notice or a
// RopescopeError, never another error. A failure prints the seed and the path that repeat it: fc.assert(..., { seed, path }).
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { embedCodec } from '../../web/elements/embed-query.js';
import { elementCodec } from '../../web/elements/query.js';
import { createEngine, RopescopeError } from '../../web/lib/index.node.js';
import { readPicked } from '../../web/scope/picked-model.js';
import { explorerCodec } from '../../web/site/explorer-query.js';
import { frameHash, readFrame } from '../../web/site/frame-state.js';
import { formatHash, parseHash } from '../../web/site/lab/state.js';
import { anyConfig, anyHash, anyHeader } from './any-input/arbitraries.mjs';
import { examples, functionsOf, objectsOf } from './any-input/calls.mjs';
import { spoiled } from './any-input/spoiled.mjs';
import { goldenModel } from './helpers/golden.mjs';
import { file } from './helpers/weights.mjs';

fc.configureGlobal({ seed: 20_261_129 });

let on;
beforeAll(async () => {
  on = await objectsOf();
});
afterAll(() => on.engine.dispose());

/** How a call ends: a value, or an error of ours. */
async function ended(call) {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof RopescopeError && error.code !== 'internal') return { error };
    throw error;
  }
}

describe('any link', () => {
  const codecs = {
    'of the site': explorerCodec(['rope-l128', 'own']),
    'of a figure': embedCodec,
    'of an element': elementCodec,
  };

  test.each(Object.keys(codecs))('%s is read, and what was read comes back from a link of its own', (name) => {
    const codec = codecs[name];
    fc.assert(
      fc.property(anyHash(Object.keys(codec.table)), (hash) => {
        const { query, problems } = codec.fromHash(hash);
        for (const { code, path } of problems) expect([typeof code, typeof path]).toEqual(['string', 'string']);
        const again = codec.fromHash(codec.toHash(query));
        expect(again.problems).toEqual([]);
        expect({ ...again.query, typed: '' }).toEqual({ ...query, typed: '' }); // an own text is in no link
      }),
      { numRuns: 1000 },
    );
  });

  test('as attributes of an element is read', () => {
    const { attributes, fromAttributes } = elementCodec;
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '16,16.0', '-0', 'yarn;factor:\udc00'),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...attributes), texts), (given) => {
        const { query } = fromAttributes((name) => given[name] ?? null);
        expect(elementCodec.fromHash(elementCodec.toHash(query)).problems).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('with a name that there is not is told of it', () => {
    const codec = codecs['of the site'];
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z_]{1,12}$/), (name) => {
        fc.pre(!Object.hasOwn(codec.table, name) && !['method', 'm'].includes(name));
        expect(codec.fromHash(`#${name}=1`).problems).toMatchObject([{ code: 'unknownName', path: name }]);
      }),
    );
  });

  test('of the lab, and of a page without settings, is read and comes back', () => {
    const defaults = { a: 'rope', b: 'alibi', seed: 1, theme: '', lang: '' };
    fc.assert(
      fc.property(anyHash(['a', 'b', 'seed', 'theme', 'lang']), (hash) => {
        const { state } = parseHash(hash, defaults);
        expect(parseHash(formatHash(state, defaults), defaults)).toEqual({ state, problems: [] });
        expect(readFrame(`#${frameHash(readFrame(hash))}`)).toEqual(readFrame(hash));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('any config', () => {
  test('is read to frequencies that turn forwards, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(anyConfig, async (text) => {
        const { value } = await ended(() => on.engine.inspect(text));
        for (const rate of value?.inv_freq ?? []) expect(rate > 0 && Number.isFinite(rate)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('that is read can be written for another runtime, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(anyConfig, fc.constantFrom('hf', 'vllm', 'llama.cpp'), async (text, to) => {
        await ended(() => on.engine.exportFor(text, { to }));
      }),
      { numRuns: 500 },
    );
  });
});

test('any header of weights that a visitor picks is stated, or refused', async () => {
  const config = readFileSync(new URL('config.json', goldenModel('llama-tiny-default').folder));
  const tokenizer = new File(
    [readFileSync(new URL('../../web/models/words-l512/tokenizer.json', import.meta.url))],
    'tokenizer.json',
  );
  await fc.assert(
    fc.asyncProperty(anyHeader, async (header) => {
      const weights = new File([file(header, Buffer.alloc(64))], 'model.safetensors');
      await ended(() => readPicked([new File([config], 'config.json'), weights, tokenizer], on.engine));
    }),
    { numRuns: 500 },
  );
});

describe('any arguments', () => {
  test('are tried on every public function: whoever adds one adds an example of its arguments', () => {
    expect(Object.keys(examples).sort()).toEqual(functionsOf(on));
  });

  test.each(Object.keys(examples))('of %s', async (name) => {
    const { of, args, rounds = 60 } = examples[name];
    const [object, method] = name.split('.');
    await fc.assert(
      fc.asyncProperty(spoiled(args), async (given) => {
        const target = of ? await of(on) : on[object];
        const { value } = await ended(() => target[method](...given));
        if (value !== on.engine) await value?.dispose?.();
      }),
      { numRuns: rounds },
    );
  });

  test('and afterwards the engine still works', async () => {
    expect((await on.model.forward([1, 2, 3])).rows).toBe(3);
    expect(Object.keys(Object.prototype)).toEqual([]);
    const fresh = await createEngine({ workers: 0 });
    expect(await fresh.methods()).toEqual(await on.engine.methods());
    await fresh.dispose();
  });
});
