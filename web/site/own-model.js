/** A model of one's own: its files are chosen or dropped, it is stated before it is loaded, and it runs in this tab alone. */
import { batch, effect, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { spokenFailure } from '../elements/spoken.js';
import { droppedFiles } from '../scope/dropped-files.js';
import { failureOf } from '../scope/failure.js';
import { paceOf } from '../scope/pace.js';
import { mostBytes, readPicked } from '../scope/picked-model.js';
import { lengths } from '../scope/query.js';
import { ownModel as english } from '../words/en/own-model.js';
import { bringing, brought, ownModel } from './kept.js';
import { spoken } from './language.js';
import { titleOf } from './models.js';
import { scope } from './scope.js';
import './own.css';

/** @typedef {import('../scope/picked-model.js').Picked} Picked */

/** What was read of the files, before it is loaded. */
const stated = signal(/** @type {Picked | null} */ (null));
const problem = signal(/** @type {import('../scope/failure.js').Failure | null} */ (null));
const reading = signal(false);
const dropping = signal(false);
/** What the engine tells once it holds the model. */
const info = signal(/** @type {import('../lib/types.js').ModelInfo | null} */ (null));
/** Multiply-adds per second in this tab; 0: not measured yet. */
export const pace = signal(0);

const ofConfig = ['invalid_config', 'unsupported_model', 'invalid_json']; // errors that are about that file
let before = scope.codec.defaults.model; // the weights that were shown last, of those of the page
let measuring = false;
let newest = 0; // of the readings: an older one is not heard of again

const words = () => spoken().ownModel ?? english;
const isShown = () => scope.query.value.model === ownModel;

effect(() => {
  if (!isShown()) before = scope.query.value.model;
});

/** What cannot be loaded leaves the page as it was. */
effect(() => {
  const failed = scope.failure.value;
  if (!failed || !isShown() || scope.loaded.peek() === 1) return;
  problem.value = failed;
  queueMicrotask(giveUp);
});

addEventListener('hashchange', () => {
  bringing.value = scope.query.peek().model === ownModel;
});

/** @param {Promise<File[]>} picked */
async function read(picked) {
  const mine = ++newest;
  batch(() => {
    reading.value = true;
    stated.value = null;
    problem.value = null;
  });
  try {
    const files = await picked;
    const found = files.length > 0 ? await readPicked(files, await scope.ask(), { wordless: scope.plansOnly }) : null;
    if (mine !== newest) return;
    stated.value = found;
  } catch (error) {
    if (mine === newest) problem.value = failureOf(error);
  } finally {
    if (mine === newest) reading.value = false;
  }
}

/** @param {import('../scope/weights.js').Weights} weights */
async function measure(weights) {
  if (measuring || pace.peek() > 0) return;
  measuring = true;
  try {
    pace.value = await paceOf(weights, scope.input.peek());
  } catch {
    // other weights were chosen meanwhile: these are measured instead
  }
  measuring = false;
}

effect(() => {
  const weights = scope.weights.value;
  if (weights && scope.loaded.value === 1 && (stated.value || brought.value)) void measure(weights);
});

/** The same, and what the engine tells of it. @param {Picked} picked @returns {Picked} */
const telling = (picked) => ({
  ...picked,
  load: async (engine, options) => {
    const model = await picked.load(engine, options);
    info.value = model.info;
    return model;
  },
});

function load() {
  const again = scope.query.peek().model === ownModel;
  batch(() => {
    problem.value = null;
    brought.value = stated.value && telling(stated.value);
    stated.value = null;
    info.value = null;
    if (again) scope.fitted.value = false;
  });
  if (again) void scope.retry();
  else scope.choose(ownModel);
}

/** While it loads: the weights before come back, and the files are stated again. */
function giveUp() {
  batch(() => {
    if (!problem.value) stated.value = brought.value;
    brought.value = null;
  });
  scope.choose(before);
}

/**
 * A button that goes with what it ends; the keyboard stays in the panel.
 * @param {string} label
 * @param {() => void} act
 */
const button = (label, act) => {
  const click = (/** @type {Event} */ { target }) => {
    /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (target).closest('.own')).focus({ preventScroll: true });
    act();
  };
  return html`<button type="button" @click=${click}>${label}</button>`;
};

