// Pieces of work that a visitor waits for: as many in a frame as have room, the rest in the next ones, in order.
import { beforeEach, expect, jest, test } from '@jest/globals';

const callbacks = [];
let time = 1000;
globalThis.requestAnimationFrame = (callback) => callbacks.push(callback);
const { room } = await import('../../web/elements/room.js');

/** A frame of the browser: its callbacks one after another, with what they lead to between them. */
async function frame() {
  time += 100;
  const at = time;
  for (const callback of callbacks.splice(0)) {
    callback(at);
    for (let i = 0; i < 8; i++) await null; // microtasks alone: it is one task
  }
}

/** Asks for room for pieces that take so many ms each; what has been done is in the list. */
function ask(done, pieces) {
  for (const [name, ms] of pieces) {
    void (async () => {
      await room();
      done.push(name);
      time += ms;
    })();
  }
}

beforeEach(async () => {
  jest.spyOn(performance, 'now').mockImplementation(() => time);
  while (callbacks.length > 0) await frame();
  await new Promise((done) => setTimeout(done, 5)); // the task is over
});

test('a piece that is asked for in an empty frame waits for none', async () => {
  await room();
  expect(callbacks).toEqual([]);
});

test('what has no room comes in the next frames, in the order asked for', async () => {
  const done = [];
  ask(done, [['first', 30]]);
  await null;
  await null;
  ask(done, [
    ['second', 8],
    ['third', 8],
    ['fourth', 1],
  ]);
  expect(done).toEqual(['first']);
  await frame();
  expect(done).toEqual(['first', 'second', 'third']);
  ask(done, [['fifth', 1]]); // later than the fourth, though there may be room
  await frame();
  expect(done).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
});

test('a piece that takes longer than a frame has is alone in it, and nothing is forgotten', async () => {
  const done = [];
  ask(done, [['before', 30]]);
  await null;
  await null;
  ask(
    done,
    ['a', 'b', 'c'].map((name) => [name, 50]),
  );
  for (const expected of [
    ['before', 'a'],
    ['before', 'a', 'b'],
    ['before', 'a', 'b', 'c'],
  ]) {
    await frame();
    expect(done).toEqual(expected);
  }
  await frame();
  expect(callbacks).toEqual([]);
});
