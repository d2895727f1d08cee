// Pieces of work that may wait: as many after a frame as have room, each in a task of its own, what is seen first.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

const callbacks = [];
let [time, posted] = [1000, 0];
globalThis.requestAnimationFrame = (callback) => callbacks.push(callback);
globalThis.innerHeight = 900;
const port1 = {};
globalThis.MessageChannel = class {
  port1 = port1;
  port2 = { postMessage: () => posted++ };
};
const { turn } = await import('../../web/elements/turns.js');

/** What a frame and the tasks after it come to. */
async function frame() {
  for (const callback of callbacks.splice(0)) callback(time);
  await tasks();
}

async function tasks() {
  while (posted > 0) {
    posted--;
    port1.onmessage();
    for (let i = 0; i < 8; i++) await null; // microtasks: what a piece leads to is of its task
  }
}

const place = (top) => ({ isConnected: true, getBoundingClientRect: () => ({ top, bottom: top + 100 }) });

/** Asks for turns of pieces that take so many ms each; what has been done is in the list. */
function ask(done, pieces) {
  for (const [name, ms, of = place(0)] of pieces) {
    void turn(of).then(() => {
      done.push(name);
      time += ms;
    });
  }
}

beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => time);
});
afterEach(async () => {
  while (callbacks.length + posted > 0) await frame();
});

test('pieces follow each other as long as there is room, the rest after the next frame, in the order asked for', async () => {
  const done = [];
  ask(done, [
    ['first', 8],
    ['second', 8],
    ['third', 1],
  ]);
  await tasks();
  expect(done).toEqual(['first', 'second']);
  ask(done, [['fourth', 1]]); // nor is there room for what is asked for now
  await tasks();
  expect(done).toEqual(['first', 'second']);
  await frame();
  expect(done).toEqual(['first', 'second', 'third', 'fourth']);
});

test('a piece that asks again within the same frame takes of the same room', async () => {
  const done = [];
  const again = async (left) => {
    if (left === 0) return;
    await turn(place(0));
    done.push(left);
    time += 5;
    await again(left - 1);
  };
  void again(6);
  await tasks();
  expect(done).toEqual([6, 5, 4]);
  await frame();
  expect(done).toEqual([6, 5, 4, 3, 2, 1]);
});

test('what is seen comes before what is not, and what was taken from the page waits for nothing', async () => {
  const done = [];
  const gone = place(0);
  ask(done, [
    ['below the window', 20, place(2000)],
    ['seen', 20],
    ['gone', 0, gone],
  ]);
  gone.isConnected = false;
  await tasks();
  expect(done).toEqual(['gone', 'seen']);
  await frame();
  expect(done).toEqual(['gone', 'seen', 'below the window']);
});
