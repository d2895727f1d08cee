/** At build time: service-worker.js with the list of what was built and a version, which is a hash over all contents. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { elementCodec } from '../../elements/query.js';

const file = 'service-worker.js';
const source = new URL('./service-worker.js', import.meta.url);

/** @typedef {import('./service-worker.js').Digests} Digests */

/** @param {string | Uint8Array} content */
const digestOf = (content) => createHash('sha256').update(content).digest('base64');

/**
 * @param {string} folder  that holds the whole site
 * @param {(path: string) => boolean} isUsed  whether a file stays only once it was used
 */
export function writeServiceWorker(folder, isUsed) {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const paths = found.filter((path) => path !== file && statSync(`${folder}/${path}`).isFile()).sort();
  const digests = paths.map((path) => [path, digestOf(readFileSync(`${folder}/${path}`))]);
  const of = (/** @type {boolean} */ late) =>
    Object.fromEntries(digests.filter(([path]) => isUsed(path ?? '') === late));
  const version = digestOf(JSON.stringify(digests)).slice(0, 12);
  const site = JSON.stringify({ version, first: of(false), used: of(true) });
  writeFileSync(`${folder}/${file}`, `self.site = ${site};\n${readFileSync(source, 'utf8')}`);
}

/** Weights stay once they were used; those that pages begin with come with the first visit. @type {import('vite').Plugin} */
export const offline = {
  name: 'offline',
  enforce: 'post',
  writeBundle({ dir = '' }, bundle) {
    const begins = `/models/${elementCodec.defaults.model}/model.safetensors`;
    const isFirst = (/** @type {string} */ path) => {
      const built = bundle[path];
      return built?.type === 'asset' && built.originalFileNames.some((name) => `/${name}`.endsWith(begins));
    };
    writeServiceWorker(dir, (path) => path.endsWith('.safetensors') && !isFirst(path));
  },
};
