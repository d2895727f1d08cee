/** A method at work: the model of the site that shows it best, on a text of four times its training length. */
import { html } from 'lit';
import { askedBy } from '../../elements/query.js';
import { spokenFailure } from '../../elements/spoken.js';
import tuned from '../../scope/tuned.json' with { type: 'json' };
import { spoken } from '../language.js';
import { figure } from '../live-figure.js';
import { titleOf } from '../models.js';
import { methodWords } from './words.js';

/** @typedef {import('../live-figure.js').LiveScope} LiveScope */
/** @typedef {import('../../lib/types.js').MethodInfo} MethodInfo */

/** The figures that show what a slot of a plan does, by slot; in the order in which they are shown. */
const figureOfSlot = {
  positions: ['distance', 'position-map'],
  keys: ['distance', 'position-map'],
  bias: 'bias',
  bias_curves: 'bias',
  forget_gate: 'bias',
  decay: 'decay',
  logit_scale: 'sharpness',
  head_scale: 'sharpness',
  frequencies: 'coverage',
};

/**
 * What is asked of the scope: beside plain RoPE where the method runs on weights that were trained with it, else on weights
 * that were trained with the method, else on those of RoPE all the same.
 * @param {MethodInfo} info
 * @param {string[]} models  that were trained with it
 * @returns {Record<string, string>}
 */
export function askedFor({ id, trainedAs }, models) {
  if (id === tuned.plain) return { methods: id };
  if (trainedAs === tuned.plain) return { methods: `${tuned.plain} ${id}` };
  const [own] = models;
  return own ? { methods: id, model: own } : { methods: `${tuned.plain} ${id}!` };
}

/**
 * @param {LiveScope} scope
 * @param {MethodInfo} info
 * @param {string[]} models  that were trained with the method
 */
export function openFor(scope, info, models) {
  const asked = askedFor(info, models);
  const { query, leavesMethods } = askedBy((name) => asked[name] ?? null);
  scope.fitted.value = !leavesMethods;
  scope.query.value = query;
  scope.open();
}

/**
 * @param {LiveScope} scope
 * @param {MethodInfo} info
 * @param {import('../frame-state.js').FrameState} state
 */
export function figuresOf(scope, { slots, params }, state) {
  const words = methodWords();
  const failed = scope.failure.value ?? scope.planned.value.map(({ error }) => error).find(Boolean);
  const titled = (/** @type {unknown} */ inner) =>
    html`<section aria-labelledby="h-live"><h2 id="h-live">${words.figures}</h2>${inner}</section>`;
  const learned = params.some((param) => param.learned);
  const why = () => (learned ? words.noModel : words.noFigure(spokenFailure(failed, spoken())));
  if (failed) return titled(html`<p class="lead">${why()}</p>`);
  const named = Object.entries(figureOfSlot).flatMap(([slot, kind]) => (slots.includes(slot) ? kind : []));
  const kinds = [...new Set(['loss', ...named, 'cost'])];
  const lead = words.live(titleOf(scope.query.value.model), scope.length.value);
  return titled(
    html`<p class="lead">${lead}</p><div class="live">${kinds.map((kind) => figure(scope, kind, state))}</div>`,
  );
}
