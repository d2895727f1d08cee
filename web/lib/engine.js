/** The public API over a pool of lanes: takes options apart, sends plain data, hands results on. */

import { configAsRead } from './as-read.js';
import { callback, floats, integer, isList, mistake, plain, signalOf } from './check.js';
import { exportRequest, inspectRequest, methodWith } from './config-requests.js';
import { call } from './lanes.js';
import { isModel, loadModel } from './model.js';
import { createLanes } from './open-lanes.js';
import { jsonText, optionsOf, plainOptions, plainProperties, propertiesOf } from './options.js';
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
 * @property {(folder: URL) => Promise<string[] | undefined>} [namesIn]  of a folder's files, where it can be listed
 * @property {(address: string, options: import('./read.js').ReadOptions) => Promise<import('./model-files.js').WeightFile>} [readFar]
 *   a file that the engine reads piece by piece, where it lies or where the host keeps it
 * @property {(address: string) => { names: string[], read: import('./read.js').ReadBytes } | undefined} [modelNamed]  a
 *   model of the package
 * @property {(source: import('./open-lanes.js').Source, readBytes: import('./read.js').ReadBytes, signal: AbortSignal | undefined,
 *   where: import('./types.js').Where) => Promise<WebAssembly.Module>} [compile]  other than by address alone
 * @property {(name: import('./modules.js').ModuleName, module: Promise<WebAssembly.Module>, ending: AbortSignal,
 *   where: import('./types.js').Where, host: Host) => Promise<import('./lanes.js').Lane>} [openWorker]  other than by startWorker alone
 * @property {import('./threads.js').Threads} [threads]  where there are any
 */

const maxWorkers = 64;
const maxThreads = 16; // each is a worker with a stack of its own, which stays

const engineOptions = /** @type {const} */ (['workers', 'threads', 'wasmUrl', 'wasmBinary', 'wasmModule', 'signal']);

/**
 * @param {EngineOptions | undefined} options
 * @param {Host} host
 * @returns {Promise<Engine & { where: import('./types.js').Where }>}
 */
export async function startEngine(options, host) {
  const given = optionsOf('createEngine', options, engineOptions);
  const { workers = 1, threads = 1, wasmUrl, wasmBinary, wasmModule } = given;
  integer('workers', workers, 0, maxWorkers);
  integer('threads', threads, 1, maxThreads);
  const signal = signalOf(given.signal);
  if (signal?.aborted) throw abortedError(signal);

  let lanes = createLanes({ wasmUrl, wasmBinary, wasmModule, inline: workers === 0 }, host);
  if (threads > 1) lanes = (await import('./open-threads.js')).withThreads(lanes, threads, host); // few ask for them
  lanes.prepare('engine', signal).catch(() => {}); // opening a lane tells of it
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
 * @returns {Engine & { where: import('./types.js').Where }}
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
    inspect: async (config, options) => askDoctor('inspect', inspectRequest(config, options)),
    plan: async (method, options) => run('plan', { method: plain('method', method), options: plainOptions(options) }),
    explain: async (method, options) => {
      const { params, ...others } = propertiesOf('options', options);
      return run('explain', { method: methodWith(method, params), options: plainProperties(others) });
    },
    rotate: async (x, options) => run('rotate', { x: floats('x', x), options: plainOptions(options) }),
    tensor: async (x, shape) => {
      const { makeTensor } = await import('./tensor.js'); // few ask for it
      return makeTensor(pool, x, shape);
    },
    attention: async (options) => attention(run, options),
    mapRank: async (map) => {
      const { values, rows, cols } = propertiesOf('map', map);
      return askDoctor('mapRank', {
        values: alone(floats('map.values', values)),
        options: plain('map', { rows, cols }),
      });
    },
    exportFor: async (config, options) => {
      const request = exportRequest(config, options);
      return doctor.withLane(async (lane) => {
        const { exportFor } = await import('./export.js'); // few ask for it
        return exportFor((op, args) => call(lane, op, args), request.text, request.options);
      });
    },
    modelConfig: async (config) => run('modelConfig', { config: await configAsRead(jsonText('config', config)) }),
    loadModel: async (source, options) => loadModel(pool, host, source, options),
    tasks: () => run('tasks', {}),
    evaluate: async (model, options) => {
      if (!isModel(model)) throw mistake('must_be_model', 'model', model);
      const [tasks, { evaluate }] = await Promise.all([run('tasks', {}), import('./evaluate.js')]); // few ask for it, too
      return evaluate(model, options, { tasks, workers: pool.size });
    },
    train: async (options) => train(lanes, (files) => loadModel(pool, host, files, {}), options),
    fork: async (options) => {
      const { wasm, threads: own } = lanes.where;
      const { workers = 1, threads = own } = optionsOf('fork', options, ['workers', 'threads']);
      const shares = wasm === 'given' || (threads === 1 && own === 1); // else the host keeps the module of several threads
      const module = shares ? { wasmModule: await lanes.prepare('engine') } : {};
      const other = await startEngine({ workers, threads, ...module }, host);
      if (shares) other.where.wasm = wasm;
      return other;
    },
    where: lanes.where,
    dispose: async () => {
      pool.end();
      doctor.end();
      await lanes.end();
    },
  });
}

/**
 * @param {(op: string, args: unknown, options: import('./lanes.js').CallOptions) => Promise<any>} run
 * @param {import('./types.js').AttentionOptions} options
 */
async function attention(run, options) {
  const { q, k, v, signal, onProgress, capture, ...others } = propertiesOf('options', options);
  const inputs = { q: floats('q', q), k: floats('k', k), v: floats('v', v) };
  const report = progressListener(callback('onProgress', onProgress));
  const args = { ...inputs, options: { ...plainProperties(others), capture: captureOfAll(capture) } };
  return run('attention', args, { signal: signalOf(signal), onEvent: report });
}

/**
 * One call is one layer, so `layers` is not the caller's to choose.
 * @param {unknown} capture
 */
function captureOfAll(capture) {
  const whole = (/** @type {string} */ path, /** @type {any} */ request) => ({
    ...plain(path, propertiesOf(path, request)),
    layers: 'all',
  });
  if (isList(capture)) return capture.map((each, i) => whole(`capture[${i}]`, each));
  return capture === undefined ? undefined : whole('capture', capture);
}
