/** What the panel of the evaluation says. */
import { short } from '../../charts/svg.js';
import { form, plural } from '../plural.js';

/**
 * @typedef {[number, number]} Range  the least and the most
 *
 * @typedef {object} Caption          how many samples stand behind what is shown
 * @property {number} cells
 * @property {{ count: number, samples: Range } | null} fresh   run here
 * @property {{ count: number, samples: Range } | null} stored
 * @property {number} failed
 * @property {number} rest
 * @property {{ count: number, difference: number }} repeated   run here with as many samples as are stored
 * @property {number} seed
 * @property {number} characters      of the text that samples are drawn from
 * @property {boolean} isTyped         whether it is the visitor's own; else it is held out
 * @property {boolean} isDrawn         whether it is no text, but tokens by chance
 * @property {number} workers
 * @property {number} threads         of each worker
 *
 * @typedef {object} NearKeys         percent of the keys read right before the question, and at another depth
 * @property {string} name            of the line
 * @property {number} length          tokens
 * @property {number} factor
 * @property {number} near
 * @property {number} far
 * @property {number} depth
 */

const workersOf = (/** @type {number} */ workers, /** @type {number} */ threads) =>
  `${plural(workers, 'worker')}${threads > 1 ? ` of ${threads} threads` : ''}`;

const range = (/** @type {Range} */ [least, most]) => (least === most ? String(least) : `${least} to ${most}`);
const samples = (/** @type {Range} */ counts) => `${range(counts)} ${form(counts[1], 'sample', 'samples')}`;

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** @param {Caption} cells */
function counted({ fresh, stored, failed, rest, repeated }) {
  return [
    fresh ? `${plural(fresh.count, 'was', 'were')} run here, with ${samples(fresh.samples)} each` : '',
    stored
      ? `${plural(stored.count, 'is a stored one', 'are stored ones')} (pale lines, grey cells), of ${samples(stored.samples)}`
      : '',
    failed > 0 ? `${failed} cannot run` : '',
    rest > 0 ? plural(rest, 'is empty', 'are empty') : '',
    repeated.count > 0
      ? `${plural(repeated.count, 'was run with as many samples as the stored one and differs from it', 'were run with as many samples as the stored ones and differ from them')} by at most ${short(repeated.difference)}`
      : '',
  ];
}

export const evaluation = {
  lengths: 'Lengths, tokens',
  tasks: 'Tasks',
  samples: 'Samples a cell',
  block: 'Repeated block, tokens',
  task: { text: 'text loss', repeat: 'repeated text', passkey: 'passkey' },
  plots: { text: 'Text loss', repeat: 'Repeat accuracy' },
  waiting: 'Waiting for the model.',
  bar: 'Evaluation',
  run: 'Run',
  rest: 'Run the rest',
  cancel: 'Cancel',
  running: 'Evaluation is running',
  finished: (/** @type {string} */ count) => `Finished: ${count}`,
  stopped: (/** @type {string} */ count) => `Stopped: ${count}`,
  count: (/** @type {number} */ done, /** @type {number} */ cells) =>
    `${done} of ${plural(cells, 'cell')} computed on this device`,
  progress: (/** @type {string} */ count, /** @type {string} */ state) => (state ? `${count}, ${state}` : count),
  opening: 'starting the workers',
  pace: 'measuring the pace',
  left: (/** @type {number} */ seconds) => `about ${duration(seconds)} left`,
  duration,
  tooShort: (/** @type {number} */ least) =>
    `Your own text is too short to draw samples from: at least ${least} tokens are needed.`,
  wordless: (/** @type {string} */ why) =>
    `Text loss is left out: texts cannot become tokens of this model (${why}). Copies and passkeys need no meaning: they run on tokens drawn at random, the key and the words around it, too.`,
  /** @type {(needs: { bytes: number, workers: number, threads: number, seconds: number | null }) => string} */
  needs: ({ bytes, workers, threads, seconds }) =>
    `Your model will take ${Math.ceil(bytes / 1e6).toLocaleString('en')} MB of memory in ${workersOf(workers, threads)} and, for what is chosen, ${seconds === null ? 'a time that is being measured' : `about ${duration(seconds)}`}. You may cancel at any moment and keep what is done.`,
  /** @type {(scores: { name: string, length: number, bits: number }[]) => string} */
  perByte: (scores) =>
    `The same in bits per byte, which vocabularies share: ${scores.map(({ name, length, bits }) => `${name} ${bits.toFixed(2)} at ${length}`).join('; ')}.`,
  failed: (/** @type {string} */ name, /** @type {string} */ why) => `${name}: ${why}`,
  noParameters: 'no parameters set',
  parameters: (/** @type {number} */ length, /** @type {string[]} */ list) => `at ${length}: ${list.join(', ')}`,
  caption: (/** @type {Caption} */ said) =>
    `Of ${plural(said.cells, 'cell')}, ${counted(said).filter(Boolean).join('; ')}. Every method sees the same samples: seed ${said.seed}, from the same ${said.characters.toLocaleString('en')} ${said.isDrawn ? 'random tokens' : said.isTyped ? 'characters of your own text' : 'held-out characters'}, ` +
    `with the same weights. A band is one standard error of the mean. Runs use ${workersOf(said.workers, said.threads)}.`,
};

export const passkey = {
  title: 'Passkey: % of keys read, by depth (0 = at the start) and length',
  live: '100, run here',
  stored: '100, stored',
  choose: 'Choose a cell to see its prompt.',
  grid: (/** @type {string} */ name) => `Passkey by depth and length, ${name}`,
  depth: 'depth',
  cell: (/** @type {number} */ depth, /** @type {number} */ length, /** @type {string} */ score) =>
    `Depth ${depth}, length ${length}: ${score}`,
  score: (/** @type {{ percent: string, samples: number, live: boolean }} */ { percent, samples: count, live }) =>
    `${percent} % of ${plural(count, 'sample')}, ${live ? 'run here' : 'stored'}`,
  near: (/** @type {NearKeys} */ { name, length, factor, near, far, depth }) =>
    `Right before the question (depth 1) a key stands as near as two can. In a text of ${length} tokens ${name} reads ${near} % there and ${far} % at depth ${depth}: ` +
    `its slow pairs, ${short(factor)} times slower, take that distance for less than any between two keys in training.`,
  notRun: 'not run',
  chosen: 'Chosen cell',
  case: (/** @type {{ name: string, length: number, depth: number }} */ { name, length, depth }) =>
    `${name}, ${length} tokens, key at depth ${depth}`,
  found: (/** @type {{ right: number, samples: number, live: boolean }} */ { right, samples: count, live }) =>
    `: ${right} of ${plural(count, 'key')} read${live ? '' : ' (stored)'}`,
  prompt: 'Prompt',
  more: (/** @type {number} */ characters) => `… ${characters} more characters …`,
  expected: 'right answer',
  answer: "the model's",
  right: '✓ right',
  wrong: '✗ wrong',
  last: 'The last of the samples run here. Each token of the answer is the most likely one, given the right ones before it.',
  noPrompt: 'A stored number comes without its prompt.',
  unknown: 'Nothing is known of this cell yet.',
  run: 'Run this cell',
  running: 'Running this cell',
};
