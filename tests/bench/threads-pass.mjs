// Passes of 512 tokens on one thread and on several, which take turns, in Node and in browsers alike.
export const counts = [1, 2];

/**
 * @param {(options: { threads: number }) => Promise<any>} createEngine
 * @param {string} address  of the model
 */
export async function passes(createEngine, address) {
  const tokens = Array.from({ length: 512 }, (_, i) => (i * 37) % 96);
  const engines = await Promise.all(counts.map((threads) => createEngine({ threads })));
  for (const [i, { where }] of engines.entries()) {
    if (where.threads !== counts[i]) throw new Error(where.notes[0].message);
  }
  const models = [];
  for (const engine of engines) models.push(await engine.loadModel(address));
  const forward = async (which) => {
    const began = performance.now();
    await models[which].forward(tokens, { logits: 'last' });
    return performance.now() - began;
  };
  for (const i of counts.keys()) await forward(i);
  return { forward, end: () => Promise.all(engines.map((engine) => engine.dispose())) };
}

/**
 * @param {number} rounds
 * @param {(which: number) => Promise<number>} forward
 * @param {() => Map<string, number>} workTimes  ms that each thread has run so far
 */
export async function measured(rounds, forward, workTimes) {
  const runs = counts.map(() => ({ clock: [], alone: [], work: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) {
      const before = workTimes();
      run.clock.push(await forward(i));
      const spent = [...workTimes()].map(([task, time]) => time - (before.get(task) ?? 0));
      run.alone.push(Math.max(...spent));
      run.work.push(spent.reduce((sum, time) => sum + time, 0));
    }
  }
  return runs;
}
