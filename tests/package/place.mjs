// One project for each file of tests of the package: the packed tarball, installed alone, as a stranger has it.
import { readFileSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installAlone } from '../hosts/workplace.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @param {string} name  of the project, in build/
 * @param {string[]} [others]  packages that stand beside it: those of the repository
 */
export async function packed(name, others = ['vite']) {
  const place = `${root}build/${name}`;
  const files = await installAlone(place);
  for (const each of others) symlinkSync(`${root}node_modules/${each}`, `${place}/node_modules/${each}`);
  const installed = `${place}/node_modules/ropescope`;
  const manifest = JSON.parse(readFileSync(`${installed}/package.json`, 'utf8'));
  return { place, installed, manifest, files };
}
