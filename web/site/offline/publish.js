/** The last step of the build of the site: the elements for pages of others beside it, and the list of all that it consists of. */
import { cpSync } from 'node:fs';
import { elementCodec } from '../../elements/query.js';
import { pages } from '../pages.js';
import { writeServiceWorker } from './build.js';

const built = new URL('../../../dist/', import.meta.url).pathname;
const begins = `models/${elementCodec.defaults.model}/model.safetensors`;

/** @param {string} path */
const ofThreads = (path) => /\/(ropescope-threads|threads-worker)-/.test(path);

cpSync(`${built}elements`, `${built}site/elements`, { recursive: true });
// weights, threads and the reference stay once they were used; the weights that pages begin with come with the first visit
writeServiceWorker(
  `${built}site`,
  (path) => (path.endsWith('.safetensors') && path !== begins) || /^reference.*\.html$/.test(path) || ofThreads(path),
  { pages: pages.flatMap(({ file, isolated }) => (isolated ? [file] : [])), needs: ofThreads },
);