/** @param {string} label  @param {boolean} folder */
function chooser(label, folder) {
  const choose = (/** @type {Event} */ { target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    const files = [...(input.files ?? [])];
    input.value = ''; // the same files may be chosen again
    if (files.length > 0) void read(Promise.resolve(files));
  };
  return html`<label class="file">${label}<input type="file" multiple ?webkitdirectory=${folder} @change=${choose}></label>`;
}

/**
 * @param {Picked} picked
 * @param {import('../lib/types.js').ModelInfo | null} told  by the engine; null: it is not loaded
 */
function facts({ name, facts: of, work, textless }, told) {
  const { facts: said, bytes } = words();
  const { length } = scope.query.value;
  const time = pace.value > 0 ? said.pass(work(length) / pace.value, length) : said.measuring;
  const methods = of.methods.map(({ id }) => scope.nameOf(id)).join(' + ');
  const vocabulary = textless ? said.textless(of.vocabulary) : said.vocabulary(of.vocabulary);
  const tokens = of.characters ? said.characters : vocabulary;
  const rows = [
    ...(name ? [[said.folder, name]] : []),
    [said.architecture, said.shape(of)],
    [said.parameters, said.count(told?.parameters ?? of.parameters)],
    [said.training, said.trained(methods, of.trained)],
    [said.tokens, tokens],
    [said.disk, bytes(of.disk)],
    [said.memory, said.needs(bytes(of.memory.loading), bytes(of.memory.kept))],
    [said.time, time],
  ];
  const unused = told?.unused_tensors ?? [];
  return html`<dl>${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    ${unused.length > 0 ? html`<p class="notice">${said.unused(unused)}</p>` : nothing}
    ${of.trained >= lengths.max ? html`<p class="notice">${said.beyond(lengths.max)}</p>` : nothing}`;
}

/** @param {Picked} picked */
function offer(picked) {
  const { loading } = picked.facts.memory;
  const cancel = () => {
    stated.value = null;
  };
  return html`${facts(picked, null)}
    ${loading > mostBytes ? html`<p class="problem" role="alert">${words().tooLarge(loading / 1e9, mostBytes / 1e9)}</p>` : nothing}
    <div class="choice">${loading > mostBytes ? nothing : button(words().load, load)}${button(words().cancel, cancel)}</div>`;
}

function progress() {
  const done = scope.loaded.value;
  return html`<p>${words().loading(Math.round(100 * done))}</p>
    <progress aria-label=${words().loadingLabel} max="1" .value=${done}></progress>
    <div class="choice">${button(words().cancel, giveUp)}</div>`;
}

/** What is said of the files, or of the model that they became. */
function now() {
  if (reading.value) return html`<p>${words().reading}</p>`;
  if (stated.value) return offer(stated.value);
  if (!isShown() || !brought.value) return nothing;
  const ready = scope.weights.value !== null && scope.loaded.value === 1;
  return ready ? facts(brought.value, info.value) : progress();
}

/** @param {import('../scope/failure.js').Failure} failed */
function refusal(failed) {
  const named = ofConfig.includes(failed.code) && failed.path !== 'config.json';
  const why = words().refused(spokenFailure(failed, spoken()), named ? 'config.json' : '');
  const isTextless = failed.path === 'tokenizer.json' && !scope.plansOnly;
  return isTextless ? spoken().parts.together([why, words().elsewhere]) : why;
}

export function ownModelPanel() {
  const said = words();
  const failed = problem.value;
  const over = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    dropping.value = true;
  };
  const leave = () => {
    dropping.value = false;
  };
  const drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    leave();
    if (event.dataTransfer) void read(droppedFiles(event.dataTransfer));
  };
  const folders = 'webkitdirectory' in HTMLInputElement.prototype;
  return html`<div class="own own-model ${dropping.value ? 'dropping' : ''}" tabindex="-1" @dragover=${over} @dragleave=${leave} @drop=${drop}>
    ${chooser(said.choose, false)} ${folders ? chooser(said.chooseFolder, true) : nothing}
    <p class="doc">${said.about}</p>
    <p class="doc">${said.private}</p>
    ${failed ? html`<p class="problem" role="alert">${refusal(failed)}</p>` : nothing}
    <div class="stated" aria-live="polite">${now()}</div>
    ${isShown() ? nothing : html`<p class="doc">${said.meanwhile(titleOf(scope.query.value.model))}</p>`}
  </div>`;
}
