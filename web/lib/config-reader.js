/** Reads configs and writes those of other runtimes, in the calling thread, without an engine for models. */

import { exportRequest, inspectRequest } from './config-requests.js';
import { call } from './lanes.js';
import { createLanes } from './open-lanes.js';
import { createPool } from './pool.js';

/** @param {import('./engine.js').Host} host */
export function configReader(host) {
  const lanes = createLanes({ inline: true }, host);
  const doctor = createPool(1, () => lanes.open('doctor'));
  return {
    /**
     * What a config.json says of positions, as engine.inspect says it.
     * @type {import('./types.js').Engine['inspect']}
     */
    inspect: async (config, options) => {
      const request = inspectRequest(config, options);
      return doctor.withLane((lane) => call(lane, 'inspect', request));
    },
    /**
     * What another runtime needs to run a checkpoint under a method, as engine.exportFor says it.
     * @type {import('./types.js').Engine['exportFor']}
     */
    exportFor: async (config, options) => {
      const request = exportRequest(config, options);
      const { exportFor } = await import('./export.js');
      return doctor.withLane((lane) => exportFor((op, args) => call(lane, op, args), request.text, request.options));
    },
  };
}
