// What runs while a hand moves a slider: one pass in flight, one waiting, of which the latest wins; the map alone, coarse where it is
// large; everything else when the hand rests.
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { batch, signal } from '@preact/signals-core';
import { createPatience } from '../../web/scope/patience.js';
import { watchRuns } from '../../web/scope/runs.js';

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A scope of one column over a model whose passes end when a test says so. */
function watched(length = 8) {
  const passes = [];
  const model = {
    forward: (input, { method, logits, losses = false, capture, signal: aborted, onMaps }) =>
      new Promise((resolve, reject) => {
        const pass = { method, input, logits, losses, captures: [capture].flat(), ended: false };
        aborted.addEventListener('abort', () => {
          pass.ended = true;
          reject(new Error('aborted'));
        });
        pass.show = () => {
          const each = pass.captures.map(({ size }, request) => ({
            request,
            layer: 0,
            head: 0,
            rows: size || input.length,
          }));
          const maps = each.map((map) => ({ ...map, of: method }));
          if (losses) onMaps(maps);
          else resolve({ attentions: maps }); // a pass of maps alone ends with them
        };
        pass.end = () => resolve({ losses: Float32Array.of(1) });
        passes.push(pass);
      }),
  };
  const moving = signal(false);
  const input = signal('x'.repeat(length));
  const scope = {
    ...{ moving, input, text: input, patience: createPatience(moving), loaded: signal(1), runs: signal([]) },
    ...{
      methods: signal([{}]),
      specs: signal(['first']),
      extending: signal([false]),
      focus: signal({ layer: 0, head: 0 }),
      blame: (error) => error,
    },
  };
  const end = watchRuns(scope, { model: Promise.resolve(model) });
  const drag = (...values) => {
    for (const value of values) {
      batch(() => {
        scope.specs.value = [value];
        scope.patience.move();
      });
    }
    return turns();
  };
  return { scope, passes, drag, end, asked: () => passes.map(({ method }) => method) };
}

async function stands(length) {
  const all = watched(length);
  await turns();
  all.passes[0].show();
  all.passes[0].end();
  await turns();
  expect(all.scope.runs.value[0]).toMatchObject({ done: 1, map: { of: 'first' } });
  return all;
}

