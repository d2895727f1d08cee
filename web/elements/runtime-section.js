/** What one runtime is told: a table of settings with their reasons, remarks, and what can be copied or kept. */
import { html, nothing } from 'lit';
import { commandLine } from '../lib/shell.js';
import { runtimeWords } from '../words/runtimes.js';
import { coded } from './coded.js';
import { saveAs } from './save.js';
import { spokenFailure } from './spoken.js';

/**
 * @typedef {import('../lib/export.js').Export} Export
 * @typedef {import('../words/en.js').Words} Words
 * @typedef {import('./runtime-answers.js').Answer} Answer
 */

const shownFor = 2000; // ms that a button says what it did
const shownNumbers = 2; // of a list; the command and the file hold all

/** Long names may break after their joints. @param {string} key */
const breakable = (key) => key.split(/(?<=[_.=]|[a-z]-)/).map((part, i) => (i === 0 ? part : html`<wbr>${part}`));

/**
 * @param {import('../lib/types.js').ParamValue} value
 * @param {Words} words
 */
function shownValue(value, words) {
  if (!Array.isArray(value)) return breakable(String(value));
  if (value.length <= shownNumbers) return value.join(', ');
  return runtimeWords(words).numbers(value.slice(0, shownNumbers).join(', '), value.length);
}

/**
 * @param {Answer} answer
 * @param {Export} written
 * @param {Words} words
 */
function table({ name }, { settings }, words) {
  const { heads, settings: title } = runtimeWords(words);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${title(name)}>
    <table>
      <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${settings.map(
        ({ key, value, why }) => html`<tr><th scope="row"><code>${breakable(key)}</code></th>
          <td><code>${shownValue(value, words)}</code></td><td>${words.say(why)}</td></tr>`,
      )}</tbody>
    </table>
  </div>`;
}

/**
 * Puts the command into the clipboard; where the browser has none to write to (a page over plain http), selects it.
 * @param {Event} event
 * @param {string} line
 */
async function copy(event, line) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  const section = /** @type {Element} */ (button.closest('section'));
  try {
    await navigator.clipboard.writeText(line); // absent over plain http: a TypeError
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), shownFor);
  } catch {
    const command = /** @type {Element} */ (section.querySelector('pre'));
    getSelection()?.selectAllChildren(command);
  }
}

/**
 * @param {Answer} answer
 * @param {string[]} args
 * @param {Words} words
 */
function command({ to }, args, words) {
  const { programs, command: title, copy: label, copied } = runtimeWords(words);
  const program = programs[to] ?? to;
  const line = commandLine(args);
  return html`<pre tabindex="0" aria-label=${title(program)}><code>${line}</code></pre>
    <div class="actions"><button class="plain" type="button" @click=${(/** @type {Event} */ event) => copy(event, line)}><span>${label(program)}</span><span class="done" role="status">${copied}</span></button></div>`;
}

/**
 * @param {NonNullable<Export['files']>} files
 * @param {Words} words
 */
function downloads(files, words) {
  const { download, file } = runtimeWords(words);
  const save = (/** @type {string} */ name, /** @type {string | Uint8Array} */ content) =>
    saveAs(name, new Blob([/** @type {BlobPart} */ (content)], { type: 'application/json' }));
  return html`<p class="summary">${file}</p>
    <div class="actions">${Object.entries(files).map(
      ([name, content]) =>
        html`<button class="plain" type="button" @click=${() => save(name, content)}>${download(name)}</button>`,
    )}</div>`;
}

/** @param {Answer['elsewhere'][number]} remark @param {Words} words */
const textOf = ({ method, ...remark }, words) => words.elsewhere(method, remark).text;

/**
 * @param {Answer} answer
 * @param {Words} words
 */
function remarks({ to, elsewhere, written, failure }, words) {
  const notes = (written?.notes ?? []).filter(({ reason }) => reason !== 'elsewhere_says' && !isVersion(reason));
  const items = [
    ...notes.map((note) => html`<li>${words.say(note)}</li>`),
    ...elsewhere.map((remark) => html`<li>${runtimeWords(words).remark('', textOf(remark, words))}</li>`),
    ...(to === 'llama.cpp' && (written || isSaidInFile(failure))
      ? [html`<li>${coded(runtimeWords(words).weights)}</li>`]
      : []),
  ];
  return items.length > 0 ? html`<ul>${items}</ul>` : nothing;
}

/** Whether a runtime reads it from its model file, and nowhere else. @param {Answer['failure']} failure */
const isSaidInFile = (failure) => ['said_in_file', 'keeps_divisors_in_file'].includes(String(failure?.args.why));

/** @param {string} reason */
const isVersion = (reason) => reason.startsWith('holds_for_');

/**
 * @param {Answer} answer
 * @param {Words} words
 */
export function runtimeSection(answer, words) {
  const { to, name, written, failure } = answer;
  const { says, cannot } = runtimeWords(words);
  const id = `h-${to.replace('.', '')}`;
  const versions = written?.notes.filter(({ reason }) => isVersion(reason)) ?? [];
  return html`<section aria-labelledby=${id}>
    <h3 id=${id}>${name} <small class=${written ? 'yes' : 'no'}>${written ? says : cannot}</small></h3>
    ${versions.map((note) => html`<p class="summary">${words.say(note)}</p>`)}
    ${failure ? html`<p class="why">${spokenFailure(failure, words)}</p>` : nothing}
    ${written ? table(answer, written, words) : nothing}
    ${written?.args ? command(answer, written.args, words) : nothing}
    ${written?.files ? downloads(written.files, words) : nothing}
    ${remarks(answer, words)}
  </section>`;
}

/**
 * One answer for all: the file, or the method, is what none can be told.
 * @param {import('../scope/failure.js').Failure} failure
 * @param {Answer[]} answers
 * @param {string} method  its name
 * @param {Words} words
 */
export function noneOf(failure, answers, method, words) {
  const { none, under, remark } = runtimeWords(words);
  const known = answers.flatMap(({ name, elsewhere }) =>
    elsewhere.map((remark) => ({ name, text: textOf(remark, words) })),
  );
  return html`<p class="error">${none} ${spokenFailure(failure, words)}</p>
    ${
      known.length > 0
        ? html`<p class="why">${under(method)}</p>
            <ul>${known.map(({ name, text }) => html`<li>${remark(name, text)}</li>`)}</ul>`
        : nothing
    }`;
}

/**
 * @param {import('../scope/failure.js').Failure} failure
 * @param {Words} words
 * @param {() => unknown} retry
 */
export const problemSection = (failure, words, retry) =>
  html`<p class="error" role="alert">${spokenFailure(failure, words)}
    <button class="plain" type="button" @click=${retry}>${words.figure.retry}</button></p>`;
