/** What is asked about a config, taken apart and checked. */

import { mistake, plain } from './check.js';
import { weightFiles } from './model-files.js';
import { jsonText, plainOptions, plainProperties, propertiesOf } from './options.js';

/**
 * @param {string | object} config
 * @param {import('./types.js').InspectOptions | undefined} options
 */
export const inspectRequest = (config, options) => ({
  config: jsonText('config', config),
  options: plainOptions(options),
});

/**
 * @param {string | object} config
 * @param {import('./types.js').ExportOptions} options
 */
export function exportRequest(config, options) {
  const { params, weights, method, ...others } = propertiesOf('options', options);
  const rest = {
    .../** @type {import('./export.js').ExportOptions} */ (plainProperties(others)),
    method: methodWith(method, params),
    weights: weights === undefined ? undefined : weightFiles(weights),
  };
  return { text: jsonText('config', config), options: rest };
}

/**
 * @template {import('./types.js').MethodChoice | undefined} T
 * @param {T} method
 * @param {Record<string, import('./types.js').ParamValue> | undefined} params  of the one method that `method` names
 * @returns {T | import('./types.js').MethodSpec}
 */
export function methodWith(method, params) {
  if (params === undefined) return plain('method', method);
  if (typeof method === 'string') return { id: method, params: plain('params', params) };
  throw mistake('params_need_id', 'params', params);
}
