/** The public API over a pool of lanes: takes options apart, sends plain data, hands results on. */

import { bytes, floats, integer, jsonText, mistake, noOthers, plain } from './check.js';
import { evaluate } from './evaluate.js';
import { exportFor } from './export.js';
import { call } from './lanes.js';
import { loadModel } from './model.js';
import { createLanes } from './open-lanes.js';
import { createPool } from './pool.js';
import { alone, progressListener, withDisposal } from './resource.js';
import { abortedError } from './sayings.js';
import { train } from './train.js';

/**
 * @typedef {import('./types.js').Engine} Engine
 * @typedef {import('./types.js').EngineOptions} EngineOptions
 * @typedef {import('./pool.js').Pool} Pool
 * @typedef {import('./open-lanes.js').Lanes} Lanes
 *
 * @typedef {object} Host  what differs between browsers and Node
 * @property {(name: import('./modules.js').ModuleName) => import('./protocol.js').WorkerPort} startWorker
 * @property {import('./read.js').ReadBytes} readBytes
 * @property {(address: string) => URL} toUrl  of a relative address or a path
 */

const maxWorkers = 64;

/**
 * @param {EngineOptions} options
 * @param {Host} host
 * @returns {Promise<Engine>}
 */
export async function startEngine(options, host) {
  const { workers = 1, wasmUrl, wasmBinary, wasmModule, signal, ...rest } = options;
  noOthers('createEngine', rest);
  integer('workers', workers, 0, maxWorkers);
  if (signal?.aborted) throw abortedError(signal);

  const lanes = createLanes({ wasmUrl, wasmBinary, wasmModule, inline: workers === 0 }, host);
  await lanes.prepare('engine', signal);
  const pool = createPool(Math.max(workers, 1), () => lanes.open('engine'));
  try {
    await pool.fill();
    if (signal?.aborted) throw abortedError(signal);
  } catch (error) {
    await lanes.end();
    throw error;
  }
  return engineOver(pool, lanes, host);
}

/**
 * @param {Pool} pool
 * @param {Lanes} lanes
 * @param {Host} host
 * @returns {Engine}
 */
function engineOver(pool, lanes, host) {
  const doctor = createPool(1, () => lanes.open('doctor')); // a lane of its own, opened when it is first needed
  const askDoctor = (/** @type {string} */ op, /** @type {unknown} */ args) =>
    doctor.withLane((lane) => call(lane, op, args));
  const run = (
    /** @type {string} */ op,
    /** @type {unknown} */ args,
    /** @type {import('./lanes.js').CallOptions} */ options = {},
  ) => pool.withLane((lane) => call(lane, op, args, options), options.signal);

  return withDisposal({
    methods: () => run('methods', {}),
    inspect: async (config, options = {}) =>
      run('inspect', { config: jsonText(config, 'config'), options: plain('inspect options', options) }),
    plan: async (method, options) => run('plan', plain('plan options', { method, options })),
    explain: async (method, { params, ...options } = /** @type {any} */ ({})) =>
      run('explain', plain('explain options', { method: withParams(method, params), options })),
    rotate: async (x, options) =>
      run('rotate', { x: alone(floats('x', x)), options: plain('rotate options', options) }),
    attention: async (options) => attention(run, options),
    exportFor: async (config, { params, weights, ...options } = /** @type {any} */ ({})) =>
      exportFor(askDoctor, config, {
        ...plain('export options', { ...options, method: withParams(/** @type {any} */ (options.method), params) }),
        ...(weights !== undefined && { weights: alone(bytes('weights', weights)) }),
      }),
    loadModel: (source, options = {}) => loadModel(pool, host, source, options),
    tasks: () => run('tasks', {}),
    evaluate: async (model, options) => evaluate(model, options, { tasks: await run('tasks', {}), workers: pool.size }),
    train: (options) => train(lanes, (files) => loadModel(pool, host, files, {}), options),
    dispose: async () => {
      pool.end();
      doctor.end();
      await lanes.end();
    },
  });
}

/**
 * @param {import('./types.js').MethodChoice} method
 * @param {Record<string, import('./types.js').ParamValue> | undefined} params  of the one method that `method` names
 * @returns {import('./types.js').MethodChoice}
 */
function withParams(method, params) {
  if (params === undefined) return method;
  if (typeof method === 'string') return { id: method, params };
  throw mistake('params', 'left out where method is not an id: it holds its own', params);
}

/**
 * @param {(op: string, args: unknown, options: import('./lanes.js').CallOptions) => Promise<any>} run
 * @param {import('./types.js').AttentionOptions} options
 */
async function attention(run, options) {
  if (typeof options !== 'object' || options === null) throw mistake('attention options', 'an object', options);
  const { q, k, v, signal, onProgress, ...others } = options;
  const inputs = { q: alone(floats('q', q)), k: alone(floats('k', k)), v: alone(floats('v', v)) };
  // one call is one layer, so `layers` is not the caller's to choose
  const whole = (/** @type {object} */ capture) => ({ ...capture, layers: 'all' });
  const capture = Array.isArray(others.capture) ? others.capture.map(whole) : others.capture && whole(others.capture);
  const args = { ...inputs, options: plain('attention options', { ...others, capture }) };
  return run('attention', args, { signal, onEvent: progressListener(onProgress) });
}