describe('while a hand moves', () => {
  test('a pass is let to its map, and of what came meanwhile the latest alone is run', async () => {
    const { scope, passes, drag, end, asked } = await stands();
    await drag('a', 'b', 'c');
    expect(asked()).toEqual(['first', 'a']);
    expect(passes[1].ended).toBe(false);
    passes[1].show();
    await turns();
    expect(asked()).toEqual(['first', 'a', 'c']);
    expect(scope.runs.value[0]).toMatchObject({ map: { of: 'a' }, done: 0 }); // which says that it does not stand
    end();
  });

  test('the map alone is asked for; all else comes when the hand rests, and nothing twice', async () => {
    const { scope, passes, drag, end } = await stands();
    await drag('a');
    expect(passes[1]).toMatchObject({ logits: 'none', losses: false, captures: [{ size: 0 }] });
    passes[1].show();
    await turns();
    const shown = scope.runs.value[0].map;
    expect([passes.length, scope.moving.value]).toEqual([2, true]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(scope.moving.value).toBe(false);
    expect(passes[2]).toMatchObject({ method: 'a', losses: true, captures: [{ size: 96 }] });
    passes[2].show();
    passes[2].end();
    await turns();
    expect(scope.runs.value[0]).toMatchObject({ done: 1, losses: Float32Array.of(1), heads: [{ rows: 96 }] });
    expect(scope.runs.value[0].map).toBe(shown);
    expect([passes.length, passes[2].ended]).toEqual([3, false]);
    end();
  });

  test.each([8, 2048])('a hand that rests holds up no map of what it asked for last: %i tokens', async (length) => {
    const { scope, passes, drag, end, asked } = await stands(length);
    await drag('a', 'b');
    await new Promise((resolve) => setTimeout(resolve, 400)); // what takes long holds up no rest
    expect(scope.moving.value).toBe(false);
    passes[1].show();
    await turns();
    expect(asked()).toEqual(['first', 'a', 'b']);
    expect(passes[2]).toMatchObject({ losses: false, captures: [expect.anything()] }); // the map alone, then all else
    passes[2].show();
    await turns();
    expect(passes[3]).toMatchObject({ method: 'b', losses: true });
    end();
  });

  test('what it has let go of rests at once', async () => {
    const hand = new EventTarget();
    const { addEventListener, removeEventListener } = globalThis;
    globalThis.addEventListener = hand.addEventListener.bind(hand);
    globalThis.removeEventListener = hand.removeEventListener.bind(hand);
    const moving = signal(false);
    const { move } = createPatience(moving);
    move();
    expect(moving.value).toBe(true);
    hand.dispatchEvent(new Event('pointerup'));
    expect(moving.value).toBe(false);
    Object.assign(globalThis, { addEventListener, removeEventListener });
  });

  test('a move that changes no map holds up none of the next', async () => {
    const { scope, passes, drag, end, asked } = await stands();
    await drag('first');
    await drag('a');
    expect(asked()).toEqual(['first', 'a']);
    passes[1].show();
    await turns();
    expect(scope.runs.value[0]).toMatchObject({ map: { of: 'a' } });
    end();
  });

  test('the map of more than 1,024 tokens is coarse, and exact when the hand rests', async () => {
    const { scope, passes, drag, end } = await stands(2048);
    await drag('a');
    passes[1].show();
    await turns();
    expect(scope.runs.value[0]).toMatchObject({ done: 0, map: { rows: 512, of: 'a' } });
    expect([passes.length, scope.moving.value]).toEqual([2, true]); // what takes long waits until the hand rests
    await new Promise((resolve) => setTimeout(resolve, 200));
    passes[2].show();
    passes[2].end();
    await turns();
    expect(scope.runs.value[0]).toMatchObject({ done: 1, map: { rows: 2048, of: 'a' } });
    end();
  });

  test('the picture of another length stands, as what it is, until the one asked for is there', async () => {
    const { scope, passes, end } = await stands();
    batch(() => {
      scope.input.value = 'x'.repeat(10);
      scope.patience.move();
    });
    await turns();
    expect(scope.runs.value[0]).toMatchObject({ map: null, last: { map: { rows: 8 }, text: 'x'.repeat(8) } });
    passes[1].show();
    await turns();
    expect(scope.runs.value[0]).toMatchObject({ map: { rows: 10 }, text: 'x'.repeat(10), done: 0 });
    end();
  });
});

test('a choice ends what is under way at once', async () => {
  const { scope, passes, end, asked } = await stands();
  scope.specs.value = ['a'];
  await turns();
  scope.specs.value = ['b'];
  await turns();
  expect(asked()).toEqual(['first', 'a', 'b']);
  expect(passes[1].ended).toBe(true);
  end();
});

test('what waits for the hand is drawn once it rests, and at once where none moves', async () => {
  const frame = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (paint) => paint();
  const moving = signal(false);
  const patience = createPatience(moving);
  const paint = jest.fn();
  await patience.afterRest(paint);
  expect(paint).toHaveBeenCalledTimes(1);
  patience.move();
  const drawn = patience.afterRest(paint);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(paint).toHaveBeenCalledTimes(1);
  await drawn;
  expect([moving.value, paint.mock.calls.length]).toEqual([false, 2]);
  globalThis.requestAnimationFrame = frame;
});

describe('patience', () => {
  afterEach(() => jest.useRealTimers());

  test('what waits for the maps of a run that was given up is drawn with those of the run that replaced it', async () => {
    jest.useFakeTimers();
    const { expectMaps, mapsShown } = createPatience(signal(false));
    expectMaps(new Promise(() => {}));
    const waits = mapsShown();
    await jest.advanceTimersByTimeAsync(50);
    expectMaps(Promise.resolve());
    await waits; // for ever, if it were for the first one: no time passes
    expect(jest.getTimerCount()).toBe(2);
  });

  test('a hand rests when nothing has moved for a while and its maps have been there as long', async () => {
    jest.useFakeTimers();
    const moving = signal(false);
    const { expectMaps, move } = createPatience(moving);
    let show = () => {};
    expectMaps(
      new Promise((resolve) => {
        show = resolve;
      }),
    );
    move();
    await jest.advanceTimersByTimeAsync(150);
    show();
    await jest.advanceTimersByTimeAsync(90);
    expect(moving.value).toBe(true);
    await jest.advanceTimersByTimeAsync(20);
    expect(moving.value).toBe(false);
  });
});
