// Plants faults in a copy of the tree, one at a time, and says which of them the tests do not see:
//   npm run mutate                   those of JavaScript, by the tests that each names
//   npm run mutate -- cpp            those of C++: builds the native tests anew for each
//   npm run mutate -- cpp PART ...   those of which file, kind or text hold one of these parts
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpp } from './faults-cpp.mjs';
import { javascript } from './faults-js.mjs';

/**
 * @typedef {object} Fault
 * @property {string} file
 * @property {string} find    stands in the file once
 * @property {string} by      stands there instead
 * @property {'sign' | 'off by one' | 'clamp' | 'swapped' | 'not disposed' | 'left out'} kind
 * @property {string[]} seenBy  tests by their path in tests/, or patterns of GoogleTest
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const patience = 300_000; // ms: a test that hangs has seen a fault
const [language = 'js', ...parts] = process.argv.slice(2);
const all = { js: javascript, cpp }[language];
if (!all) throw new Error(`mutate must be given js or cpp, got ${language}`);
const isAsked = (fault) =>
  parts.length === 0 || parts.some((part) => `${fault.file} ${fault.kind} ${fault.find}`.includes(part));

/** The place of a fault in its file. A text that is not there once is a fault of the list. */
function placeOf({ file, find }) {
  const text = readFileSync(join(root, file), 'utf8');
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`${file} must hold this once, holds it ${times} times: ${find}`);
  return text;
}
for (const fault of [...javascript, ...cpp]) placeOf(fault);
for (const name of javascript.flatMap(({ seenBy }) => seenBy)) readFileSync(join(root, `tests/${name}.test.mjs`));

const copy = mkdtempSync(join(tmpdir(), 'mutate-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
for (const file of listed.split('\0').filter(Boolean)) {
  mkdirSync(join(copy, dirname(file)), { recursive: true });
  cpSync(join(root, file), join(copy, file));
}
for (const built of ['node_modules', 'dist']) symlinkSync(join(root, built), join(copy, built));

/** Whether a command ends well; what it said where it must. */
function ends(command, args, must = false) {
  const timeout = must ? 0 : patience; // 0: none
  const options = { cwd: copy, encoding: 'utf8', timeout, killSignal: 'SIGKILL' };
  const { status, stdout, stderr } = spawnSync(command, args, options);
  if (must && status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return status === 0;
}

const jest = [
  '--experimental-vm-modules',
  join(root, 'node_modules/jest/bin/jest.js'),
  '--bail',
  '--silent',
  '--maxWorkers=2',
];
const languages = {
  js: {
    prepare: () => {},
    build: () => true,
    passes: (tests, must) => ends('node', [...jest, ...tests.map((name) => `tests/${name}.test.mjs`)], must),
  },
  cpp: {
    prepare: () => ends('cmake', ['--preset', 'native'], true),
    build: (must) =>
      ends(
        'cmake',
        ['--build', '--preset', 'native', '--target', 'ropescope_tests', '-j', String(availableParallelism())],
        must,
      ),
    passes: (tests, must) =>
      ends('build/native/tests/ropescope_tests', ['--gtest_brief=1', `--gtest_filter=${tests.join(':')}`], must),
  },
};
const { prepare, build, passes } = languages[language];

const faults = all.filter(isAsked);
prepare();
build(true);
passes([...new Set(faults.flatMap(({ seenBy }) => seenBy))], true);
const survivors = [];
for (const fault of faults) {
  const { file, find, by, kind, seenBy } = fault;
  const text = placeOf(fault);
  writeFileSync(
    join(copy, file),
    text.replace(find, () => by),
  );
  if (!build(false)) throw new Error(`${file} must build with ${by} for ${find}`);
  const survives = passes(seenBy);
  writeFileSync(join(copy, file), text);
  if (survives) survivors.push(fault);
  console.log(`${survives ? 'SURVIVES' : 'seen'}  ${file}: ${kind}: ${find.split('\n')[0]} -> ${by.split('\n')[0]}`);
}
console.log(`${faults.length - survivors.length} of ${faults.length} faults are seen`);
process.exitCode = survivors.length > 0 ? 1 : 0;
