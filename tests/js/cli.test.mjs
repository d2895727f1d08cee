import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { characterModel, goldenModel } from './helpers/golden.mjs';
import { relaxedFlags } from './helpers/relaxed-node.mjs';

const tiny = goldenModel('llama-tiny-yarn').path;
const logits = (...args) => ['logits', '--model', tiny, '--tokens', '1,2', ...args];
const heatmap = (...args) => ['heatmap', '--model', tiny, '--tokens', '1,2', '--layer', '0', '--head', '0', ...args];

/** Arguments, the code and a part of the message. */
const refused = [
  ['an unknown command', ['draw'], 'invalid_argument', /"draw".*commands: methods, inspect/],
  ['a name of Object.prototype', ['constructor'], 'invalid_argument', /"constructor"/],
  ['an unknown flag', ['methods', '--yaml'], 'invalid_argument', /--yaml/],
  [
    'a flag given twice',
    ['inspect', '-', '--seq-len', '1', '--seq-len', '2'],
    'invalid_argument',
    /--seq-len must be given once/,
  ],
  ['a missing argument', ['inspect'], 'invalid_argument', /1 argument, got 0/],
  ['an argument too many', ['methods', 'x'], 'invalid_argument', /0 arguments, got 1/],
  ['a file that is not there', ['inspect', 'no-such.json'], 'load_failed', /no-such\.json could not be read/],
  ['input that is not JSON', ['inspect', '-'], 'invalid_json', /./],
  [
    'a word as a number',
    ['inspect', '-', '--seq-len', 'long'],
    'invalid_argument',
    /--seq-len must be a number, got "long"/,
  ],
  [
    'a model that is not there',
    ['logits', '--model', 'nowhere', '--tokens', '1'],
    'load_failed',
    /nowhere\/config\.json/,
  ],
  ['no model', ['logits', '--tokens', '1'], 'invalid_argument', /--model must be given/],
  ['no input', ['logits', '--model', tiny], 'invalid_argument', /one of --tokens, --prompt and --text/],
  ['a length past the input', logits('--length', '4'), 'invalid_argument', /--length.*from 1 to 2, got 4/],
  ['two inputs', logits('--prompt', 'a'), 'invalid_argument', /one of --tokens, --prompt and --text/],
  ['a token that is no number', ['logits', '--model', tiny, '--tokens', '1,x'], 'invalid_argument', /got "x"/],
  ['a token outside the vocabulary', ['logits', '--model', tiny, '--tokens', '64'], 'invalid_argument', /64/],
  ['an unknown method', logits('--method', 'yarm'), 'unknown_method', /did you mean "yarn"/],
  ['an unknown parameter', logits('--param', 'factr=2'), 'unknown_param', /"factr"/],
  [
    'a parameter out of range',
    logits('--method', 'yarn', '--param', 'factor=0'),
    'invalid_argument',
    /yarn\.factor .* got 0$/m,
  ],
  [
    'NaN as a parameter',
    logits('--method', 'yarn', '--param', 'factor=NaN'),
    'invalid_argument',
    /yarn\.factor .* got "NaN"$/m,
  ],
  ['a parameter without a value', logits('--param', 'factor'), 'invalid_argument', /KEY=VALUE, got "factor"/],
  [
    'a parameter of neither method',
    logits('--method', 'rope,yarn', '--param', 'factor=2'),
    'invalid_argument',
    /rope, yarn/,
  ],
  ['two methods for one slot', logits('--method', 'linear,yarn'), 'slot_conflict', /linear.*yarn/],
  [
    'text for a model without a tokenizer',
    ['logits', '--model', tiny, '--prompt', 'a'],
    'unsupported_text',
    /vocab_size 64/,
  ],
  ['a picture of an unknown kind', heatmap('-o', 'map.gif'), 'invalid_argument', /\.png, \.svg, \.csv, got "map\.gif"/],
  [
    'a picture in a folder that is not there',
    heatmap('-o', 'no/such/map.csv'),
    'invalid_argument',
    /could not be written/,
  ],
  ['no thread', logits('--threads', '0'), 'invalid_argument', /threads must be a whole number from 1 to 16, got 0$/m],
  ['threads without end', logits('--threads', '17'), 'invalid_argument', /threads must be .* from 1 to 16, got 17$/m],
  ['a word as threads', logits('--threads', 'all'), 'invalid_argument', /--threads must be a number, got "all"/],
  ['a head that is not there', heatmap('-o', 'map.csv', '--size', '2.5'), 'invalid_argument', /size .* got 2\.5/],
];

test.each(refused)('%s ends with status 2 and says why', async (_, args, code, message) => {
  const { status, stdout, stderr } = await ropescope(args);
  expect(stderr).toMatch(new RegExp(`^${code}: `));
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('the list of methods is that of the library', async () => {
  const engine = await createEngine({ workers: 0 });
  const methods = await engine.methods();
  const { stdout } = await ropescope(['methods', '--json']);
  expect(JSON.parse(stdout)).toEqual(methods);
  const { stdout: text } = await ropescope(['methods']);
  for (const { id } of methods) expect(text).toMatch(new RegExp(`^${id}: `, 'm'));
  await engine.dispose();
});

test('help and version answer without a model', async () => {
  const general = await ropescope(['--help']);
  expect(general.status).toBe(0);
  for (const name of ['methods', 'inspect', 'explain', 'logits', 'generate', 'heatmap']) {
    expect(general.stdout).toMatch(new RegExp(`^ +${name} `, 'm'));
    const help = await ropescope([name, '--help']);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain(`usage: ropescope ${name} `);
  }
  expect((await ropescope(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('lists, nulls and words reach the parameters they are meant for', async () => {
  const factors = JSON.stringify(Array(8).fill(2));
  const args = logits(
    '--method',
    'longrope',
    '--param',
    `short_factor=${factors}`,
    '--param',
    `longrope.long_factor=${factors}`,
  );
  expect(await ropescope(args)).toMatchObject({ status: 0, stderr: '' });
  const automatic = await ropescope(logits('--param', 'attention_factor=null', '--json'));
  expect(automatic.stdout).toBe((await ropescope(logits('--json'))).stdout);
});

test('--threads shares a pass where it can, says where it cannot, and changes no number', async () => {
  const args = logits('--json');
  const one = await ropescope(args, { flags: relaxedFlags });
  expect(JSON.parse(one.stdout).logits).toHaveLength(2);
  expect(await ropescope([...args, '--threads', '2'], { flags: relaxedFlags })).toEqual({ ...one, stderr: '' });
  const usual = await ropescope([...args, '--threads', '2']);
  expect(usual.status).toBe(0);
  expect(usual.stdout).toBe((await ropescope(args)).stdout);
  const said = /^passes run on one thread instead of 2: this Node has no relaxed SIMD: .*\n$/;
  expect(usual.stderr).toMatch(relaxedFlags.length > 0 ? said : /^$/);
});

test('a reader that stops early ends the command quietly', async () => {
  const { spawn } = await import('node:child_process');
  const script = new URL('../../web/cli/ropescope.js', import.meta.url).pathname;
  const text = 'a'.repeat(400);
  const child = spawn(process.execPath, [script, 'logits', '--model', characterModel, '--prompt', text, '--json']);
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(status).toBe(0);
});

test('everything runs where code from strings is forbidden', async () => {
  const flags = ['--disallow-code-generation-from-strings'];
  const { status, stdout, stderr } = await ropescope(logits('--method', 'yarn', '--json'), { flags });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(JSON.parse(stdout).logits).toHaveLength(2);
});
