// What a stranger gets from npm, and that it works: over the packed tarball, never over the checkout.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { publint } from 'publint';
import { others } from '../../web/lib/named-models.js';
import { closeBrowsers } from '../hosts/browser.mjs';
import { bundlers } from '../hosts/bundlers.mjs';
import { faultsOf, modelOf } from '../hosts/job.mjs';
import { pages } from '../hosts/pages.mjs';
import { runtimes } from '../hosts/servers.mjs';
import { storedRows, tables } from '../hosts/table.mjs';
import { pack } from '../hosts/workplace.mjs';
import { packed, root } from './place.mjs';

jest.setTimeout(120_000);
let place;
let installed;
let manifest;
let files;
beforeAll(async () => {
  ({ place, installed, manifest, files } = await packed('package-tests'));
});
afterAll(closeBrowsers);

describe('the tarball', () => {
  // scripts of the elements hold a hash of what is in them; sources and their types are those of the folders, whatever there is
  const many = /^(dist\/elements\/[\w.-]+-[\w-]{8}|(dist\/types|web\/(lib|cli|charts))\/.*)(?=\.(d\.ts|js)$)/;
  const folderOf = (path) => path.replace(many, (whole) => `${whole.split('/').slice(0, 2).join('/')}/*`);

  test('holds the files of the list, and no other', () => {
    const listed = readFileSync(new URL('files.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    expect([...new Set(files.map(folderOf))]).toEqual(listed);
    const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'web'], {
      cwd: root,
      encoding: 'utf8',
    }).split('\n');
    expect(files.filter((path) => path.startsWith('web/') && !tracked.includes(path))).toEqual([]);
  });

  test('holds what its elements fetch from beside them, and lets no bundler drop them', () => {
    const folder = 'dist/elements/';
    const scripts = files.filter((path) => path.startsWith(folder) && path.endsWith('.js'));
    const textOf = (path) => readFileSync(`${installed}/${path}`, 'utf8');
    const beside = /["'`](?:\.\/)?([\w-]+\.(?:js|wasm))["'`]/g;
    const wanted = scripts.flatMap((path) => [...textOf(path).matchAll(beside)].map(([, file]) => folder + file));
    expect(wanted.some((path) => path.endsWith('.wasm'))).toBe(true);
    expect(wanted.some((path) => /worker/.test(path))).toBe(true);
    expect(wanted.filter((path) => !files.includes(path))).toEqual([]);
    expect(manifest.sideEffects).toContain('./dist/elements/*.js');
  });

  test('has every file that its entries name', () => {
    const entries = Object.entries(manifest.exports).filter(([name]) => !name.includes('*'));
    const paths = entries.flatMap(([, entry]) => (typeof entry === 'string' ? [entry] : Object.values(entry)));
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !files.includes(path.slice(2)))).toEqual([]);
  });

  test('is at most 6.1 MB', () => {
    expect(statSync(`${place}/ropescope.tgz`).size).toBeLessThan(6_100_000);
  });

  test('has the same digest when it is packed again', async () => {
    const digest = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
    await pack(`${place}/again`);
    expect(digest(`${place}/again/ropescope.tgz`)).toBe(digest(`${place}/ropescope.tgz`));
  });

  test('is what publint and are-the-types-wrong accept', async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages).toEqual([]);
    const attw = `${root}node_modules/@arethetypeswrong/cli/dist/index.js`;
    const flags = '--profile esm-only --format json --exclude-entrypoints worker training-worker doctor-worker';
    execFileSync(process.execPath, [attw, `${place}/ropescope.tgz`, ...flags.split(' ')]);
  });

  test('is not made where something was not built, and the refusal names it', () => {
    const folder = mkdtempSync(`${tmpdir()}/ropescope-pack-`);
    try {
      cpSync(`${root}package.json`, `${folder}/package.json`);
      cpSync(`${root}web/package`, `${folder}/web/package`, { recursive: true });
      const { status, stderr } = spawnSync(process.execPath, ['web/package/check.js'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^missing: .*dist\/ropescope\.wasm.*npm run build:package make them\n$/);
      const refusal = spawnSync('bash', ['web/package/prepack.sh'], { cwd: folder, encoding: 'utf8' });
      expect([refusal.status, refusal.stderr]).toEqual([1, 'ropescope is not packed: run npm ci first\n']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('in a host, without configuration,', () => {
  const quick = [
    ...runtimes,
    ...bundlers.filter(({ id }) => id === 'vite-8-build'),
    ...pages.filter(({ id }) => id !== 'file'),
  ];
  const known = (id) => storedRows().find((row) => row.id === id && ['Node', 'Chromium'].includes(row.engine));
  test.each(quick.map((host) => [host.name, host]))('%s: the engine runs as the table says', async (_, { id, run }) => {
    const answer = await run(place, id, 'Chromium');
    expect(faultsOf(answer)).toEqual([]);
    expect(known(id)).toMatchObject({ work: answer.work, wasm: answer.wasm, model: modelOf(answer) });
    const usual = id === 'node-inline' || (answer.work === 'worker' && answer.wasm === 'file');
    if (!usual) expect(answer.notes.join() + id).toMatch(/no worker starts|service-worker/);
  });
});

describe('the table of hosts', () => {
  test.each(['README.md', 'README.zh.md'])('of %s is what was found', (file) => {
    const { text, from, to, wanted } = tables(file);
    expect(text.slice(from, to)).toBe(wanted);
    expect(storedRows().length).toBeGreaterThan(20);
  });
});

describe('the command', () => {
  const run = (line) =>
    spawnSync(process.execPath, [`${place}/node_modules/.bin/ropescope`, ...line.split(' ')], {
      cwd: place,
      encoding: 'utf8',
    });

  test('runs the model of the package by its name', () => {
    const generated = run('generate --model rope-l128 --prompt Call --max-new-tokens 4');
    expect([generated.status, generated.stderr]).toEqual([0, '']);
    const drawn = run('heatmap --model rope-l128 --prompt Ishmael --layer 0 --head 0 -o map.svg');
    expect([drawn.status, drawn.stderr]).toEqual([0, '']);
    const measured = run('eval --model rope-l128 --methods yarn --lengths 64 --tasks text --samples 1 --csv');
    expect(measured.stdout).toMatch(/^line,methods/);
    expect(run('export --model rope-l128 --method yarn --factor 4 --to vllm').stdout).toContain('hf-overrides');
  });

  test('says of a model that the package does not hold where it is', () => {
    const { status, stderr } = run('logits --model alibi-l128 --prompt a');
    expect(status).toBe(2);
    expect(stderr).toMatch(/alibi-l128.*web\/models of the repository/);
  });

  test('knows the names of all models that there are', () => {
    const names = execFileSync('git', ['ls-files', 'web/models/*/config.json'], { cwd: root, encoding: 'utf8' });
    const folders = names
      .trim()
      .split('\n')
      .map((path) => path.split('/')[2]);
    expect([...others, 'rope-l128'].sort()).toEqual(folders.sort());
  });
});
