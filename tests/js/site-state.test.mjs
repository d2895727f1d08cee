// What a link holds, and what the page asks the engine for.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluationTasks } from '../../web/elements/query.js';
import { spokenProblem } from '../../web/elements/spoken.js';
import { follow, isFollowing, joining, namesOf, partsOf, ratioOf, specsAt, withPart } from '../../web/scope/methods.js';
import { createCodec, discretePart, lengths, mostMethods, scopeTable } from '../../web/scope/query.js';
import { makeText, textKinds } from '../../web/scope/texts.js';
import { explorerCodec, pageTable } from '../../web/site/explorer-query.js';
import { en } from '../../web/words/en.js';

const models = ['first', 'second-l128'];
const defaults = {
  model: 'first',
  text: 'heldout',
  typed: '',
  length: 512,
  methods: [
    { id: 'a', params: {} },
    { id: 'b', params: {} },
  ],
  layer: 1,
  head: 2,
  q: 400,
  k: 399,
  gamma: 0.4,
  lut: 'viridis',
  part: 'cos',
  decay: 'mean',
  zoom: [0, 0, 2048],
  theme: '',
  evalLengths: [128, 256],
  evalTasks: ['text', 'repeat', 'passkey'],
  samples: 4,
  period: 128,
};

const codec = createCodec({ ...scopeTable(models), ...pageTable }, defaults);
const formatHash = (query) => codec.toHash(query);
const parseHash = (hash) => codec.fromHash(hash);
const sentencesOf = ({ problems }) => problems.map((problem) => spokenProblem(problem, en));

const word = fc.stringMatching(/^[a-z_][a-z0-9_]{0,12}$/).filter((each) => !['auto', 'true', 'false'].includes(each));
const nameOf = (id) => id.toUpperCase();
const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
  word,
  fc.array(
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
    { maxLength: 4 },
  ),
);
const params = fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true });
const part = fc.record({ id: word, params });
const column = fc.record(
  { id: word, params, force: fc.constant(true), also: fc.array(part, { minLength: 1, maxLength: 3 }) },
  { requiredKeys: ['id', 'params'] },
);
const state = fc.record({
  model: fc.constantFrom(...models),
  text: fc.constantFrom(...textKinds.map(({ id }) => id).filter((id) => id !== 'own')),
  typed: fc.constant(''),
  length: fc.integer(lengths),
  methods: fc.array(column, { minLength: 1, maxLength: mostMethods }),
  layer: fc.integer({ min: 0, max: 255 }),
  head: fc.integer({ min: 0, max: 255 }),
  q: fc.integer({ min: -1, max: lengths.max - 1 }),
  k: fc.integer({ min: -1, max: lengths.max - 1 }),
  gamma: fc.integer({ min: 10, max: 100 }).map((each) => each / 100),
  lut: fc.constantFrom('viridis', 'cividis', 'inferno', 'grey'),
  part: fc.constantFrom('cos', 'sin'),
  decay: fc.constantFrom('mean', 'bound'),
  zoom: fc.array(fc.integer({ min: 8, max: 2048 }), { minLength: 3, maxLength: 3 }),
  theme: fc.constantFrom('', 'light', 'dark').filter((each) => each !== 'none'),
  evalLengths: fc
    .uniqueArray(fc.integer(lengths), { minLength: 1, maxLength: 8 })
    .map((list) => list.sort((a, b) => a - b)),
  evalTasks: fc.subarray(evaluationTasks, { minLength: 1 }),
  samples: fc.integer({ min: 1, max: 256 }),
  period: fc.integer({ min: 1, max: lengths.max - 1 }),
});

