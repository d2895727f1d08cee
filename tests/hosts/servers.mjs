// Hosts that are processes: runtimes, bundles for servers, test runners, frameworks.
import { readFileSync } from 'node:fs';
import { answerOf, engineNames } from './browser.mjs';
import { answerIn, jobOf, pageJob, processJob } from './job.mjs';
import { command, once, project } from './workplace.mjs';

const node = process.execPath;
const { optionalDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** A program run by a command. */
const program =
  (argsOf, { files = { 'app.mjs': processJob() }, runtime = () => node } = {}) =>
  async (place, id) => {
    const folder = project(`${place}/apps/${id}`, files);
    const bin = (path) => `${place}/node_modules/${path}`;
    let output = '';
    for (const args of argsOf(bin)) output = await command(runtime(bin), args, folder);
    return answerIn(output);
  };

const required = processJob()
  .replace(/import (\{.*?\}) from '(.*?)';/, "const $1 = require('$2');")
  .replace('export ', '');
const esbuild = (format, file) => (bin) => [
  [
    bin('esbuild/bin/esbuild'),
    ...`app.mjs --bundle --platform=node --format=${format} --outfile=dist/${file} --log-level=error`.split(' '),
  ],
  [`dist/${file}`],
];

const testJob = `${jobOf()}
test('runs', async () => {
  const answer = await job();
  process.stdout.write('\\nANSWER ' + JSON.stringify(answer) + '\\n');
}, 60000);
`;
const tested = (argsOf, head = '') =>
  program(argsOf, { files: { 'app.test.mjs': head + testJob, 'package.json': '{ "type": "module" }' } });
const jest = (bin, environment = 'node') => [
  [
    ...['--experimental-vm-modules', bin('jest/bin/jest.js'), '--testMatch', '**/app.test.mjs', '--rootDir', '.'],
    ...['--env', environment],
  ],
];
const vitest = (bin, environment = 'node') => [
  [bin('vitest/vitest.mjs'), 'run', '--dir', '.', '--environment', environment],
];
const vitestHead = "import { test } from 'vitest';\n";

const nextPage = `export const dynamic = 'force-static';
${jobOf()}
export default async function Page() {
  const answer = await job();
  return <pre>{'ANSWER ' + JSON.stringify(answer)}</pre>;
}`;
const nextFiles = {
  'package.json': '{ "private": true, "scripts": {} }',
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.jsx': nextPage.replace('export async function job', 'async function job'),
  'print.cjs':
    "const html = require('fs').readFileSync('.next/server/app/index.html', 'utf8');\nconsole.log(/ANSWER ([^<]*)/.exec(html)[0].replaceAll('&quot;', '\"').replaceAll('&#x27;', \"'\"));",
};
/** A component that runs in the browser, exported as static files. */
const nextClient =
  (...flags) =>
  async (place, id, engine) => {
    const folder = `${place}/apps/${id}`;
    const next = `${place}/node_modules/next/dist/bin/next`;
    await once(folder, () => command(node, [next, 'build', ...flags], project(folder, clientFiles)));
    return answerOf(`${folder}/out`, { engine });
  };
const clientFiles = {
  'package.json': '{ "private": true, "scripts": {} }',
  'next.config.mjs': "export default { output: 'export' };",
  'app/layout.jsx': nextFiles['app/layout.jsx'],
  'app/job.js': pageJob(),
  'app/client.jsx': `'use client';
import { useEffect } from 'react';
export default function Client() {
  useEffect(() => void import('./job.js'), []);
  return <p>host</p>;
}`,
  'app/page.jsx': "import Client from './client.jsx';\nexport default function Page() { return <Client />; }",
};
const clients = [
  { id: 'next-client', name: 'Next, client component (Turbopack)', engines: engineNames, run: nextClient() },
  { id: 'next-client-webpack', name: 'Next, client component (webpack)', run: nextClient('--webpack') },
];
const astroFiles = {
  'package.json': '{ "type": "module" }',
  'src/pages/index.astro': `---\n${jobOf().replace('export async', 'async')}\nconst answer = await job();\n---\n<pre set:text={'ANSWER ' + JSON.stringify(answer)} />`,
  'print.cjs':
    "const html = require('fs').readFileSync('dist/index.html', 'utf8');\nconsole.log(/ANSWER ([^<]*)/.exec(html)[0].replaceAll('&quot;', '\"').replaceAll('&#34;', '\"').replaceAll('&#39;', \"'\"));",
};

/** Those that need nothing but the tarball: of the quick tests. */
export const runtimes = [
  { id: 'node', name: 'Node, import', run: program(() => [['app.mjs']]) },
  {
    id: 'node-inline',
    name: 'Node, workers: 0',
    run: program(() => [['app.mjs']], { files: { 'app.mjs': processJob('ropescope', '{ workers: 0 }') } }),
  },
  {
    id: 'node-require',
    name: 'Node, require',
    run: program(() => [['--no-warnings', 'app.cjs']], { files: { 'app.cjs': required } }),
  },
];

/** Binaries that packages hold: the oldest that the library wants, and one of each line since. */
const olderAndNewer = Object.entries(optionalDependencies).map(([name, version]) => ({
  id: name,
  name: `Node ${version.split('@').at(-1)}`,
  run: program(() => [['app.mjs']], { runtime: (bin) => bin(`${name}/bin/node`) }),
}));

const hosts = [
  ...runtimes,
  ...olderAndNewer,
  {
    id: 'bun',
    name: 'Bun',
    engines: ['Bun'],
    run: program(() => [['app.mjs']], {
      runtime: (bin) => bin(`@oven/bun-${process.platform}-${process.arch}/bin/bun`),
    }),
  },
  {
    id: 'deno',
    name: 'Deno',
    engines: ['Deno'],
    run: program(() => [['run', '--allow-read', '--node-modules-dir=manual', 'app.mjs']], {
      runtime: (bin) => bin('.bin/deno'),
    }),
  },
  { id: 'server-esm', name: 'server bundle (esbuild, ESM)', run: program(esbuild('esm', 'main.mjs')) },
  { id: 'server-cjs', name: 'server bundle (esbuild, CommonJS)', run: program(esbuild('cjs', 'main.cjs')) },
  { id: 'jest', name: 'Jest, --experimental-vm-modules', run: tested(jest) },
  { id: 'vitest', name: 'Vitest', run: tested(vitest, vitestHead) },
  {
    id: 'jest-jsdom',
    name: 'Jest, jsdom, a test with @jest-environment node', // Jest's jsdom has no fetch and no structuredClone
    run: tested((bin) => jest(bin, 'jsdom'), '/** @jest-environment node */\n'),
  },
  { id: 'vitest-jsdom', name: 'Vitest, jsdom', run: tested((bin) => vitest(bin, 'jsdom'), vitestHead) },
  {
    id: 'next-turbopack',
    name: 'Next, server component (Turbopack)',
    run: program((bin) => [[bin('next/dist/bin/next'), 'build'], ['print.cjs']], { files: nextFiles }),
  },
  {
    id: 'next-webpack',
    name: 'Next, server component (webpack)',
    run: program((bin) => [[bin('next/dist/bin/next'), 'build', '--webpack'], ['print.cjs']], { files: nextFiles }),
  },
  {
    id: 'next-advice',
    name: 'Next, server component, serverExternalPackages',
    run: program((bin) => [[bin('next/dist/bin/next'), 'build'], ['print.cjs']], {
      files: { ...nextFiles, 'next.config.mjs': "export default { serverExternalPackages: ['ropescope'] };" },
    }),
  },
  {
    id: 'astro',
    name: 'Astro, front matter',
    run: program((bin) => [[bin('astro/astro.js'), 'build'], ['print.cjs']], { files: astroFiles }),
  },
];

/** @type {import('./bundlers.mjs').Host[]} */
export const servers = [...hosts.map((host) => ({ engines: ['Node'], ...host })), ...clients];
