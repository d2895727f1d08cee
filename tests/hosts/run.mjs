// Every host, over the packed tarball: npm run hosts. Writes what it found into the READMEs; names of hosts as arguments run those only.
import { fileURLToPath } from 'node:url';
import { closeBrowser } from './browser.mjs';
import { bundlers } from './bundlers.mjs';
import { faultsOf, modelOf } from './job.mjs';
import { pages } from './pages.mjs';
import { servers } from './servers.mjs';
import { writeTable } from './table.mjs';
import { installHosts } from './workplace.mjs';

const place = fileURLToPath(new URL('../../build/hosts', import.meta.url));
const hosts = [...servers, ...bundlers, ...pages];
const wanted = process.argv.slice(2);
const unknown = wanted.find((id) => !hosts.some((host) => host.id === id));
if (unknown) throw new Error(`there is no host ${unknown}; there are ${hosts.map(({ id }) => id).join(', ')}`);

await installHosts(place);
const rows = [];
for (const { id, name, run } of hosts.filter((host) => wanted.length === 0 || wanted.includes(host.id))) {
  const row = { id, name };
  try {
    const answer = await run(place, id);
    const faults = faultsOf(answer);
    if (faults.length > 0) throw new Error(faults.join('; '));
    Object.assign(row, { work: answer.work, wasm: answer.wasm, model: modelOf(answer) });
    console.log(`${name}: ${row.work}, ${row.wasm}, model ${row.model ? 'there' : 'by its address only'}`);
  } catch (error) {
    row.failure = error.message;
    process.exitCode = 1;
    console.log(`${name}: FAILED ${error.message}`);
  }
  rows.push(row);
}
await closeBrowser();
if (wanted.length === 0 && process.exitCode === undefined) writeTable(rows);
