/** One training of the lab: its state as a signal, and what can be asked of it. */
import { signal } from '@preact/signals-core';
import lab from '../../models/lab.json' with { type: 'json' };
import { failureOf } from '../../scope/failure.js';
import { copyAccuracy, repeatedRow } from '../../studies/lab-probes.js';

/**
 * @typedef {import('../../lib/types.js').AttentionMap} AttentionMap
 * @typedef {import('../../lib/types.js').Engine} Engine
 * @typedef {import('../../lib/train.js').Training} Training
 * @typedef {import('../../lib/train.js').TrainingReport} TrainingReport
 *
 * @typedef {object} RaceView
 * @property {'opening' | 'ready' | 'running' | 'paused' | 'done' | 'failed'} phase
 * @property {number} step
 * @property {number} steps
 * @property {number} tokens
 * @property {number} tokensPerSecond
 * @property {number[]} losses                              one a step, nats
 * @property {{ step: number, accuracy: number }[]} copies  of the probe, in order
 * @property {AttentionMap[]} maps                          of the probe's fixed row
 * @property {import('../../scope/failure.js').Failure | null} error
 */

const probeMs = 1000; // between looks at the model: they take a tenth of that
const probeSamples = 4;
const [{ length: trained }] = /** @type {[{ length: number }]} */ (/** @type {unknown} */ (lab.recipe.phases));
const probeRow = repeatedRow({ seed: 0, period: lab.stretch.period, length: trained });

/** @type {RaceView} */
const blank = {
  phase: 'opening',
  step: 0,
  steps: lab.recipe.steps,
  tokens: 0,
  tokensPerSecond: 0,
  losses: [],
  copies: [],
  maps: [],
  error: null,
};

export class Racer {
  /**
   * @param {Engine} engine
   * @param {{ slot: number, id: string, file?: string, seed: number }} place  file: that it was loaded from
   * @param {import('../../lib/train.js').TrainOptions} options
   */
  constructor(engine, { slot, id, file = '', seed }, options) {
    this.slot = slot;
    this.id = id;
    this.file = file;
    this.seed = seed;
    this.view = signal(blank);
    this.probed = 0; // ms
    /** @type {Promise<void> | undefined} */
    this.probing = undefined;
    this.opened = engine.train({ ...options, onProgress: (report) => this.receive(report) });
    this.ready = this.guard(async () => {
      const training = await this.opened;
      this.receive(await training.report());
      this.set({ phase: this.isDone() ? 'done' : 'ready' });
      await this.probe();
    });
  }

  /** @param {Partial<RaceView>} change */
  set(change) {
    this.view.value = { ...this.view.value, ...change };
  }

  isDone() {
    const { step, steps } = this.view.value;
    return step >= steps;
  }

  /** @param {() => Promise<void>} work  whose failure is shown */
  async guard(work) {
    await work().catch((error) => this.set({ phase: 'failed', error: failureOf(error) }));
  }

  /** @param {TrainingReport} report */
  receive({ step, steps, tokens, tokensPerSecond, losses }) {
    const kept = this.view.value.losses.slice(0, step - losses.length);
    const speed = tokensPerSecond || this.view.value.tokensPerSecond; // a report outside of a run has none
    this.set({ step, steps, tokens, tokensPerSecond: speed, losses: [...kept, ...losses] });
    if (this.view.value.phase === 'running' && performance.now() - this.probed > probeMs)
      void this.guard(() => this.probe());
  }

  /** Looks at the model of the moment, unless a look is under way. */
  probe() {
    this.probing ??= this.look().finally(() => {
      this.probing = undefined;
      this.probed = performance.now();
    });
    return this.probing;
  }

  async look() {
    const { step } = this.view.value;
    const model = await (await this.opened).model();
    try {
      const { attentions } = await model.forward(probeRow, { logits: 'none', capture: { layers: 'all' } });
      const accuracy = await copyAccuracy(model, {
        length: trained,
        period: lab.stretch.period,
        samples: probeSamples,
      });
      const before = this.view.value.copies.filter((each) => each.step < step);
      this.set({ maps: attentions, copies: [...before, { step, accuracy }] });
    } finally {
      await model.dispose();
    }
  }

  async run() {
    await this.guard(async () => {
      await this.ready;
      if (this.view.value.phase === 'failed') return;
      this.set({ phase: 'running', error: null });
      this.receive(await (await this.opened).run());
      this.set({ phase: this.isDone() ? 'done' : 'paused' });
      await this.probing;
      await this.probe();
    });
  }

  async pause() {
    await (await this.opened).pause();
  }

  async dispose() {
    await this.opened.then(
      (training) => training.dispose(),
      () => {}, // it never was
    );
  }
}

/**
 * One that is trained elsewhere, or was: it can be looked at, and nothing more.
 * @param {import('./lab.js').ToldRacer} told
 * @returns {Racer}
 */
export const shownRacer = ({ view, ...told }) =>
  /** @type {any} */ ({ ...told, view: signal({ ...blank, ...view }), dispose: async () => {} });
