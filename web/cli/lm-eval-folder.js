/**
 * Our tasks as EleutherAI's lm-evaluation-harness 0.4 reads them: a YAML file a task (lm_eval/config/task.py), its samples as
 * JSON lines beside it, and a group of all. Prompts and answers are columns: no template touches them.
 */

import { makeSample } from '../lib/samples.js';
import { endOf } from '../lib/text-scores.js';

/**
 * @typedef {'text' | 'repeat' | 'passkey'} TaskName
 * @typedef {{ task: TaskName, params: Record<string, number>, length: number }} Cell
 *
 * @typedef {object} Vocabulary       what samples are counted in
 * @property {'tokens' | 'characters'} unit
 * @property {any[]} corpus           the held-out text
 * @property {{ key_begin: any[], digits: any[], key_end: any[] } | null} symbols  null: no passkeys
 * @property {(tokens: any[]) => string} said
 *
 * @typedef {{ cells: Cell[], vocabulary: Vocabulary, samples: number, seed: number }} Wanted
 */

const group = 'ropescope';

/** Of each kind of task: what is asked, and how the answer is scored. */
const scoring = {
  text: {
    output_type: 'loglikelihood_rolling', // of the whole text
    doc_to_text: '',
    doc_to_target: 'text',
    metric_list: [
      { metric: 'bits_per_byte', aggregation: 'bits_per_byte', higher_is_better: false },
      { metric: 'byte_perplexity', aggregation: 'weighted_perplexity', higher_is_better: false },
    ],
  },
  repeat: exactMatch(),
  passkey: exactMatch(),
};

/** `acc` of a log-likelihood is whether every token of the answer was the most likely one. */
function exactMatch() {
  return {
    output_type: 'loglikelihood',
    doc_to_text: 'prompt',
    doc_to_target: 'answer',
    metric_list: [{ metric: 'acc', aggregation: 'mean', higher_is_better: true }],
  };
}

/** 'passkey_1024_depth0.25'. @param {Cell} cell */
const nameOf = ({ task, params, length }) =>
  [task, length, ...Object.entries(params).map(([key, value]) => `${key}${value}`)].join('_');

/**
 * @param {Wanted} wanted
 * @returns {Record<string, string>}  contents by the name of the file
 */
export function lmEvalFiles({ cells, vocabulary, samples, seed }) {
  const named = cells.map((cell) => ({ cell, name: nameOf(cell) }));
  const files = named.flatMap(({ cell, name }) => {
    const lines = Array.from({ length: samples }, (_, index) => documentOf(cell, vocabulary, { seed, index }));
    const data = `data/${name}.jsonl`;
    const told = { ...cell, unit: vocabulary.unit, seed };
    return [
      [`${name}.yaml`, yaml(taskOf(cell.task, { name: `${group}_${name}`, data, told }))],
      [data, lines.map((line) => `${JSON.stringify(line)}\n`).join('')],
    ];
  });
  const all = { group, task: named.map(({ name }) => `${group}_${name}`), metadata: { version } };
  return Object.fromEntries([...files, [`${group}.yaml`, yaml(all)]]);
}

const version = 1; // of the tasks: it rises where a prompt or its scoring changes

/**
 * @param {TaskName} task
 * @param {{ name: string, data: string, told: object }} of
 */
const taskOf = (task, { name, data, told }) => ({
  task: name,
  tag: [`${group}_${task}`],
  dataset_path: 'json',
  dataset_kwargs: { data_files: { test: data } },
  test_split: 'test',
  num_fewshot: 0,
  target_delimiter: '',
  ...scoring[task],
  metadata: { version, ropescope: told },
});

/**
 * A line of the data: what stands in its columns.
 * @param {Cell} cell
 * @param {Vocabulary} vocabulary
 * @param {{ seed: number, index: number }} which
 * @returns {{ text: string } | { prompt: string, answer: string }}
 */
export function documentOf({ task, params, length }, { corpus, symbols, said }, which) {
  const key = symbols ?? { key_begin: [], digits: [], key_end: [] };
  const { tokens, scored } = makeSample({ task, ...params, length, ...which, corpus, symbols: key });
  const text = said(tokens);
  if (task === 'text') return { text };
  const before = said(tokens.slice(0, scored));
  const answer = task === 'repeat' ? endOf(text.slice(before.length)) : text.slice(before.length);
  return { prompt: text.slice(0, text.length - answer.length), answer };
}

/**
 * YAML 1.2 is a superset of JSON: a key a line, its value as JSON.
 * @param {Record<string, unknown>} content
 */
const yaml = (content) =>
  Object.entries(content)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
