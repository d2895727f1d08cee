/** `import { inspect, exportFor } from 'ropescope/config'`: what a config.json asks for, without an engine; Node. */

import { configReader } from './config-reader.js';
import { host } from './host.node.js';

export { RopescopeError } from './errors.js';
export * from './types.js';

export const { inspect, exportFor } = configReader(host());
