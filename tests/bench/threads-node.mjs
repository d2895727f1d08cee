// Run as a program by threads.mjs: the same in Node, as JSON.

import { createEngine } from '../../web/lib/index.node.js';
import { ownWorkTimes } from '../browser/worker-threads.mjs';
import { measured, passes } from './threads-pass.mjs';

const [, , rounds, model] = process.argv;
const { forward, end } = await passes(createEngine, model);
process.stdout.write(JSON.stringify(await measured(Number(rounds), forward, ownWorkTimes)));
await end();
