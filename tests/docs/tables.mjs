// The tables of the README that are made of what is measured and guarded elsewhere: npm run docs writes them, a test compares.
import { readFileSync } from 'node:fs';
import { createEngine } from '../../web/lib/index.node.js';
import { measureAll } from '../../web/site/accuracy/measure.js';
import { words } from './words.mjs';

const root = new URL('../../', import.meta.url);
const textOf = (path) => readFileSync(new URL(path, root), 'utf8');

const table = ([head, ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

/** Of the slots that a method sets, the one that tells it from others: the first of these that it has. */
const groupsBySlot = [
  ['keys', /\bkeys\b/],
  ['positions', /\bpositions\b/],
  ['bias', /\b(bias|bias_curves|forget_gate)\b/],
  ['scale', /\b(logit_scale|head_scale|norms|sink_logit)\b/],
  ['shape', /\b(decay|polar)\b/],
  ['frequencies', /\bfrequencies\b/],
];

export const groupOf = ({ slots }) => groupsBySlot.find(([, pattern]) => pattern.test(slots.join(' ')))?.[0];

/** @param {string} source  an arXiv number, or an address without its scheme, or a repository of GitHub */
const addressOf = (source) => {
  if (/^\d{4}\.\d{5}$/.test(source)) return `https://arxiv.org/abs/${source}`;
  return /^[\w.-]+\.(com|fm)\//.test(source) ? `https://${source}` : `https://github.com/${source}`;
};

function methodTable({ registry }, { head, groups, nameOf }) {
  const said = (method) => `[${nameOf(method)}](${addressOf(method.source.id)}) \`${method.id}\``;
  const rows = Object.entries(groups).map(([group, title]) => [
    title,
    registry.filter((method) => groupOf(method) === group).map(said),
  ]);
  return table([head, ...rows.map(([title, methods]) => [title, methods.join(', ')])]);
}

function accuracyTable({ accuracy }, { head }) {
  const rows = accuracy.measured.map(({ id, source, cases, refused, numbers, frequency, factor }) => [
    `${source}, \`${id}\``,
    cases - refused,
    numbers,
    Math.max(frequency, factor).toExponential(1),
  ]);
  return table([head, ...rows]);
}

function speedTable({ recorded }, { head, reading, token, kernel, times }) {
  const longest = 512; // characters: what the figures of the site read
  const pass = recorded.passes.find(({ tokens }) => tokens === longest);
  return table([
    head,
    [reading(longest), `${pass.times.median} ms`],
    [token, `${recorded.token.median} ms`],
    ...recorded.kernels.map(({ id, ratio }) => [kernel[id], times(ratio.toFixed(1))]),
  ]);
}

const sizeTable = ({ limits }, { head, rows }) =>
  table([
    head,
    ...Object.entries(rows).map(([file, what]) => [
      what,
      file === 'tarball' ? `${limits[file] / 1e6} MB` : `${limits[file]} kB`,
    ]),
  ]);

/** What the tests of sizes allow, which is what can be promised. */
function limitsOf() {
  const modules = [...textOf('tests/js/sizes.test.mjs').matchAll(/^ {2}'(ropescope[\w.-]*)': (\d+),/gm)];
  const tarball = /tgz`\)\.size\)\.toBeLessThan\(([\d_]+)\)/.exec(textOf('tests/package/package.test.mjs'));
  return {
    ...Object.fromEntries(modules.map(([, file, limit]) => [file, Number(limit)])),
    tarball: Number(tarball[1].replaceAll('_', '')),
  };
}

export async function factsOf() {
  const engine = await createEngine({ workers: 0 });
  const [registry, accuracy] = [await engine.methods(), await measureAll(engine)];
  await engine.dispose();
  const recorded = JSON.parse(textOf('web/site/speed/recorded.json'));
  return { registry, accuracy, recorded, limits: limitsOf() };
}

export const readmes = { 'README.md': 'en', 'README.zh.md': 'zh' };
const makers = { methods: methodTable, accuracy: accuracyTable, speed: speedTable, sizes: sizeTable };

/** A README with its tables as they should be. */
export function withTables(file, facts) {
  const said = words[readmes[file]];
  return Object.entries(makers).reduce((text, [name, make]) => {
    const begin = `<!-- ${name}: npm run docs -->\n`;
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf('<!-- end -->', from);
    if (from < begin.length || to < 0) throw new Error(`${file} must have a place for ${name}: ${begin}<!-- end -->`);
    return text.slice(0, from) + make(facts, said[name]) + text.slice(to);
  }, textOf(file));
}
