// What is measured beside other engines: turns, ratios and the gate over them, and the recorded run that the page of speeds shows.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { peers as en } from '../../web/words/en/peers.js';
import { peers as zh } from '../../web/words/zh/peers.js';
import { fallen, share } from '../bench/peers/gate.mjs';
import { openLimits } from '../bench/peers/limits.mjs';
import { inRounds, summary } from '../bench/peers/rounds.mjs';
import { tasks } from '../bench/peers/tasks.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url)));
const recorded = read('web/site/speed/peers.json');
const pinned = read('tests/bench/peers/package.json').dependencies;

describe('rounds', () => {
  test('let everyone be first in turn, and leave the time to those who keep a clock of their own', async () => {
    const order = [];
    const contender = (id, ms) => ({
      id,
      run: async () => {
        order.push(id);
        return ms;
      },
    });
    const times = await inRounds([contender('base', 100), contender('a', 250), contender('b', 50)], 0);
    expect(order.slice(-15).join(' ')).toBe('base a b a b base b base a base a b a b base');
    expect(times.get('a')).toEqual([250, 250, 250, 250, 250]);
  });

  test('give the median of ratios, not the ratio of medians', () => {
    const times = new Map([
      ['base', [10, 20, 30]],
      ['relaxed', [5, 10, 10]],
      ['ort', [40, 20, 60]],
    ]);
    const { ours, others } = summary(times, ['base', 'relaxed', 'charts']);
    expect(ours).toEqual({ base: 20, relaxed: 10 });
    expect(others).toEqual([{ id: 'ort', ms: 40, ratio: { base: 2, relaxed: 6 }, best: { base: 2, relaxed: 4 } }]);
  });

  test('set who ran once beside the median of ours', () => {
    const { others } = summary(
      new Map([
        ['charts', [2, 4, 6]],
        ['slow', [400]],
      ]),
      ['charts'],
    );
    expect(others).toEqual([{ id: 'slow', ms: 400, ratio: { charts: 100 }, best: { charts: 200 } }]);
  });
});

test('both limits run here, and take longer for more work', async () => {
  const { peak, touch } = await openLimits();
  expect(() => touch()).not.toThrow();
  const time = (flops) => {
    const began = performance.now();
    peak(flops);
    return performance.now() - began;
  };
  time(1e8);
  expect(time(4e9)).toBeGreaterThan(time(1e7));
});

describe('the gate', () => {
  const row = (ratio, others = {}, best = ratio) => ({
    id: 'prefill',
    where: 'node',
    tokens: 512,
    others: [{ id: 'ort', ratio, best }],
    ...others,
  });
  const before = [row({ base: 2, relaxed: 3 })];

  test('lets noise pass, and names what has fallen further', () => {
    expect(fallen([row({ base: 2 * share, relaxed: 9 })], before)).toEqual([]);
    const found = fallen([row({ base: 1.69, relaxed: 3 })], before);
    expect(found).toEqual([{ what: 'node prefill 512, base to ort', now: 1.69, past: 2 }]);
  });

  test('asks the best runs, too, before it says so', () => {
    expect(fallen([row({ base: 1, relaxed: 1 }, {}, { base: 2, relaxed: 3 })], before)).toEqual([]);
    expect(fallen([row({ base: 2, relaxed: 3 }, {}, { base: 1, relaxed: 1 })], before)).toEqual([]);
  });

  test('compares the same task at the same place only', () => {
    const others = [{ tokens: 64 }, { where: 'chromium' }, { id: 'decode' }];
    for (const other of others) expect(fallen([row({ base: 0.1 }, other)], before)).toEqual([]);
  });

  test('has nothing against the recorded run itself', () => {
    expect(fallen(recorded.rows, recorded.rows)).toEqual([]);
    const halved = recorded.rows.map((each) => ({
      ...each,
      others: each.others.map((other) => ({
        ...other,
        ratio: { relaxed: other.ratio.relaxed / 2 },
        best: { relaxed: other.best.relaxed / 2 },
      })),
    }));
    expect(fallen(halved, recorded.rows).length).toBeGreaterThan(20);
  });
});

describe('the recorded run', () => {
  const placesOf = ([part]) => (part === 'heatmap' ? ['chromium'] : ['node', 'chromium']);

  test('holds every task at every place that can do it', () => {
    const all = Object.entries(tasks).flatMap((part) =>
      placesOf(part).flatMap((where) => part[1].map((task) => ({ ...task, where }))),
    );
    expect(all.length).toBeGreaterThan(15);
    for (const task of all) expect(recorded.rows).toContainEqual(expect.objectContaining(task));
    expect(recorded.rows).toHaveLength(all.length);
    expect(recorded.missing).toEqual([]);
  });

  test.each(recorded.rows.map((row) => [`${row.where}, ${en.task[row.id](row)}`, row]))('%s is whole', (_, row) => {
    expect(row.others.length).toBeGreaterThan(1);
    for (const time of [...Object.values(row.ours), ...row.others.map(({ ms }) => ms)]) expect(time).toBeGreaterThan(0);
    for (const { id, ratio, best } of row.others) {
      for (const each of [ratio, best]) expect(Object.keys(each)).toEqual(Object.keys(row.ours));
      expect(Math.min(...Object.values(ratio))).toBeGreaterThan(0);
      expect(Object.keys(en.names)).toContain(id === 'ort-slices' ? 'ort' : id);
    }
    for (const words of [en, zh]) {
      expect(words.task[row.id](row)).not.toMatch(/undefined|NaN/);
      expect(words.places[row.where]).toBeTruthy();
    }
  });

  test('says with which versions and on what machine', () => {
    expect(recorded.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(recorded.machine.cores).toBeGreaterThan(0);
    expect(recorded.machine.load).toHaveLength(2);
    expect(recorded.versions).toMatchObject(pinned);
    for (const words of [en, zh])
      for (const { from } of words.about) if (from) expect(Object.keys(recorded.versions)).toContain(from);
  });
});
