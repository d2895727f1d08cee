// Node with relaxed SIMD: before 21 it stands behind a flag, which later ones do not know.
import { execFileSync } from 'node:child_process';

const flag = '--experimental-wasm-relaxed-simd';

/** What a process of Node prints, which has to end by itself. */
export const node = (...args) =>
  execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60_000 });
export const relaxedFlags = node('--v8-options').includes(flag) ? [flag] : [];
