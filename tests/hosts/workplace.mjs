// Where strangers' projects are made: build/hosts, with the packed tarball and every host's own packages installed.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];

/** @param {string} folder  which gets ropescope.tgz @returns {Promise<string[]>} the packed files */
export async function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  });
  const [{ filename, files }] = JSON.parse(stdout);
  cpSync(`${folder}/${filename}`, `${folder}/ropescope.tgz`);
  return files.map(({ path }) => path).sort();
}

/** An empty project with nothing but the tarball. */
export async function installAlone(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true, "type": "module" }');
  const files = await pack(folder);
  await run('npm', ['install', ...quiet, './ropescope.tgz'], { cwd: folder });
  return files;
}

/** The project of all hosts, by their lock file. */
export async function installHosts(folder) {
  mkdirSync(folder, { recursive: true });
  const lock = (path) => readFileSync(`${path}/package-lock.json`, 'utf8');
  const here = `${root}tests/hosts`;
  const stale = !existsSync(`${folder}/package-lock.json`) || lock(folder) !== lock(here);
  for (const file of ['package.json', 'package-lock.json']) cpSync(`${here}/${file}`, `${folder}/${file}`);
  if (stale || !existsSync(`${folder}/node_modules`)) await run('npm', ['ci', ...quiet], { cwd: folder });
  rmSync(`${folder}/node_modules/.vite`, { recursive: true, force: true }); // what earlier tarballs became
  rmSync(`${folder}/alone`, { recursive: true, force: true });
  await installAlone(`${folder}/alone`);
  for (const name of ['ropescope', '@huggingface/tokenizers']) {
    rmSync(`${folder}/node_modules/${name}`, { recursive: true, force: true });
    cpSync(`${folder}/alone/node_modules/${name}`, `${folder}/node_modules/${name}`, { recursive: true });
  }
}

/**
 * @param {string} folder
 * @param {Record<string, string>} files  by their paths
 */
export function project(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    writeFileSync(`${folder}/${path}`, text);
  }
  return folder;
}

const made = new Map();

/** What is built once, however many engines are tried on it. @template T @param {string} folder @param {() => Promise<T>} build */
export function once(folder, build) {
  if (!made.has(folder)) made.set(folder, build());
  return made.get(folder);
}

/** A command's output; when it fails, an error with what it said. */
export async function command(program, args, cwd, env = {}) {
  try {
    const options = { cwd, env: { ...process.env, ...env }, timeout: 480_000, maxBuffer: 1 << 26 };
    return (await run(program, args, options)).stdout;
  } catch (error) {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`.trim().slice(-600) || error.message);
  }
}
