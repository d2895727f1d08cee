/** Writes service-worker.js with the list of what was built and a version, which is a hash over all contents. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const file = 'service-worker.js';
const source = new URL('./service-worker.js', import.meta.url);

/** @param {string | Uint8Array} content */
const digestOf = (content) => createHash('sha256').update(content).digest('base64');

/**
 * @param {string} folder  that holds the whole site
 * @param {(path: string) => boolean} isUsed  whether a file stays only once it was used
 * @param {{ pages: string[], needs: (path: string) => boolean }} [isolated]  pages that may run several threads, and the files
 *   that they run with, which are used
 */
export function writeServiceWorker(folder, isUsed, { pages, needs } = { pages: [], needs: () => false }) {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const paths = found.filter((path) => path !== file && statSync(`${folder}/${path}`).isFile()).sort();
  const digests = paths.map((path) => /** @type {const} */ ([path, digestOf(readFileSync(`${folder}/${path}`))]));
  /** @type {Map<string, string>} the first file of each content */
  const firsts = new Map();
  for (const [path, digest] of digests) if (!firsts.has(digest)) firsts.set(digest, path);
  const kept = digests.filter(([path, digest]) => firsts.get(digest) === path);
  const of = (/** @type {boolean} */ late) => Object.fromEntries(kept.filter(([path]) => isUsed(path) === late));
  const same = Object.fromEntries(
    digests.flatMap(([path, digest]) => (firsts.get(digest) === path ? [] : [[path, firsts.get(digest)]])),
  );
  const version = digestOf(JSON.stringify(digests)).slice(0, 12);
  const isolated = { pages, files: kept.map(([path]) => path).filter(needs) };
  const site = JSON.stringify({ version, first: of(false), used: of(true), same, isolated });
  writeFileSync(`${folder}/${file}`, `self.site = ${site};\n${readFileSync(source, 'utf8')}`);
}
