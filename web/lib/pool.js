/**
 * Shares calls out to lanes. A lane that failed is replaced when the next call comes; until the new one is there, the
 * others answer.
 *
 * @typedef {import('./lanes.js').Lane} Lane
 * @typedef {{ lane?: Lane, opening?: Promise<Lane> | undefined, uses: number }} Seat
 */

import { untilAborted } from './lanes.js';
import { errorOf } from './sayings.js';

/**
 * @param {number} size  lanes; each is opened when it is first needed
 * @param {() => Promise<Lane>} open
 */
export function createPool(size, open) {
  /** @type {Seat[]} */
  const seats = Array.from({ length: size }, () => ({ uses: 0 }));
  let ended = false;

  const serves = (/** @type {Seat} */ { lane }) => lane !== undefined && !lane.failure();
  // what was aborted keeps its lane busy until its next step
  const load = (/** @type {Seat} */ { lane, uses }) => Math.max(uses, lane?.busy() ?? 0);

  /**
   * @param {Seat} seat
   * @returns {Promise<Lane>}
   */
  function laneOf(seat) {
    if (seat.lane && serves(seat)) return Promise.resolve(seat.lane);
    seat.opening ??= open()
      .then((lane) => {
        seat.lane = lane;
        return lane;
      })
      .finally(() => {
        seat.opening = undefined; // after a failure the next call tries again
      });
    return seat.opening;
  }

  function freestSeat() {
    const serving = seats.filter(serves);
    return (serving.length > 0 ? serving : seats).reduce((best, seat) => (load(seat) < load(best) ? seat : best));
  }

  function expectOpen() {
    if (ended) throw errorOf('invalid_handle', 'engine_disposed');
  }

  /**
   * @template T
   * @param {(lane: Lane) => Promise<T>} use
   * @param {AbortSignal} [signal]  of the caller, who need not wait for a lane
   * @returns {Promise<T>}
   */
  async function withLane(use, signal) {
    expectOpen();
    const seat = freestSeat();
    for (const other of seats) if (!serves(other)) laneOf(other).catch(() => {}); // who needs it gets the error
    seat.uses += 1;
    try {
      return await use(await untilAborted(laneOf(seat), signal));
    } finally {
      seat.uses -= 1;
    }
  }

  return {
    size,
    withLane,
    expectOpen,
    /** Opens all lanes: every one, or none and the first one's error. */
    async fill() {
      const lanes = seats.map(laneOf);
      await Promise.allSettled(lanes);
      await Promise.all(lanes);
    },
    end() {
      ended = true;
    },
  };
}

/** @typedef {ReturnType<typeof createPool>} Pool */
