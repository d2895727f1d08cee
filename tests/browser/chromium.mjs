// How Chromium is started: without a sandbox, as root in a container, and without asking anything of the network.
import { execFileSync } from 'node:child_process';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const chromiumOptions = () => ({
  executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
  args,
  timeout: 120_000,
});
