/** A text of one's own: typed, pasted, dropped or chosen; what the model makes of it is said beside it. */
import { effect, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { longestSample } from '../lib/samples.js';
import { kept, mostMegabytes, readTextFile, strangersIn } from '../scope/own-text.js';
import { longestTyped } from '../scope/query.js';
import { standIn } from '../scope/texts.js';
import { own as english } from '../words/en/own.js';
import { keepText } from './kept.js';
import { spoken } from './language.js';
import { scope } from './scope.js';
import './own.css';

const strangersShown = 8; // of the characters that are unknown, by name

/** What was said of the last file, if the text still is that of a file. */
const file = signal(
  /** @type {import('../scope/own-text.js').OwnText | import('../scope/own-text.js').Refused | null} */ (null),
);
const dropping = signal(false);

const words = () => spoken().own ?? english;

effect(() => {
  if (scope.query.value.text === 'own') keepText(scope.query.value.typed);
});

/** @param {FileList | null | undefined} list */
async function readFiles(list) {
  if (!list || list.length === 0) return;
  const read = await readTextFile([...list]);
  file.value = read;
  if ('text' in read) scope.set({ typed: read.text });
}

/** @param {Event} event */
function typed({ target }) {
  const { value } = /** @type {HTMLTextAreaElement} */ (target);
  file.value = value.length > longestTyped ? { text: value, name: '', given: value.length } : null;
  scope.set({ typed: kept(value) });
}

/** @param {DragEvent} event */
const carriesFiles = ({ dataTransfer }) => [...(dataTransfer?.items ?? [])].some(({ kind }) => kind === 'file');

/** @param {DragEvent} event */
function over(event) {
  if (!carriesFiles(event)) return; // a dragged text is the textarea's own matter
  event.preventDefault();
  dropping.value = true;
}

/** @param {DragEvent} event */
function drop(event) {
  dropping.value = false;
  if (!carriesFiles(event)) return;
  event.preventDefault();
  void readFiles(event.dataTransfer?.files);
}

/** @param {Event} event */
function choose({ target }) {
  const input = /** @type {HTMLInputElement} */ (target);
  void readFiles(input.files).finally(() => {
    input.value = ''; // the same file may be chosen again
  });
}

/** What is said of the file, or of a text that is longer than what is kept. */
function ofFile() {
  const now = file.value;
  if (!now) return nothing;
  if ('refused' in now) {
    const { refused, name, files } = now;
    const said =
      refused === 'several' ? words().refused.several(name, files) : words().refused[refused](name, mostMegabytes);
    return html`<p class="problem" role="alert">${said}</p>`;
  }
  const { name, given } = now;
  return html`${name ? html`<p class="doc">${words().from(name)}</p>` : nothing}
    ${given > longestTyped ? html`<p class="doc">${words().cut(given, longestTyped)}</p>` : nothing}`;
}

/** What the model makes of the text. */
function ofText() {
  const { typed: text } = scope.query.value;
  const weights = scope.weights.value;
  if (!weights || text === '' || weights.source.picked?.textless) return nothing;
  const tokens = scope.input.value.length;
  const strangers = weights.reader ? [] : strangersIn(text);
  const characters = [...text].length;
  const unknown =
    strangers.length > 0 ? html`<p class="notice">${words().unknown(strangers, standIn, strangersShown)}</p>` : nothing;
  if (scope.plansOnly) {
    const all = weights.reader?.material({ heldout: '', typed: text, length: 0 }).typed.length ?? text.length;
    return html`<p>${words().corpus({ characters, tokens: all, longest: longestSample(all) })}</p>${unknown}`;
  }
  const size = { characters, tokens: Math.max(tokens, scope.longest.value), used: tokens };
  const trained = scope.trained.value;
  return html`<p>${tokens < 2 ? words().tooShort : words().size(size)}</p>
    ${tokens >= 2 && scope.longest.value <= trained ? html`<p>${words().withinTraining(trained)}</p>` : nothing}
    ${unknown}`;
}

export function ownText() {
  const said = words();
  return html`<div class="own ${dropping.value ? 'dropping' : ''}" @dragover=${over} @dragleave=${() => {
    dropping.value = false;
  }} @drop=${drop}>
    <textarea aria-label=${said.text} aria-describedby="own-text" placeholder=${said.write} rows="6" spellcheck="false"
      .value=${scope.query.value.typed} @input=${typed}></textarea>
    <label class="file">${said.choose}<input type="file" accept=".txt,.md,.markdown,.text" @change=${choose}></label>
    <p class="doc">${said.about}</p>
    <p class="doc">${said.private}</p>
    ${ofFile()}
    <div id="own-text" class="doc" aria-live="polite">${ofText()}</div>
  </div>`;
}
