// Runs contenders in turns, so that whatever else the machine does meets all alike, and sets their times beside ours.

const warm = 60; // ms: shorter kernels would be measured before V8 has compiled them well
const slow = 20_000; // ms: whoever needs longer runs once
const least = 5; // rounds
const most = 25;

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

/** The same of the fastest run of each, which what else the machine does has disturbed the least. */
const bestOf = (over, under) => Math.min(...over) / Math.min(...under);

/**
 * @typedef {Record<string, number>} ByBuild
 * @param {Map<string, number[]>} times
 * @param {string[]} builds  contenders that are ours
 * @returns {{ ours: ByBuild, others: { id: string, ms: number, ratio: ByBuild, best: ByBuild }[] }} medians, and the best of each
 */
export function summary(times, builds) {
  const mine = builds.filter((id) => times.has(id));
  const byBuild = (f) => Object.fromEntries(mine.map((build) => [build, digits(f(times.get(build)))]));
  const others = [...times]
    .filter(([id]) => !builds.includes(id))
    .map(([id, own]) => ({
      id,
      ms: digits(median(own)),
      ratio: byBuild((under) => ratioOf(own, under)),
      best: byBuild((under) => bestOf(own, under)),
    }));
  return { ours: byBuild(median), others };
}
