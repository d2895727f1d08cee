/** The guided tour: a figure, a question, a prediction; then the figure again with the answer. */
import { effect } from '@preact/signals-core';
import { RopeAttentionMap } from '../../elements/attention-map.js';
import { defineElements } from '../../elements/define.js';
import { defineOthers } from '../../elements/define-others.js';
import { byId, draw, drawFrame } from '../frame.js';
import { spoken } from '../language.js';
import { failure, open, scope } from '../tour/live.js';
import { set, state, step } from '../tour/state.js';
import { view } from '../tour/view.js';
import '../tour/tour.css';

function status() {
  const { status: said, loadingModel } = spoken().settings;
  if (failure.value) return said.stopped;
  if (!step.value) return said.ready;
  const now = scope.status.value;
  return now === 'loading' ? loadingModel(Math.round(100 * scope.loaded.value)) : said[now];
}

defineOthers();
defineElements([['rope-attention-map', RopeAttentionMap]]);
drawFrame(state, set);
draw(status, byId('status'));
open();
draw(view, byId('figures'));

/** A step begins at its question, for whoever reads with the keyboard, too. */
let before = state.value.step;
effect(() => {
  const now = state.value.step;
  if (now === before) return;
  before = now;
  requestAnimationFrame(() => requestAnimationFrame(() => byId('h-step')?.focus()));
});
