/// <reference types="vite/client" />
/**
 * The engine for a page to which the elements come from another origin, such as a notebook. Such a page may start no worker at
 * their address, but one of its own that imports it, where the elements' host lets others read its files (CORS).
 */
import { portOf } from '../lib/browser-port.js';
import doctor from '../lib/doctor-worker.js?worker&url';
import { startEngine } from '../lib/engine.js';
import { readUrl } from '../lib/read.js';
import training from '../lib/training-worker.js?worker&url';
import engine from '../lib/worker.js?worker&url';

/** @type {Record<import('../lib/modules.js').ModuleName, string>} */
const scripts = { engine, training, doctor };

/** @param {import('../lib/modules.js').ModuleName} name */
function startWorker(name) {
  const address = new URL(scripts[name], import.meta.url).href;
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  return portOf(new Worker(URL.createObjectURL(script), { type: 'module' }));
}

export const createEngine = () =>
  startEngine(undefined, { startWorker, readBytes: readUrl, toUrl: (address) => new URL(address, document.baseURI) });
