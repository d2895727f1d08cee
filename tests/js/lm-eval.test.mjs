// `ropescope tasks --to lm-eval`: the folder follows the harness's own schema and holds our prompts; its results come back.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { endOf } from '../../web/lib/text-scores.js';
import { ropescope } from './helpers/cli.mjs';

/** TaskConfig and GroupConfig of lm-evaluation-harness 0.4.13.dev0 (4e7e0d4), lm_eval/config: what we use, and its types. */
const string = 'string';
const taskFields = {
  ...{ task: string, tag: 'list', dataset_path: string, dataset_kwargs: 'object', test_split: string },
  ...{
    num_fewshot: 'number',
    target_delimiter: string,
    output_type: string,
    doc_to_text: string,
    doc_to_target: string,
  },
  ...{ metric_list: 'list', metadata: 'object' },
};
const groupFields = { group: string, task: 'list', metadata: 'object' };
/** Metrics that ConfigurableTask.process_results gives for an output type, with their aggregation (lm_eval/api/metrics.py). */
const metrics = {
  loglikelihood: { acc: 'mean', perplexity: 'perplexity' },
  loglikelihood_rolling: {
    ...{ word_perplexity: 'weighted_perplexity', byte_perplexity: 'weighted_perplexity' },
    bits_per_byte: 'bits_per_byte',
  },
};

const typeOf = (value) => (Array.isArray(value) ? 'list' : typeof value);
const models = fileURLToPath(new URL('../../web/models/', import.meta.url));
const results = fileURLToPath(new URL('../golden/lm_eval_results.json', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'ropescope-'));
const out = join(home, 'words');
const small = ['--lengths', '96,160', '--samples', '2', '--seed', '5'];
const export_ = (...args) => ropescope(['tasks', '--to', 'lm-eval', ...args]);

const read = (name) => readFileSync(join(out, name), 'utf8');
/** A key a line, its value JSON, which YAML is a superset of. */
const yaml = (name) =>
  Object.fromEntries(
    read(name)
      .trimEnd()
      .split('\n')
      .map((line) => [/^(\w+): /.exec(line)[1], JSON.parse(line.slice(line.indexOf(': ') + 2))]),
  );
const documents = ({ dataset_kwargs }) =>
  read(dataset_kwargs.data_files.test)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
/** doc_to_text and doc_to_target: a column, else a template; ours has no placeholder. */
const rendered = (template, doc) => (Object.hasOwn(doc, template) ? doc[template] : template);

let tasks;
beforeAll(async () => {
  await export_('--out', out, '--model', 'words-l512', '--method', 'yarn', '--param', 'factor=4', ...small);
  tasks = readdirSync(out)
    .filter((name) => name.endsWith('.yaml') && name !== 'ropescope.yaml')
    .map(yaml);
});
afterAll(() => rmSync(home, { recursive: true }));

test('every task has fields, types and metrics that the harness knows', () => {
  expect(tasks).toHaveLength(2 * (1 + 5) + 1); // a block of 64 is repeated within 160 only
  for (const task of tasks) {
    const types = Object.fromEntries(Object.entries(task).map(([key, value]) => [key, typeOf(value)]));
    expect(types).toEqual(taskFields);
    for (const { metric, aggregation, ...others } of task.metric_list) {
      expect(metrics[task.output_type][metric]).toBe(aggregation);
      expect(others).toEqual({ higher_is_better: metric === 'acc' });
    }
    expect(task.dataset_path).toBe('json');
    expect(Object.keys(task.dataset_kwargs.data_files)).toEqual([task.test_split]);
    for (const doc of documents(task)) {
      expect([...Object.keys(doc), '']).toEqual(expect.arrayContaining([task.doc_to_text, task.doc_to_target]));
    }
  }
  const group = yaml('ropescope.yaml');
  expect(Object.fromEntries(Object.entries(group).map(([key, value]) => [key, typeOf(value)]))).toEqual(groupFields);
  expect([...group.task].sort()).toEqual(tasks.map(({ task }) => task).sort());
});

test('prompts and answers are those of our own evaluation', async () => {
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(`${models}words-l512`);
  const text = readFileSync(`${models}heldout.txt`, 'utf8');
  for (const { doc_to_text, doc_to_target, metadata, ...config } of tasks) {
    const { task, params, length } = metadata.ropescope;
    for (const [first, doc] of documents(config).entries()) {
      const { last } = await model.evaluate({ task, ...params, length, samples: 1, text, seed: 5, first });
      const [prompt, answer] = [rendered(doc_to_text, doc), rendered(doc_to_target, doc)];
      expect(prompt + answer).toBe(last.prompt + last.expected);
      expect(answer).toBe({ text: prompt + answer, repeat: endOf(last.expected), passkey: last.expected }[task]);
    }
  }
  await engine.dispose();
}, 120_000);

