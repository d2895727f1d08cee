/** What a training does over its WebAssembly module; web/lib/train.js calls it. */

import create from '../../../dist/ropescope-training.mjs';
import { unwrap } from '../errors.js';
import { withCopies } from '../heap.js';

/**
 * @typedef {import('../runtime.js').WasmModule} WasmModule
 * @typedef {import('../runtime.js').Context} Context
 * @typedef {import('../train.js').TrainingReport} TrainingReport
 */

const reportMs = 100; // a curve that grows ten times a second looks alive

/** @type {import('../wasm-module.js').Glue} */
export const glue = create;

/** @type {import('../runtime.js').Operations} */
export const operations = {
  trainingIdentity: (module, { state }) =>
    withCopies(module, [state], (region) => unwrap(module.trainingIdentity(region))),
  startTraining,
  runTraining,
  trainingReport: (module, { training }) => report(module, training, 0),
  resumeTraining: (module, { training, state }) => {
    withCopies(module, [state], (region) => unwrap(module.resumeTraining(training, region)));
    return report(module, training, 0);
  },
  saveTraining: (module, { training }) => unwrap(module.saveTraining(training)),
  exportTraining: (module, { training, dtype }) => unwrap(module.exportTraining(training, { dtype })),
  disposeTraining: (module, { training }) => unwrap(module.disposeTraining(training)),
};

/**
 * @param {WasmModule} module
 * @param {any} args
 */
function startTraining(module, { config, recipe, text, seed, from, state }) {
  const training = unwrap(module.startTraining(config, recipe, text, { seed }));
  try {
    if (from) withCopies(module, [from], (region) => unwrap(module.startTrainingFrom(training, region)));
    if (state) withCopies(module, [state], (region) => unwrap(module.resumeTraining(training, region)));
    return { training, report: report(module, training, 0) };
  } catch (error) {
    unwrap(module.disposeTraining(training));
    throw error;
  }
}

/**
 * Steps until all are done, or so many.
 * @param {WasmModule} module
 * @param {any} args
 * @param {Context} context
 * @returns {Promise<TrainingReport>}
 */
async function runTraining(module, { training, steps }, context) {
  const first = report(module, training, 0);
  const end = Math.min(first.steps, first.step + (steps ?? first.steps));
  const began = performance.now();
  let { step } = first;
  let told = step;
  let toldAt = began;
  const measured = () => {
    const now = report(module, training, told);
    const tokensPerSecond = ((now.tokens - first.tokens) * 1000) / Math.max(performance.now() - began, 1);
    told = now.step;
    toldAt = performance.now();
    return { ...now, tokensPerSecond };
  };
  while (step < end) {
    await context.checkpoint();
    if (!unwrap(module.stepTraining(training))) continue;
    step += 1;
    if (performance.now() - toldAt >= reportMs && step < end) context.emit({ kind: 'training', report: measured() });
  }
  const last = measured();
  context.emit({ kind: 'training', report: last });
  return last;
}

/**
 * @param {WasmModule} module
 * @param {number} training
 * @param {number} since  step
 * @returns {TrainingReport}
 */
function report(module, training, since) {
  const facts = unwrap(module.trainingReport(training, since));
  return { ...facts, loss: facts.losses.at(-1) ?? null, tokensPerSecond: 0 };
}
