/** What others need for the same work, as it was recorded: npm run bench -- peers writes the file. */
import { html } from 'lit';
import { peers as en } from '../../words/en/peers.js';
import { peers as zh } from '../../words/zh/peers.js';
import { spoken } from '../language.js';
import { tableSection } from '../table.js';
import recorded from './peers.json' with { type: 'json' };

/**
 * @typedef {typeof import('../../words/en/peers.js').peers} PeerWords
 * @typedef {Record<string, number | undefined>} ByBuild
 *
 * @typedef {object} Other      a peer or a limit
 * @property {string} id
 * @property {number} ms        median
 * @property {ByBuild} ratio    median of its time over that of ours, round by round
 * @property {ByBuild} best     its shortest time over ours
 *
 * @typedef {object} PeerRow    one task at one place
 * @property {string} id
 * @property {string} where     node or chromium
 * @property {number[]} [shape] of a kernel
 * @property {number} [tokens]  of a pass, or before what is written
 * @property {number} [size]    of a picture, pixels a side
 * @property {ByBuild} ours     ms, median, by build
 * @property {Other[]} others
 */

const rows = /** @type {PeerRow[]} */ (/** @type {unknown} */ (recorded.rows));

/** Three digits tell two speeds apart; more would be noise. @param {number} value */
const digits = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

/** Of our builds the one that others are set against. @param {PeerRow} row */
const main = ({ ours }) => ['relaxed', 'base', 'charts'].find((build) => build in ours) ?? '';

/** Of these the fastest stands in one column: two graphs for one task, or two builds of one engine. @type {Record<string, string[]>} */
const alike = { ort: ['ort', 'ort-slices'], llama: ['wllama', 'llama.cpp'] };

/** @param {PeerRow} row @param {string} peer */
const best = ({ others }, peer) =>
  others.filter(({ id }) => (alike[peer] ?? [peer]).includes(id)).sort((a, b) => a.ms - b.ms)[0];

const none = '–'; // it takes no part in this

/** @param {PeerRow} row @param {PeerWords} words */
function oursIn(row, words) {
  const { base } = row.ours;
  const build = main(row);
  const plain = build === 'relaxed' && base !== undefined ? words.plain(digits(base)) : '';
  return html`${digits(row.ours[build] ?? Number.NaN)} <small>${plain}</small>`;
}

/** @param {PeerRow} row @param {string} peer @param {PeerWords} words */
function otherIn(row, peer, words) {
  const other = best(row, peer);
  if (!other) return none;
  const build = main(row);
  const ratio = Math.min(other.ratio[build] ?? Number.NaN, other.best[build] ?? Number.NaN); // no more than both say
  if (peer === 'limit') return words.share(digits(100 * ratio));
  return html`${words.times(digits(ratio))} <small>${words.ms(digits(other.ms))}</small>`;
}

/** Tables by the tasks that they show and the peers that take part in any of them. */
const tables = /** @type {const} */ ([
  { id: 'peer-kernels', tasks: ['rotation', 'attention'], peers: ['limit', 'loop', 'ort'] },
  {
    id: 'peer-model',
    tasks: ['prefill', 'decode'],
    peers: ['limit', 'ort', 'transformers.js', 'llama'],
  },
  { id: 'peer-pictures', tasks: ['heatmap'], peers: ['plotly', 'observable-plot'] },
]);

/** @param {typeof tables[number]} table @param {PeerWords} words */
function table({ id, tasks, peers }, words) {
  const shown = rows.filter((row) => /** @type {readonly string[]} */ (tasks).includes(row.id));
  const columns = [words.what, words.where, words.ours, ...peers.map((peer) => words.names[peer])];
  const body = shown.map((row) => [
    words.task[/** @type {'rotation'} */ (row.id)](row),
    words.places[/** @type {'node'} */ (row.where)],
    oursIn(row, words),
    ...peers.map((peer) => otherIn(row, peer, words)),
  ]);
  return tableSection(id, { ...words[id], columns }, body, 'speed');
}

const versions = /** @type {Record<string, string>} */ (recorded.versions);

/** What was recorded, in the language of the page. */
export function beside() {
  const words = spoken().id === 'zh' ? zh : en;
  return html`<section class="peers" aria-labelledby="h-peers"><h2 id="h-peers">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <p class="lead">${words.recorded({ ...recorded.machine, date: recorded.date, engines: recorded.engines })}</p>
    <dl>${words.about.map(({ id, what, from }) => html`<div><dt>${words.names[id]} <small>${from} ${from && versions[from]}</small></dt><dd>${what}</dd></div>`)}</dl>
    <p class="lead">${words.repeat} <code>${words.command}</code></p></section>
  ${tables.map((each) => table(each, words))}`;
}
