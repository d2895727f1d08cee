// Bundlers for pages, each as its own guide starts it and with no configuration.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { answerAt, answerOf, engineNames } from './browser.mjs';
import { pageJob } from './job.mjs';
import { command, once, project } from './workplace.mjs';

const node = process.execPath;
const html = (script) =>
  `<!doctype html><title>host</title><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;

/** @param {(bin: (path: string) => string) => string[]} argsOf  of Node, in the project */
const built =
  (argsOf, { entry, script = './main.js', classic = false, options } = {}) =>
  async (place, id, engine) => {
    const page = classic ? html(script).replace(' type="module"', ' defer') : html(script);
    const folder = `${place}/apps/${id}`;
    const args = argsOf((path) => `${place}/node_modules/${path}`);
    await once(folder, () => {
      project(folder, {
        'app.js': pageJob(entry, options),
        'index.html': html('./app.js'),
        'dist/index.html': page,
      });
      return command(node, args, folder);
    });
    return answerOf(`${folder}/dist`, { engine });
  };

const vite = (name) => built((bin) => [bin(`${name}/bin/vite.js`), 'build', '--logLevel', 'error']);

// Packages lie above these projects, where a stranger's lie in them.
const reachable = { server: { fs: { allow: ['../..'] } } };

/** @param {string} name  of the installed package @param {object} [config] */
const viteDev =
  (name, config = {}) =>
  async (place, id, engine) => {
    const folder = project(`${place}/apps/${id}`, {
      ...{ 'app.js': pageJob(), 'index.html': html('./app.js') },
      'vite.config.js': `export default ${JSON.stringify({ ...config, ...reachable })}`,
      'package.json': '{ "type": "module" }',
    });
    const port = await freePort();
    const server = spawn(
      node,
      [`${place}/node_modules/${name}/bin/vite.js`, '--port', `${port}`, '--strictPort', '--host', '127.0.0.1'],
      {
        cwd: folder,
        stdio: 'ignore',
      },
    );
    try {
      await answering(port);
      return await answerAt(`http://127.0.0.1:${port}/`, engine);
    } finally {
      server.kill();
    }
  };

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(port) {
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the server did not start');
}

const esbuild = (format) => (bin) => [
  bin('esbuild/bin/esbuild'),
  ...`app.js --bundle --format=${format} --outfile=dist/main.js --log-level=error`.split(' '),
];

/** Of webpack as of Rspack. */
const packed = 'build --entry ./app.js -o dist --mode production'.split(' ');

/**
 * @typedef {object} Host
 * @property {string} id
 * @property {string} name
 * @property {string[]} [engines]  of the browsers that it is run in, or of the runtime that it is; default: Chromium
 * @property {(place: string, id: string, engine: string) => Promise<any>} run
 */

/** @type {Host[]} */
export const bundlers = [
  { id: 'vite-8-build', name: 'Vite 8, build', engines: engineNames, run: vite('vite') },
  { id: 'vite-8-dev', name: 'Vite 8, dev', run: viteDev('vite') },
  { id: 'vite-7-build', name: 'Vite 7, build', run: vite('vite-7') },
  { id: 'vite-7-dev', name: 'Vite 7, dev', run: viteDev('vite-7') },
  { id: 'vite-5-build', name: 'Vite 5, build', run: vite('vite-5') },
  { id: 'vite-5-dev', name: 'Vite 5, dev', run: viteDev('vite-5') },
  {
    id: 'vite-5-dev-advice',
    name: 'Vite 5, dev, optimizeDeps.exclude',
    run: viteDev('vite-5', { optimizeDeps: { exclude: ['ropescope'] } }),
  },
  {
    id: 'webpack',
    name: 'webpack 5',
    run: built((bin) => [bin('webpack-cli/bin/cli.js'), ...packed]),
  },
  {
    id: 'rspack',
    name: 'Rspack 2',
    run: built((bin) => [bin('@rspack/cli/bin/rspack.js'), ...packed]),
  },
  { id: 'esbuild', name: 'esbuild', run: built(esbuild('esm')) },
  {
    id: 'esbuild-iife',
    name: 'one classic script (esbuild, iife)',
    engines: engineNames,
    run: built(esbuild('iife'), { classic: true }),
  },
  {
    id: 'rollup',
    name: 'Rollup 4, node-resolve',
    run: built((bin) => [
      bin('rollup/dist/bin/rollup'),
      ...'app.js -d dist --entryFileNames main.js -f es -p @rollup/plugin-node-resolve --silent'.split(' '),
    ]),
  },
  {
    id: 'parcel',
    name: 'Parcel 2',
    run: built((bin) => [
      bin('parcel/lib/bin.js'),
      ...'build index.html --dist-dir dist --public-url ./ --no-cache --log-level error'.split(' '),
    ]),
  },
];
