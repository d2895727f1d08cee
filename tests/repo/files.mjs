// The repository's own files, as the tests in this folder see them: tracked ones and new ones, without what git ignores.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @returns {string[]} paths relative to the root, sorted */
export function repositoryFiles() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  return [...new Set(listed.split('\0'))].filter((path) => path && existsSync(root + path)).sort();
}

/** @param {string} path relative to the root */
export function textOf(path) {
  return readFileSync(root + path, 'utf8');
}
