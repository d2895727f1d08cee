// Every host, over the packed tarball: npm run hosts. Writes what it found into the READMEs, each row as soon as it is found; names of
// hosts as arguments run those only.
import { fileURLToPath } from 'node:url';
import { closeBrowsers } from './browser.mjs';
import { bundlers } from './bundlers.mjs';
import { faultsOf, modelOf } from './job.mjs';
import { pages } from './pages.mjs';
import { servers } from './servers.mjs';
import { storedRows, writeTable } from './table.mjs';
import { installHosts } from './workplace.mjs';

const place = fileURLToPath(new URL('../../build/hosts', import.meta.url));
const hosts = [...servers, ...bundlers, ...pages];
const wanted = process.argv.slice(2);
const unknown = wanted.find((id) => !hosts.some((host) => host.id === id));
if (unknown) throw new Error(`there is no host ${unknown}; there are ${hosts.map(({ id }) => id).join(', ')}`);

await installHosts(place);
for (const host of hosts.filter(({ id }) => wanted.length === 0 || wanted.includes(id)))
  for (const engine of enginesOf(host)) await runIn(engine, host);
await closeBrowsers();

async function runIn(engine, { id, name, run }) {
  try {
    const answer = await run(place, id, engine);
    const faults = faultsOf(answer);
    if (faults.length > 0) throw new Error(faults.join('; '));
    const { work, wasm } = answer;
    const model = modelOf(answer);
    console.log(`${name}, ${engine}: ${work}, ${wasm}, model ${model ? 'there' : 'by its address only'}`);
    keep({ id, name, engine, work, wasm, model });
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name}, ${engine}: FAILED ${error.message}`);
  }
}

/** In the order of the hosts, without those that are gone. */
function keep(found) {
  const isOf = (host, engine) => (row) => row.id === host.id && row.engine === engine;
  const rows = [found, ...storedRows()]; // the first of two is the newer
  writeTable(hosts.flatMap((host) => enginesOf(host).flatMap((engine) => rows.find(isOf(host, engine)) ?? [])));
}

function enginesOf({ engines = ['Chromium'] }) {
  return engines;
}
