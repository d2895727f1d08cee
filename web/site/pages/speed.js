/** How fast the engine is in this browser, measured when the visitor asks for it. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { spokenFailure } from '../../elements/spoken.js';
import { variant } from '../../lib/variant.js';
import { pageEngine } from '../../scope/engine.js';
import { failureOf } from '../../scope/failure.js';
import { fetchFile, fetchText } from '../../scope/files.js';
import { speed as en } from '../../words/en/speed.js';
import { speed as zh } from '../../words/zh/speed.js';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState } from '../frame-state.js';
import { spoken } from '../language.js';
import { filesOf, titleOf } from '../models.js';
import { problemWith } from '../problem.js';
import { measureSpeed } from '../speed/measure.js';
import { beside } from '../speed/peers.js';
import recorded from '../speed/recorded.json' with { type: 'json' };
import { tables } from '../speed/tables.js';
import '../methods/methods.css';
import '../speed/speed.css';

const modelName = 'rope-l128';
const heldout = new URL('../../models/heldout.txt', import.meta.url);

const { state, set } = createFrameState();
const said = () => (spoken().id === 'zh' ? zh : en);
/** @type {import('@preact/signals-core').Signal<import('../speed/measure.js').Speed | null>} */
const measured = signal(null);
/** @type {import('@preact/signals-core').Signal<{ done: number, began: number, stop: () => void } | null>} */
const running = signal(null);
/** @type {import('@preact/signals-core').Signal<import('../../scope/failure.js').Failure | null>} */
const failure = signal(null);

/** A worker with the plain loops. */
function openLoops() {
  const worker = new Worker(new URL('../speed/loops-worker.js', import.meta.url), { type: 'module' });
  return {
    end: () => worker.terminate(),
    /** @param {string} kernel @param {import('../speed/loops.js').Work} work @returns {Promise<Float32Array>} */
    run: (kernel, work) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = reject;
        worker.postMessage({ kernel, work });
      }),
  };
}

/** @param {AbortSignal} signal */
async function run(signal) {
  const loops = openLoops();
  const files = filesOf(modelName);
  try {
    const engine = await pageEngine.get();
    const [config, weights, text] = await Promise.all([
      fetchText(files.config),
      fetchFile(files.weights),
      fetchText(heldout),
    ]);
    const model = await engine.loadModel({ config, weights }, { signal });
    const onProgress = (/** @type {number} */ done) => {
      if (running.value && !signal.aborted) running.value = { ...running.value, done };
    };
    const speed = await measureSpeed({ engine, model, text, runLoop: loops.run, signal, onProgress });
    measured.value = speed;
    dispatchEvent(new CustomEvent('rope-measured', { detail: { variant, speed } })); // who records a run listens
    await model.dispose();
  } finally {
    loops.end();
  }
}

async function measure() {
  const stopped = new AbortController();
  failure.value = null;
  running.value = { done: 0, began: performance.now(), stop: () => stopped.abort() };
  await run(stopped.signal).catch((error) => {
    if (!stopped.signal.aborted) failure.value = failureOf(error);
  });
  running.value = null;
}

/** What this browser is, as far as it decides about speed. */
const conditions = () =>
  said().conditions({ variant, cores: navigator.hardwareConcurrency, model: titleOf(modelName) });

/** @param {NonNullable<typeof running.value>} now */
function progress({ began, done }) {
  const words = said();
  const seconds = (((performance.now() - began) / 1000) * (1 - done)) / done;
  return html`<progress max="1" .value=${done} aria-label=${words.progress}></progress>
    <span class="left">${done > 0.05 ? words.left(Math.ceil(seconds)) : ''}</span>`;
}

/** One button for both ways, so that the keyboard stays on it. */
function button() {
  const words = said();
  const now = running.value;
  const start = measured.value ? words.again : words.start;
  return html`<button type="button" @click=${now ? now.stop : measure}>${now ? words.stop : start}</button>`;
}

function body() {
  const why = failure.value;
  return html`<p class="lead">${conditions()}</p>
    <p class="measure">${running.value ? progress(running.value) : nothing} ${button()}</p>
    ${why ? problemWith(spokenFailure(why, spoken()), measure) : nothing}
    ${measured.value ? nothing : html`<p class="lead">${said().empty}</p>`}
    <p class="lead">${said().recorded(recorded)}</p>
    ${tables(measured.value, recorded, said())}
    ${guard([said()], beside)}`;
}

drawFrame(state, set);
draw(() => (running.value ? said().running : spoken().settings.status.ready), byId('status'));
draw(body, byId('figures'));
