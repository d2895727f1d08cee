#!/usr/bin/env node
/**
 * The `ropescope` command. Exit status: 0 = success, 2 = bad input (`code: message` on stderr), 1 = a bug of ours.
 */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { RopescopeError } from '../lib/index.node.js';
import { parse } from './arguments.js';
import { evaluate } from './commands/eval.js';
import { explain } from './commands/explain.js';
import { exporting } from './commands/export.js';
import { generate } from './commands/generate.js';
import { heatmap } from './commands/heatmap.js';
import { inspect } from './commands/inspect.js';
import { logits } from './commands/logits.js';
import { methods } from './commands/methods.js';
import { tasks } from './commands/tasks.js';
import { onOneLine, visible } from './visible.js';

/**
 * @typedef {(text: string) => Promise<void>} Print
 *
 * @typedef {object} Command
 * @property {string} summary   one sentence
 * @property {string} usage     the arguments after the command's name
 * @property {import('./arguments.js').Options} options
 * @property {number} positionals  how many it takes
 * @property {(values: any, positionals: string[], print: Print) => Promise<void>} run
 */

/** @type {Record<string, Command>} */
const commands = { methods, inspect, explain, logits, generate, heatmap, eval: evaluate, tasks, export: exporting };

/** @type {Print} */
async function print(text) {
  if (!process.stdout.write(visible(text))) await once(process.stdout, 'drain');
}

function generalHelp() {
  const list = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}\n`);
  return `ropescope: position methods of attention, measured and run\n
usage: ropescope <command> [options]\n
${list.join('')}
ropescope <command> --help says more; ropescope --version
`;
}

/**
 * @param {string} name
 * @param {Command} command
 */
function commandHelp(name, { summary, usage, options }) {
  const lines = Object.entries(options).map(([key, { short, value, doc }]) => {
    const flag = `${short ? `-${short}, ` : ''}--${key}${value ? ` ${value}` : ''}`;
    return `  ${flag.padEnd(28)} ${doc}\n`;
  });
  return `${summary}\n\nusage: ropescope ${name} ${usage}\n\n${lines.join('')}`;
}

function version() {
  const file = new URL('../../package.json', import.meta.url);
  return `${JSON.parse(readFileSync(file, 'utf8')).version}\n`;
}

/**
 * @param {string[]} args
 * @returns {Promise<void>}
 */
async function main([name, ...args]) {
  if (name === '--version' || name === '-v') return print(version());
  if (name === undefined || name === '--help' || name === '-h') return print(generalHelp());
  if (name === 'help') return args.length === 0 ? print(generalHelp()) : main([...args, '--help']);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands).join(', ');
    throw new RopescopeError('invalid_argument', `there is no command ${JSON.stringify(name)}; commands: ${names}`);
  }
  if (args.includes('--help') || args.includes('-h')) return print(commandHelp(name, command));
  const { values, positionals } = parse(command, args);
  return command.run(values, positionals, print);
}

process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EPIPE') process.exit(0); // the reader had enough
  throw error;
});

main(process.argv.slice(2)).catch((error) => {
  const expected = error instanceof RopescopeError && error.code !== 'internal';
  process.stderr.write(
    expected ? `${error.code}: ${onOneLine(error.message)}\n` : visible(`internal: ${error.stack}\n`),
  );
  process.exitCode = expected ? 2 : 1;
});
