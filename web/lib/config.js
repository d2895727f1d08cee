/** `import { inspect, exportFor } from 'ropescope/config'`: what a config.json asks for, without an engine; browsers. */

import { configReader } from './config-reader.js';
import { host } from './host.js';

export { RopescopeError } from './errors.js';
export * from './types.js';

export const { inspect, exportFor } = configReader(host());