describe('the link', () => {
  test('every state comes back from its own link', () => {
    fc.assert(
      fc.property(state, (given) => {
        const read = parseHash(`#${formatHash(given)}`);
        expect(read.problems).toEqual([]);
        expect(read.query).toEqual(given);
      }),
    );
  });

  test('an own text is in no link, whatever its characters; a link of an older version that holds one is read', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), (typed) => {
        expect(formatHash({ ...defaults, text: 'own', typed })).toBe('text=own');
        const older = `text=own&typed=${encodeURIComponent(typed)}`;
        expect(parseHash(older).query).toEqual({ ...defaults, text: 'own', typed });
      }),
    );
  });

  test('+ joins the methods of a column', () => {
    const { query: read, problems } = parseHash('method=a!;x:1e%2B21;y:[2,1e%2B30]+b&m=c');
    expect(problems).toEqual([]);
    expect(read.methods).toEqual([
      { id: 'a', params: { x: 1e21, y: [2, 1e30] }, force: true, also: [{ id: 'b', params: {} }] },
      { id: 'c', params: {} },
    ]);
    expect(formatHash(read)).toBe('method=a!;x:1e%2B21;y:[2,1e%2B30]+b&method=c');
  });

  test('the default state is the empty link', () => {
    expect(formatHash(defaults)).toBe('');
    expect(parseHash('')).toEqual({ query: defaults, problems: [], leavesMethods: false });
  });

  test('a link that names other weights and no method leaves the methods to the page; one that names both is literal', () => {
    expect(parseHash('model=second-l128&len=64')).toMatchObject({
      query: { model: 'second-l128', length: 64 },
      problems: [],
      leavesMethods: true,
    });
    const literal = { ...defaults, model: 'second-l128' };
    const hash = formatHash(literal);
    expect(hash).toBe('model=second-l128&method=a&method=b'); // the page's own columns are named, too
    expect(parseHash(hash)).toEqual({ query: literal, problems: [], leavesMethods: false });
  });

  test('no link throws or leaves the allowed range', () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.webFragments(),
      fc.string().map((each) => `len=${each}&m=${each}&lut=${each}`),
    );
    fc.assert(
      fc.property(noise, (hash) => {
        const { query: read } = parseHash(hash);
        expect(read.length).toBeGreaterThanOrEqual(lengths.min);
        expect(read.length).toBeLessThanOrEqual(lengths.max);
        expect(['viridis', 'cividis', 'inferno', 'grey']).toContain(read.lut);
        expect(read.methods.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['len=5000', 'len must be a whole number from 16 to 2048, got “5000”'],
    ['len=', 'len must be a whole number from 16 to 2048, got “”'],
    ['lut=diverging', 'lut must be one of viridis, cividis, inferno, grey, got “diverging”'],
    ['constructor=1', '“constructor” is not a setting of this page'],
    ['m=<b>', '“<b>” is not the id of a method'],
    ['m=a;x', '“x” is not of the form name:value'],
    ['m=a+', '“” is not the id of a method'],
    ['m=a+b!', '“!” belongs to the first method of a column'],
    ['lengths=128,70000', 'lengths must be a whole number from 16 to 65536, got “70000”'],
    ['lengths=', 'lengths must be a whole number from 16 to 65536, got “”'],
    ['lengths=16,17,18,19,20,21,22,23,24', 'lengths holds at most 8, got 9'],
    ['tasks=text,chess', 'tasks must be one of text, repeat, passkey, got “chess”'],
    ['model=third', 'model must be one of first, second-l128, got “third”'],
    ['nothing', '“nothing” is not of the form name=value'],
  ])('%s is reported and left out', (hash, problem) => {
    const read = parseHash(hash);
    expect(read.query).toEqual(defaults);
    expect(sentencesOf(read)).toEqual([`In this link, ${problem}`]);
  });
});

describe('a query', () => {
  test('is read from attributes as from a link', () => {
    const given = { model: 'second-l128', length: '256', text: 'own', typed: 'a & b', methods: 'a;x:2 b+c' };
    const { query, problems } = codec.fromAttributes((name) => given[name] ?? null);
    expect(problems).toEqual([]);
    expect(query).toMatchObject({ model: 'second-l128', length: 256, text: 'own', typed: 'a & b' });
    expect(query.methods).toEqual([
      { id: 'a', params: { x: 2 } },
      { id: 'b', params: {}, also: [{ id: 'c', params: {} }] },
    ]);
    expect(parseHash(formatHash(query)).query).toEqual({ ...query, typed: '' }); // an own text is in no link
  });

  test('takes a step when something is chosen, none when a slider moves', () => {
    const step = (change) => discretePart({ ...defaults, ...change }) !== discretePart(defaults);
    expect([{ length: 300 }, { gamma: 0.5 }, { q: 3, k: 2 }, { typed: 'x' }, { zoom: [9, 9, 99] }].map(step)).toEqual(
      Array(5).fill(false),
    );
    expect([{ text: 'own' }, { layer: 3 }, { model: 'second-l128' }, { lut: 'grey' }].map(step)).toEqual(
      Array(4).fill(true),
    );
    const column = (factor) => ({ methods: [{ id: 'a', params: { factor } }] });
    expect(discretePart({ ...defaults, ...column(2) })).toBe(discretePart({ ...defaults, ...column(3) }));
    expect(step({ methods: [{ id: 'c', params: {} }] })).toBe(true);
  });

  test('of the explorer starts as its page does', () => {
    expect(explorerCodec(['rope-l128']).fromHash('').query).toMatchObject({
      model: 'rope-l128',
      length: 512,
      layer: 1,
    });
  });
});

