/** Runs the command as a user would: a process of its own. */

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../web/cli/ropescope.js', import.meta.url));

/**
 * @param {string[]} args
 * @param {{ input?: string, flags?: string[] }} [options]  flags: of node
 * @returns {Promise<{ status: number, stdout: string, stderr: string }>}
 */
export async function ropescope(args, { input = '', flags = [] } = {}) {
  const child = spawn(process.execPath, [...flags, script, ...args]);
  child.stdin.on('error', () => {}); // a command that does not read closes it
  child.stdin.end(input);
  const exit = new Promise((resolve) => child.on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { status: Number(status), stdout, stderr };
}
