// Every host, over the packed tarball: npm run hosts. Writes what it found into the READMEs, each row as soon as it is found; names of
// hosts as arguments run those only.
import { fileURLToPath } from 'node:url';
import { closeBrowsers } from './browser.mjs';
import { bundlers } from './bundlers.mjs';
import { documents, runDocument } from './documents.mjs';
import { faultsOf, modelOf } from './job.mjs';
import { pages } from './pages.mjs';
import { servers } from './servers.mjs';
import { storedRows, writeTable } from './table.mjs';
import { installHosts } from './workplace.mjs';

const place = fileURLToPath(new URL('../../build/hosts', import.meta.url));
const hosts = [...servers, ...bundlers, ...pages];
const wanted = process.argv.slice(2);
const known = [...hosts, ...documents].map(({ id }) => id);
const unknown = wanted.find((id) => !known.includes(id));
if (unknown) throw new Error(`there is no host ${unknown}; there are ${known.join(', ')}`);
const isWanted = ({ id }) => wanted.length === 0 || wanted.includes(id);

await installHosts(place);
for (const host of hosts.filter(isWanted)) for (const engine of enginesOf(host)) await runIn(engine, host);
for (const document of documents.filter(isWanted)) await runAs(document);
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

/** Of no row: a document has figures, and runs no job. */
async function runAs(document) {
  try {
    await runDocument(place, document);
    console.log(`${document.name}: drawn`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${document.name}: FAILED ${error.message}`);
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
