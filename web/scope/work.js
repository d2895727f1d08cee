/** The work of a scope: opening the weights that its query names, choosing columns for them, planning and running. */
import { batch, effect } from '@preact/signals-core';
import { isFatal } from './failure.js';
import { fetchText } from './files.js';
import { createFitter } from './fitting.js';
import { watchPlans } from './plans.js';
import { openWeights } from './weights.js';

/** @typedef {import('./state.js').ScopeState} ScopeState */

/** @param {ScopeState} scope */
export function openWork(scope) {
  const fitter = createFitter(scope);
  let stop = new AbortController(); // of the weights that are shown
  /** @type {import('../lib/types.js').Engine | undefined} */
  let engine;

  /** Opens the weights that the query names; what came before ends, and is not heard of again. */
  async function show() {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const onProgress = (/** @type {number} */ done) => {
      if (!signal.aborted) scope.loaded.value = done;
    };
    clear(scope);
    try {
      const opened = await scope.engine.get();
      if (signal.aborted) return;
      engine = opened;
      const { model, tokenizer } = scope.query.peek();
      const source = scope.library.filesOf(model, tokenizer);
      const [weights, passage, running] = await Promise.all([
        openWeights(source.picked ? await source.picked.home(opened, signal) : opened, source, {
          ...{ signal, onProgress, later: scope.plansOnly },
        }),
        scope.heldout.peek() || fetchText(scope.library.heldout),
        scope.plansOnly ? null : import('./runs.js'),
      ]);
      if (signal.aborted) return;
      scope.catalog.value = weights.catalog;
      await fitter.fit(weights, signal);
      if (signal.aborted) return;
      batch(() => {
        scope.heldout.value = passage;
        scope.weights.value = weights;
        if (scope.plansOnly) scope.loaded.value = 1;
      });
      for (const end of [running?.watchRuns(scope, weights), watchPlans(scope, weights, signal)])
        if (end) signal.addEventListener('abort', end, { once: true });
      if (!scope.plansOnly) await weights.model;
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    scope.failure.value ??= scope.blame(error);
  }

  return {
    open: () => {
      void show();
    },
    close: () => stop.abort(),
    /** After a failure: a dead engine is replaced, everything is asked for again. */
    async retry() {
      const { failure } = scope;
      if (failure.peek() && isFatal(/** @type {any} */ (failure.peek()))) await scope.engine.replace(engine);
      await show();
    },
    /** @param {string} model  name of the weights */
    choose(model) {
      const { model: old } = scope.query.peek();
      if (model === old) return;
      fitter.remember();
      scope.fitted.value = false;
      scope.set({ model });
      void show();
    },
    /** @param {import('./query.js').Reading} reading  what a link or attributes ask for from now on */
    follow(reading) {
      const { model, tokenizer } = scope.query.peek();
      batch(() => {
        scope.problems.value = reading.problems;
        scope.fitted.value = !reading.leavesMethods;
        scope.query.value = reading.query;
      });
      if (reading.leavesMethods) fitter.forget();
      const weights = scope.weights.peek();
      if (reading.query.model !== model || reading.query.tokenizer !== tokenizer) void show();
      else if (weights) void fitter.fit(weights, stop.signal);
    },
    /** The engine once it has started, for questions that no weights are needed for. */
    ask: () => scope.engine.get(),
    /** @param {() => void} run  again after each change of what it reads; @returns what ends it */
    watch: (run) => effect(run),
  };
}

/** Whatever stands in the scope is of other weights. @param {ScopeState} scope */
function clear(scope) {
  scope.patience.expectMaps(Promise.resolve());
  batch(() => {
    scope.weights.value = null;
    scope.runs.value = [];
    scope.planned.value = [];
    scope.hover.value = null;
    scope.loaded.value = 0;
    scope.failure.value = null;
  });
}
