/**
 * A browser's worker as the port of a lane. A browser that ends a worker, for want of memory, tells nobody; so the worker
 * holds a lock for as long as it lives, and the page waits for that lock. Where pages have no locks (plain http), the
 * worker is asked now and then whether it is there while something is awaited.
 */

/** @typedef {import('./protocol.js').WorkerPort} WorkerPort */

const pingMs = 60_000;

// A worker answers between the steps of its operations. The longest step that nothing interrupts is a call of `attention`:
// 8,192 tokens of 8 heads with 64 channels took 12 s on a busy core, and 65,536 tokens take 64 times as long.
const silentPings = 15;

/**
 * @param {Worker} worker
 * @returns {WorkerPort}
 */
export function portOf(worker) {
  /** @type {(message: string) => void} */
  let fail = () => {};
  const pulse = watchPulse(
    () => worker.postMessage({ type: 'ping' }),
    () => fail('it has not answered for a long time'),
  );
  const lock = `ropescope-${performance.now()}-${Math.random()}`;
  worker.postMessage({ type: 'live', lock });
  pulse.await(true);
  return {
    post: (request, transfer = []) => worker.postMessage(request, transfer),
    onReply: (listener) => {
      worker.onmessage = ({ data }) => {
        pulse.heard();
        if (data.type === 'pong') return;
        if (data.type !== 'locked') return listener(data);
        navigator.locks.request(lock, () => fail('the browser ended it'));
      };
    },
    onFailure: (listener) => {
      fail = listener;
      worker.onerror = (event) => listener(event.message ?? 'its script could not be loaded');
      worker.onmessageerror = () => listener('it sent what cannot be read');
    },
    hold: (busy) => pulse.await(busy), // a page lives on without being held
    terminate: () => {
      pulse.await(false);
      worker.terminate();
    },
  };
}

/**
 * Counts pings without an answer, not time: a computer that slept has missed only one.
 * @param {() => void} ping
 * @param {() => void} onSilence
 */
function watchPulse(ping, onSilence) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  let unanswered = 0;
  const beat = () => {
    if (unanswered >= silentPings) return onSilence();
    unanswered += 1;
    ping();
  };
  return {
    heard: () => {
      unanswered = 0;
    },
    /** @param {boolean} busy  whether anything is awaited from the worker */
    await(busy) {
      if (busy === (timer !== undefined)) return;
      clearInterval(timer);
      unanswered = 0;
      timer = busy ? setInterval(beat, pingMs) : undefined;
    },
  };
}
