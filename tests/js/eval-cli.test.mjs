import { spawn } from 'node:child_process';
import { text as textFrom } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { ropescope } from './helpers/cli.mjs';
import { goldenModel } from './helpers/golden.mjs';
import { relaxedFlags } from './helpers/relaxed-node.mjs';

const run = (...args) => ropescope(['eval', '--model', 'rope-l128', '--workers', '1', '--samples', '1', ...args]);

test('an evaluation prints a table with the two fixed lines first', async () => {
  const { status, stdout, stderr } = await run(
    '--methods',
    'yarn+log_n',
    '--lengths',
    '64,256',
    '--tasks',
    'text,passkey',
  );
  expect(status).toBe(0);
  expect(stderr).toMatch(/100 %, 0 s left/);
  expect(stdout).toMatch(/^text, loss:\n +64 +256\nown .*\nlocal window .*\nyarn\+log_n /m);
  expect(stdout).toMatch(/^passkey, exact_match by depth:0, depth:0\.25, depth:0\.5, depth:0\.75, depth:1:$/m);
});

test('as JSON and CSV the numbers are the same', async () => {
  const grid = ['--methods', 'yarn', '--lengths', '256', '--tasks', 'text'];
  const json = JSON.parse((await run(...grid, '--json', '--curves')).stdout);
  expect(json).toMatchObject({ model: 'rope-l128', complete: true });
  expect(json.cells.map(({ line }) => line)).toEqual(['own', 'local window', 'yarn']);
  const [own, , yarn] = json.cells;
  expect(yarn.methods).toEqual([{ id: 'yarn', params: { factor: 2, beta_fast: 8 } }]);
  expect(yarn.losses).toHaveLength(255);
  expect(yarn.metrics.loss.mean).toBeLessThan(own.metrics.loss.mean);
  const { stdout } = await run(...grid, '--csv');
  const [head, first] = stdout.split('\n');
  expect(head).toBe('line,methods,task,params,length,samples,metric,mean,spread');
  expect(first.split(',').slice(-2).map(Number)).toEqual([own.metrics.loss.mean, own.metrics.loss.spread]);
  const fixed = JSON.parse((await run(...grid, '--param', 'yarn.factor=3', '--json')).stdout);
  expect(fixed.cells[2].methods[0].params.factor).toBe(3);
});

test('with --threads the numbers are the same', async () => {
  const args = [
    'eval',
    '--model',
    'rope-l128',
    '--samples',
    '1',
    '--lengths',
    '256',
    '--tasks',
    'text,passkey',
    '--csv',
  ];
  const options = { flags: relaxedFlags };
  const [one, two] = await Promise.all([args, [...args, '--threads', '2']].map((each) => ropescope(each, options)));
  expect(one.stdout.split('\n').length).toBeGreaterThan(5);
  expect(two.stdout).toBe(one.stdout);
  expect(two.stderr).not.toMatch(/one thread/);
});

test('an interrupt prints what is done and ends with status 130', async () => {
  const script = fileURLToPath(new URL('../../web/cli/ropescope.js', import.meta.url));
  const args = ['eval', '--model', 'rope-l128', '--lengths', '64', '--tasks', 'text', '--samples', '100000', '--csv'];
  const child = spawn(process.execPath, [script, ...args, '--workers', '1']);
  child.stderr.once('data', () => child.kill('SIGINT')); // the first report of progress
  const exit = new Promise((resolve) => child.on('close', resolve));
  const [stdout, status] = await Promise.all([textFrom(child.stdout), exit]);
  expect(status).toBe(130);
  const samples = Number(stdout.split('\n')[1].split(',').at(-4));
  expect(samples).toBeGreaterThan(0);
  expect(samples).toBeLessThan(100000);
});

test.each([
  ['an unknown method', ['--methods', 'yarm'], 'unknown_method', /did you mean "yarn"/],
  ['an unknown task', ['--tasks', 'copy'], 'invalid_argument', /tasks\[0\] must be one of text, repeat, passkey/],
  ['methods that exclude each other', ['--methods', 'linear+yarn'], 'slot_conflict', /linear.*yarn/],
  ['a length that is none', ['--lengths', '128,x'], 'invalid_argument', /--lengths must be a number, got "x"/],
  ['a length beyond the text', ['--lengths', '40000'], 'invalid_argument', /length must be .* 30000/],
  ['a parameter of no method', ['--methods', 'yarn', '--param', 'factor=2'], 'invalid_argument', /--param must begin/],
  ['no thread', ['--threads', '0'], 'invalid_argument', /threads must be a whole number from 1 to 16, got 0$/m],
  ['two formats', ['--json', '--csv'], 'invalid_argument', /one of --json and --csv/],
])('%s ends with status 2 and says why', async (_, args, code, message) => {
  const rest = ['--lengths', '64', '--tasks', 'text'];
  const given = rest.flatMap((each, i) => (i % 2 === 0 && !args.includes(each) ? [each, rest[i + 1]] : []));
  const { status, stdout, stderr } = await run(...given, ...args);
  expect(stderr).toMatch(new RegExp(`^${code}: `, 'm'));
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('without --lengths they are once to eight times the trained length', async () => {
  const { trained, cells } = JSON.parse((await run('--tasks', 'text', '--json')).stdout);
  expect(trained).toBe(128);
  expect(cells.slice(0, 4).map(({ length }) => length)).toEqual([128, 256, 512, 1024]);
});

test('text of a model with a tokenizer is scored per byte, too', async () => {
  const args = ['eval', '--model', 'words-l512', '--workers', '1', '--samples', '1', '--lengths', '96'];
  const [{ metrics, last }] = JSON.parse((await ropescope([...args, '--tasks', 'text', '--json'])).stdout).cells;
  const bits = (metrics.loss.mean * 64) / Math.LN2;
  expect(metrics.bits_per_byte.mean).toBeCloseTo(bits / Buffer.byteLength(last.expected), 9);
});

test('a model without a tokenizer runs on random tokens what needs no text, and says what it leaves out', async () => {
  const { folder } = goldenModel('llama-tiny-default');
  const args = ['eval', '--model', fileURLToPath(folder), '--lengths', '160', '--samples', '1', '--workers', '1'];
  const all = await ropescope([...args, '--json']);
  expect(all.stderr).toMatch(
    /^text must be left out: text needs a tokenizer\.json \(.*; repeat, passkey: on random tokens$/m,
  );
  const { cells } = JSON.parse(all.stdout);
  expect(new Set(cells.map(({ task }) => task))).toEqual(new Set(['repeat', 'passkey']));
  const [{ last }] = cells.filter(({ task, params }) => task === 'passkey' && params.depth === 0);
  const [prompt, key] = [last.prompt, last.expected].map((tokens) => tokens.split(' '));
  expect([key.length, new Set(key).size]).toEqual([5, 5]);
  expect(prompt.slice(4, 9)).toEqual(key); // behind the four tokens that say one is coming
  expect(prompt.slice(-4)).toEqual(prompt.slice(0, 4));
  const asked = await ropescope([...args, '--tasks', 'text']);
  expect(asked).toMatchObject({ status: 2, stdout: '' });
  expect(asked.stderr).toMatch(/^invalid_argument: text must be left out/);
});