test('the settings of the method lie beside, and the README runs them with both programs', () => {
  expect(JSON.parse(read('model-yarn/config.json')).rope_parameters).toMatchObject({ rope_type: 'yarn', factor: 4 });
  const commands = [...read('README.md').matchAll(/^ {4}lm_eval --model (\w+) --model_args '(.*?)' (.*)$/gm)];
  const [hf, vllm] = commands.map(([, program, args, rest]) => ({ program, rest, ...JSON.parse(args) }));
  expect(hf).toMatchObject({ program: 'hf', pretrained: 'model-yarn', max_length: 224 });
  expect(vllm).toMatchObject({ program: 'vllm', max_model_len: 224, hf_overrides: { rope_scaling: { factor: 4 } } });
  expect(hf.rest).toBe('--include_path . --tasks ropescope --batch_size 1 --output_path results');
});

test('without a tokenizer lengths are characters, and both the command and the README say so', async () => {
  const folder = join(home, 'characters');
  const { stderr } = await export_('--out', folder, '--lengths', '200', '--samples', '1', '--tasks', 'text');
  expect(stderr).toMatch(/^lengths: in characters/m);
  const [line] = readFileSync(join(folder, 'data/text_200.jsonl'), 'utf8').split('\n');
  expect(JSON.parse(line).text).toHaveLength(200);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toMatch(/^Lengths are in characters/m);
});

test.each([
  ['another program', ['--to', 'helm', '--out', 'x'], /--to must be lm-eval, got "helm"/],
  ['no folder', ['--to', 'lm-eval'], /--out must be given/],
  ['a folder with files', ['--to', 'lm-eval', '--out', models, ...small], /--out must be a new or an empty folder/],
  ['a method without a model', ['--to', 'lm-eval', '--out', 'x', '--method', 'yarn'], /--method needs --model/],
  ['a task that is none', ['--to', 'lm-eval', '--out', 'x', '--tasks', 'entropy'], /--tasks must be of text/],
  ['a length beyond the text', ['--to', 'lm-eval', '--out', 'x', '--lengths', '40000'], /--lengths must be from 64 to/],
])('%s is refused', async (_, args, message) => {
  const { status, stderr, stdout } = await ropescope(['tasks', ...args]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(existsSync('x')).toBe(false);
});

const changed = (change) => {
  const file = JSON.parse(readFileSync(results, 'utf8'));
  change(file);
  const path = join(home, 'changed.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
};

test('results of the harness stand in a table of their own, or beside ours', async () => {
  const alone = await ropescope(['eval', '--import', results]);
  expect(alone.stdout).toMatch(/^text, whole_bits_per_byte:\n +128 +256\nmodel-yarn \(lm-eval\) +0\.814 +0\.906$/m);
  const run = ['--model', 'rope-l128', '--samples', '1', '--workers', '1', '--lengths', '128', '--tasks', 'text'];
  const { stdout } = await ropescope(['eval', ...run, '--import', results]);
  expect(stdout).toMatch(
    /^text, whole_bits_per_byte:\n +128 +256\nown +\d.* -\nlocal window .*\nmodel-yarn \(lm-eval\) +0\.814/m,
  );
  const csv = (await ropescope(['eval', '--import', results, '--csv'])).stdout;
  expect(csv.split('\n')[1]).toMatch(/^model-yarn \(lm-eval\),"\[\]",text,"\{\}",128,4,whole_bits_per_byte,0\.81/);
  const { cells } = JSON.parse((await ropescope(['eval', '--import', results, '--json'])).stdout);
  const passkey = cells.find(({ task, params }) => task === 'passkey' && params.depth === 0.5);
  expect(passkey).toMatchObject({ length: 128, samples: 4, metrics: { exact_match: { mean: 0.5 } } });
  expect(passkey.metrics.exact_match.spread).toBeCloseTo(0.5, 9); // two of four
});

test('tasks of others are named and left out', async () => {
  const path = changed(({ results: all, configs }) => {
    all.hellaswag = { 'acc,none': 0.7 };
    configs.hellaswag = { task: 'hellaswag' };
  });
  const { status, stderr, stdout } = await ropescope(['eval', '--import', path]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^no tasks of ropescope: hellaswag$/m);
  expect(stdout).not.toContain('hellaswag');
});

test.each([
  ['no results', (file) => delete file.results, /it has no "results"/],
  ['no configs', (file) => delete file.configs, /it has no "configs"/],
  ['none of our tasks', (file) => Object.assign(file, { configs: {} }), /none of its tasks \(ropescope_text_128, /],
  [
    'a metric that is missing',
    (file) => delete file.results.ropescope_text_128['bits_per_byte,none'],
    /"bits_per_byte,none" of ropescope_text_128 is not a number/,
  ],
  [
    'no count of samples',
    (file) => {
      delete file['n-samples'].ropescope_text_128;
      delete file.results.ropescope_text_128.sample_len;
    },
    /does not say how many samples ropescope_text_128 has/,
  ],
])('a results file with %s is refused, and what is missing is said', async (_, change, message) => {
  const { status, stderr, stdout } = await ropescope(['eval', '--import', changed(change)]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^invalid_json: .*changed\.json must be a results file of lm-eval/);
  expect(stderr).toMatch(message);
});
