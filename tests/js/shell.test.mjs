// A command line that is to be copied: whatever the words hold, a shell gives the same words back.
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { commandLine } from '../../web/lib/shell.js';

/** @param {string} line  @returns {string[]} what a POSIX shell makes of it */
const splitByShell = (line) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

/** Numbers that look random and are the same in every run. @param {number} seed */
function generator(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('a shell gives back words of any characters', () => {
  const pieces = [
    ...`'"\\$\`!*?[]{}()<>|&;~#=%^,:@ \t\n`,
    'a',
    'B',
    '7',
    '-',
    '_',
    '.',
    '/',
    '+',
    'é',
    '汉',
    '🙂',
    "''",
    '$(id)',
  ];
  const next = generator(7);
  const words = Array.from({ length: 400 }, () =>
    Array.from({ length: next(9) }, () => pieces[next(pieces.length)]).join(''),
  );
  expect(words).toContain('');
  expect(splitByShell(commandLine(words))).toEqual(words);
});

test('words that mean themselves stay as they are, so that a command can be read', () => {
  const words = ['--rope-scaling', 'yarn', '--rope-scale', '4', 'models/a_b.gguf', '1e+06'];
  expect(commandLine(words)).toBe(words.join(' '));
});

test.each(['', '*', '~', 'a=b', '# no remark', '{"rope_type":"yarn"}', "it's"])('%j is quoted', (word) => {
  expect(commandLine([word])).toMatch(/^'.*'$/);
  expect(splitByShell(commandLine([word]))).toEqual([word]);
});
