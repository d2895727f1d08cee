// Sets the package beside what others offer for the same work: npm run bench -- peers [node] [chromium] [parts] [--gate] [--record].
// It installs the peers once, beside this file and without their scripts, prints a table and writes build/bench/peers.json.
// --gate compares the ratios with the recorded run, --record makes this the run that the page of speeds shows.
import { execFileSync, fork } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { variant } from '../../../web/lib/variant.js';
import { version } from '../../../web/lib/version.js';
import { chromiumOptions } from '../../browser/chromium.mjs';
import { serve } from '../../browser/server.mjs';
import { folder, root, writeFiles } from './files.mjs';
import { fallen } from './gate.mjs';
import { lines } from './print.mjs';
import { tasks } from './tasks.mjs';

const places = { node: runInNode, chromium: runInChromium };
const parts = Object.keys(tasks);
const flags = ['--gate', '--record'];
const seconds = 6; // of rounds for one task, at least
const recorded = new URL('web/site/speed/peers.json', root);

/** What was asked; whatever is not known is told. */
function asked(words) {
  const known = [...Object.keys(places), ...parts, ...flags];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new Error(`peers takes ${known.join(', ')}, got ${unknown.join(', ')}`);
  const chosen = (names) =>
    names.some((name) => words.includes(name)) ? names.filter((name) => words.includes(name)) : names;
  return {
    where: chosen(Object.keys(places)),
    parts: chosen(parts),
    gate: words.includes('--gate'),
    record: words.includes('--record'),
  };
}

/** Once, and again when the list has changed since. Not `npm ci`: it asks for packages of other platforms, which may be nowhere. */
function install() {
  const changed = (name) => statSync(new URL(name, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changed('node_modules/.package-lock.json') > changed('package-lock.json')) return;
  console.log('installing the peers, about 1.4 GB');
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd,
    stdio: 'inherit',
  });
}

const show = (row) => console.log(lines(row).join('\n'));

function runInNode(given) {
  const execArgv = variant === 'relaxed' ? [] : ['--experimental-wasm-relaxed-simd']; // Node 20 has it behind a flag
  const child = fork(fileURLToPath(new URL('node.mjs', import.meta.url)), [JSON.stringify(given)], { execArgv });
  return new Promise((resolve, reject) => {
    let result;
    child.on('message', (message) => {
      if (message.row) show(message.row);
      else result = { ...message.result, engine: `Node ${process.versions.node}` };
    });
    child.on('exit', (code) => (result ? resolve(result) : reject(new Error(`the run in Node ended with ${code}`))));
  });
}

/** Each part in a browser of its own, and once more where that ends: engines of others bring it down now and then. */
async function runInChromium({ parts, ...given }) {
  const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }; // a finer clock
  const server = await serve('./', {}, isolated);
  const runs = [];
  try {
    for (const part of parts) {
      const once = () => inBrowser(`${server.address}tests/bench/peers/page.html`, { ...given, parts: [part] });
      const lost = ({ message }) => ({ rows: [], missing: [{ id: `all of ${part} in Chromium`, why: message }] });
      runs.push(await once().catch(once).catch(lost));
    }
  } finally {
    await server.close();
  }
  const { engine } = runs.find((run) => run.engine) ?? { engine: 'Chromium' };
  return { engine, rows: runs.flatMap(({ rows }) => rows), missing: runs.flatMap(({ missing }) => missing) };
}

/** The run on a page; a page that ends is an error. */
async function inBrowser(address, given) {
  const browser = await chromium.launch(chromiumOptions());
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    const crash = new Promise((_, reject) => page.on('crash', () => reject(new Error('the page crashed'))));
    crash.catch(() => {}); // a page that closes in order crashes for nobody
    await page.exposeFunction('say', show);
    await page.goto(address);
    const run = page.evaluate(async (given) => (await import('./browser.mjs')).run(given, window.say), given);
    return { ...(await Promise.race([run, crash])), engine: `Chromium ${browser.version().split('.')[0]}` };
  } finally {
    await browser.close();
  }
}

/** Nobody else's share of the processor: below 0 where this run has precedence. Linux only. */
function precedence() {
  try {
    return Number(readFileSync('/proc/self/autogroup', 'utf8').match(/nice (-?\d+)/)?.[1]) < 0;
  } catch {
    return false;
  }
}

const load = () => Number(loadavg()[0].toFixed(1));

/** One run at each place, one after another. */
async function measureAll(given) {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  const before = load();
  const runs = [];
  for (const where of given.where) {
    console.log(`== ${where}`);
    runs.push(await places[where]({ parts: given.parts, seconds }));
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { cpu: cpus()[0].model, cores: cpus().length, load: [before, load()], precedence: precedence() },
    versions: { ropescope: version, ...dependencies },
    engines: runs.map(({ engine }) => engine),
    rows: runs.flatMap(({ rows }) => rows),
    missing: runs.flatMap(({ missing }) => missing),
  };
}

/** What has fallen in two runs: on a shared machine each has some of its own. */
async function fallenTwice(given, run) {
  const before = JSON.parse(readFileSync(recorded, 'utf8')).rows;
  const first = fallen(run.rows, before);
  if (first.length === 0) return [];
  console.log(`== ${first.length} ratios are lower than recorded: once more`);
  const again = new Set(fallen((await measureAll(given)).rows, before).map(({ what }) => what));
  return first.filter(({ what }) => again.has(what));
}

const given = asked(process.argv.slice(2));
install();
await writeFiles();
const run = await measureAll(given);
for (const { id, task, why } of run.missing) console.log(`not measured: ${id} ${JSON.stringify(task) ?? ''} ${why}`);
console.log('not measured: matrix product; the package has no call for it (npm run bench measures the kernel)');
const text = `${JSON.stringify(run, null, 2)}\n`;
writeFileSync(new URL('../peers.json', folder), text);
console.log(`build/bench/peers.json; load ${run.machine.load.join(' to ')}`);
if (given.record) {
  writeFileSync(recorded, text);
  execFileSync('npx', ['biome', 'format', '--write', fileURLToPath(recorded)], { cwd: fileURLToPath(root) });
}
if (given.gate) {
  const worse = await fallenTwice(given, run);
  for (const { what, now, past } of worse) console.error(`fallen: ${what} is ${now}, recorded ${past}`);
  process.exitCode = worse.length > 0 ? 1 : 0;
}
