// Runs contenders in turns, so that whatever else the machine does meets all alike, and sets their times beside ours.

const warm = 60; // ms: shorter kernels would be measured before V8 has compiled them well
const slow = 20_000; // ms: whoever needs longer runs once
const least = 5; // rounds
const most = 15;

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
};

/** @param {() => Promise<number | undefined>} run  answers with its own time where the clock here would see more than the work */
async function timed(run) {
  const began = performance.now();
  const own = await run();
  return own ?? performance.now() - began;
}

async function warmUp(run) {
  const began = performance.now();
  let time;
  do time = await timed(run);
  while (performance.now() - began < warm);
  return time;
}

/**
 * @param {{ id: string, run: () => Promise<number | undefined> }[]} contenders
 * @param {number} seconds  after the least number of rounds, no round begins later than this
 * @returns {Promise<Map<string, number[]>>} ms by contender, by round; of a slow one its only run
 */
export async function inRounds(contenders, seconds) {
  const times = new Map();
  const fast = [];
  for (const contender of contenders) {
    const first = await warmUp(contender.run);
    times.set(contender.id, first > slow ? [first] : []);
    if (first <= slow) fast.push(contender);
  }
  const began = performance.now();
  for (let round = 0; round < most; round++) {
    if (round >= least && performance.now() - began > seconds * 1000) break;
    const turn = [...fast.slice(round % fast.length), ...fast.slice(0, round % fast.length)]; // nobody is always first
    for (const { id, run } of turn) times.get(id).push(await timed(run));
  }
  return times;
}

const digits = (value) => Number(value.toPrecision(3)); // more would be noise

/** How many times our time another needs: round by round where both ran in rounds. */
function ratioOf(over, under) {
  if (over.length === 1) return over[0] / median(under);
  return median(over.map((time, round) => time / under[round]));
}

/**
 * @param {Map<string, number[]>} times
 * @param {string[]} builds  contenders that are ours
 * @returns {{ ours: Record<string, number>, others: { id: string, ms: number, ratio: Record<string, number> }[] }} medians
 */
export function summary(times, builds) {
  const mine = builds.filter((id) => times.has(id));
  const ours = Object.fromEntries(mine.map((id) => [id, digits(median(times.get(id)))]));
  const others = [...times]
    .filter(([id]) => !builds.includes(id))
    .map(([id, own]) => ({
      id,
      ms: digits(median(own)),
      ratio: Object.fromEntries(mine.map((build) => [build, digits(ratioOf(own, times.get(build)))])),
    }));
  return { ours, others };
}
