// What every host is asked to do, as the source of a stranger's program: numbers that a formula knows, a model, another module.

/** @param {string} [entry]  of the package @param {string} [options]  of createEngine */
export const jobOf = (entry = 'ropescope', options = '') => `
import { createEngine, version } from '${entry}';
export async function job() {
  const engine = await createEngine(${options});
  const plan = await engine.plan('rope', { rope: { head_dim: 8, rope_theta: 10000, original_max_position_embeddings: 16 }, seqLen: 16 });
  const { numericalRank } = await engine.mapRank({ values: Float32Array.of(1, 0, 0, 1), rows: 2, cols: 2 });
  const loaded = await engine.loadModel('rope-l128').then(
    async (model) => {
      const { losses } = await model.forward('Call me Ishmael.', { losses: true });
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    },
    (error) => ({ name: error.name, code: error.code, message: error.message }),
  );
  const { work, wasm, notes } = engine.where;
  const answer = { version, work, wasm, notes: notes.map(({ message }) => message), slowest: plan.inv_freq[3], numericalRank, loaded };
  await engine.dispose();
  return answer;
}
`;

/** For a page: the answer, or what went wrong, can be read there. */
export const pageJob = (entry, options) => `${jobOf(entry, options)}
const done = job().catch((error) => ({ name: error.name, code: error.code, message: error.message }));
done.then((answer) => {
  globalThis.answer = answer;
});
`;

/** For a process: one line of JSON. */
export const processJob = (entry, options) => `${jobOf(entry, options)}
job().then((answer) => console.log('ANSWER ' + JSON.stringify(answer)));
`;

/** The answer in what a process printed. */
export const answerIn = (output) => JSON.parse(/^ANSWER (.*)$/m.exec(output)?.[1] ?? 'null');

const expectedLoss = { low: 0.5, high: 4 }; // nats: better than chance (ln 96 = 4.56)

/** @returns {string[]} what is wrong with an answer; empty: the job was done */
export function faultsOf(answer) {
  if (!answer) return ['no answer'];
  if (answer.message) return [`${answer.name} ${answer.code ?? ''}: ${answer.message}`];
  const faults = [];
  if (Math.abs(answer.slowest - 10000 ** -0.75) > 1e-12) faults.push(`a wrong frequency: ${answer.slowest}`);
  if (answer.numericalRank !== 2) faults.push(`a wrong rank: ${answer.numericalRank}`);
  return faults;
}

/** Whether the model of the package was had by its name; else its error, which must be one of ours. */
export function modelOf({ loaded }) {
  if (typeof loaded === 'number') return loaded > expectedLoss.low && loaded < expectedLoss.high;
  if (loaded?.name !== 'RopescopeError') throw new Error(`a raw error: ${JSON.stringify(loaded)}`);
  return false;
}
