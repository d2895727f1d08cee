// One project for all tests of the package: the packed tarball, installed alone, as a stranger has it.
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installAlone } from '../hosts/workplace.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const place = `${root}build/package-tests`;
export const installed = `${place}/node_modules/ropescope`;

/** @returns {Promise<string[]>} the packed files */
export async function packed() {
  const files = await installAlone(place);
  if (!existsSync(`${place}/node_modules/vite`)) symlinkSync(`${root}node_modules/vite`, `${place}/node_modules/vite`);
  writeFileSync(`${place}/files.json`, JSON.stringify(files));
  return files;
}

export const manifest = () => JSON.parse(readFileSync(`${installed}/package.json`, 'utf8'));