describe('parameters', () => {
  const info = (role) => ({ id: 'a', name: 'A', params: [{ key: 'factor', default: 8, role }] });
  const at512 = (chosen, known) => specsAt(chosen, [known], { length: 512, trained: 128 })[0].params;

  test('a factor follows the length until a number is given', () => {
    expect(at512({ id: 'a', params: {} }, info('extension_ratio'))).toEqual({ factor: 4 });
    expect(at512({ id: 'a', params: { factor: 2 } }, info('extension_ratio'))).toEqual({ factor: 2 });
  });

  test('what suits short texts better than the registry stands in for its default', () => {
    expect(at512({ id: 'yarn', params: {} }, { ...info('extension_ratio'), id: 'yarn' })).toEqual({
      beta_fast: 8,
      factor: 4,
    });
  });

  test('an optional factor follows only when asked to', () => {
    expect(isFollowing({ id: 'a', params: {} }, info('optional_ratio'))).toBe(false);
    expect(at512({ id: 'a', params: { factor: follow } }, info('optional_ratio')).factor).toBe(4);
  });

  test('a factor does not follow beside the parameter that replaces it', () => {
    const both = {
      ...info('extension_ratio'),
      params: [...info('extension_ratio').params, { key: 'base', default: null, insteadOf: 'factor' }],
    };
    expect(at512({ id: 'a', params: { base: 5 } }, both)).toEqual({ base: 5 });
    expect(isFollowing({ id: 'a', params: { base: null } }, both)).toBe(true);
  });

  test('within the training length nothing is stretched', () => {
    expect(ratioOf(64, 128)).toBe(1);
    expect(ratioOf(512, 128)).toBe(4);
  });

  test('twins are told apart by what was changed', () => {
    const twins = [
      { id: 'a', params: {} },
      { id: 'a', params: { factor: 2, x: null } },
    ];
    expect(namesOf(twins, { nameOf, automatic: 'automatic' })).toEqual(['A', 'A (factor 2, x automatic)']);
  });
});

describe('columns', () => {
  const catalog = [
    { id: 'a', name: 'A', slots: ['frequencies'] },
    { id: 'b', name: 'B', slots: ['logit_scale'] },
    { id: 'c', name: 'C', slots: ['frequencies', 'keys'] },
    { id: 'd', name: 'D', slots: ['keys'] },
  ];
  const two = { id: 'a', params: {}, also: [{ id: 'b', params: { x: 1 } }] };

  test('offer what sets nothing that is set', () => {
    expect(joining(partsOf(two), catalog).map(({ id }) => id)).toEqual(['d']);
    expect(joining([{ id: 'd', params: {} }], catalog).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('change and lose their methods one by one, and are forced as a whole', () => {
    expect(withPart(two, 1, { id: 'd', params: {} })).toEqual({ ...two, also: [{ id: 'd', params: {} }] });
    expect(withPart({ ...two, force: true }, 1, null)).toEqual({ id: 'a', params: {}, force: true });
    expect(withPart({ ...two, force: true }, 0, null)).toEqual({ id: 'b', params: { x: 1 } });
    expect(withPart({ id: 'a', params: {} }, 0, null)).toBeNull();
  });

  test('are named after all their methods', () => {
    expect(namesOf([two, { id: 'a', params: {} }], { nameOf, automatic: 'automatic' })).toEqual(['A + B', 'A']);
  });
});

describe('texts', () => {
  const heldout = 'abcdefghij'.repeat(300);

  test.each(textKinds.map(({ id }) => id))('%s has the length asked for', (id) => {
    for (const length of [16, 128, 512, 2048]) {
      const typed = 'x'.repeat(3000);
      expect(makeText(id, heldout, { length, trained: 128, typed })).toHaveLength(length);
    }
  });

  test('the repeated text has the training length as its period', () => {
    const text = makeText('repeat', heldout, { length: 300, trained: 128, typed: '' });
    expect(text.slice(128, 256)).toBe(text.slice(0, 128));
  });

  test('the key is told twice, at a fifth and at the end', () => {
    const text = makeText('passkey', heldout, { length: 512, trained: 128, typed: '' });
    expect(text.match(/<58213>/g)).toHaveLength(2);
    expect(text.endsWith('The key is <58213>')).toBe(true);
  });
});
