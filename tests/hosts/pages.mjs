// Pages without a bundler: the files of the package as any static server has them.
import { cpSync } from 'node:fs';
import { serve } from '../browser/server.mjs';
import { answerAt, answerOf, engineNames } from './browser.mjs';
import { jobOf, pageJob } from './job.mjs';
import { command, project } from './workplace.mjs';

const icon = '<link rel="icon" href="data:,">';
const page = (body, head = '') => `<!doctype html><meta charset="utf-8"><title>host</title>${icon}${head}<body>${body}`;
const module = (code) => `<script type="module">${code}</script>`;
const at = (address, entry = 'web/lib/index.js') => `${address}ropescope/${entry}`;

/** @param {(folder: string, how: { engine: string, place: string }) => Promise<any>} use */
const withPackage = (use) => async (place, id, engine) => {
  const folder = project(`${place}/apps/${id}`, { 'index.html': page('') });
  cpSync(`${place}/node_modules/ropescope`, `${folder}/ropescope`, { recursive: true });
  return use(folder, { engine, place });
};

/** A page that takes the package from another server, which lets it read its files. */
const fromElsewhere = (pagesOf) =>
  withPackage(async (folder, { engine }) => {
    const host = await serve(`${folder}/`, {}, { 'access-control-allow-origin': '*' });
    try {
      return await answerOf(folder, { engine, path: 'page.html', pages: pagesOf(host.address) });
    } finally {
      await host.close();
    }
  });

const plain = (headers = {}) =>
  withPackage((folder, { engine }) =>
    answerOf(folder, {
      engine,
      path: 'page.html',
      headers,
      pages: {
        '/page.html': page('<script type="module" src="app.js"></script>'),
        '/app.js': pageJob('./ropescope/web/lib/index.js'),
      },
    }),
  );

// both kinds of worker answer whoever asks, once their job is done
const posts = (entry) => `${jobOf(entry)}
const done = job().catch(({ name, code, message }) => ({ name, code, message }));
const answer = (port) => done.then((value) => port.postMessage(value));
addEventListener('connect', ({ ports: [port] }) => answer(port));
addEventListener('message', ({ source }) => source && answer(source));`;

const inWorker = (start) => (entry) =>
  withPackage((folder, { engine }) =>
    answerOf(folder, {
      engine,
      path: 'page.html',
      pages: { '/page.html': page(module(start)), '/worker.js': posts(`./ropescope/${entry}`) },
    }),
  );
const inSharedWorker = inWorker(`const { port } = new SharedWorker('worker.js', { type: 'module' });
  port.onmessage = ({ data }) => { globalThis.answer = data; };`);
const inServiceWorker = inWorker(`const { serviceWorker } = navigator;
  serviceWorker.onmessage = ({ data }) => { globalThis.answer = data; };
  serviceWorker.register('worker.js', { type: 'module' }).then(() => serviceWorker.ready).then(({ active }) => active.postMessage('?')).catch(({ name, message }) => { globalThis.answer = { name, message }; });`);

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";

/** @type {import('./bundlers.mjs').Host[]} */
export const pages = [
  { id: 'static', name: 'static files, no bundler', engines: engineNames, run: plain() },
  {
    id: 'csp',
    name: "strict content policy ('wasm-unsafe-eval')",
    engines: engineNames,
    run: plain({ 'content-security-policy': policy }),
  },
  {
    id: 'trusted-types',
    name: 'strict content policy with Trusted Types',
    engines: engineNames,
    run: plain({ 'content-security-policy': `${policy}; require-trusted-types-for 'script'; trusted-types ropescope` }),
  },
  {
    id: 'other-origin',
    name: 'files from another origin (CORS)',
    engines: engineNames,
    run: fromElsewhere((host) => ({ '/page.html': page(module(pageJob(at(host)))) })),
  },
  {
    id: 'sandbox',
    name: 'sandboxed frame (CORS)',
    engines: engineNames,
    run: fromElsewhere((host) => ({
      '/page.html': page(
        `${module('addEventListener("message", ({ data }) => { globalThis.answer = data; });')}<iframe sandbox="allow-scripts" src="frame.html"></iframe>`,
      ),
      '/frame.html': page(module(`${pageJob(at(host))}done.then((answer) => parent.postMessage(answer, '*'));`)),
    })),
  },
  { id: 'shared-worker', name: 'shared worker', engines: engineNames, run: inSharedWorker('web/lib/index.js') },
  {
    id: 'service-worker',
    name: 'service worker, ropescope/inline',
    engines: engineNames,
    run: inServiceWorker('dist/inline.js'),
  },
  {
    id: 'file',
    name: 'file://, one classic script of ropescope/inline',
    engines: engineNames,
    run: withPackage(async (folder, { engine, place }) => {
      project(folder, { 'app.js': pageJob('ropescope/inline'), 'page.html': page('<script src="main.js"></script>') });
      const esbuild = `${place}/node_modules/esbuild/bin/esbuild`;
      const flags = '--bundle --format=iife --outfile=main.js --log-level=error'.split(' ');
      await command(process.execPath, [esbuild, 'app.js', ...flags], folder);
      return answerAt(`file://${folder}/page.html`, engine);
    }),
  },
];
