/** Opens lanes: each runs an instance of one module, in a worker of its own or in the calling thread. */

import { kind, messageOf, mistake } from './check.js';
import { disposedError, inlineLane, untilAborted } from './lanes.js';
import { modules } from './modules.js';
import { addressOf } from './options.js';
import { openWorkerLane } from './protocol.js';
import { createRuntime } from './runtime.js';
import { abortedError, errorOf } from './sayings.js';
import { variant } from './variant.js';
import { compile, instantiate } from './wasm-module.js';

/**
 * @typedef {import('./lanes.js').Lane} Lane
 * @typedef {import('./modules.js').ModuleName} ModuleName
 * @typedef {import('./types.js').EngineOptions} EngineOptions
 * @typedef {Pick<EngineOptions, 'wasmUrl' | 'wasmBinary' | 'wasmModule'>} WasmOptions
 *
 * @typedef {object} Lanes
 * @property {(name: ModuleName, signal?: AbortSignal) => Promise<WebAssembly.Module>} prepare  fetches and compiles, once
 * @property {(name: ModuleName, signal?: AbortSignal) => Promise<Lane>} open
 * @property {(lane: Lane) => Promise<unknown>} close
 * @property {() => Promise<unknown>} end   closes all
 */

/**
 * @param {WasmOptions & { inline: boolean }} options
 * @param {import('./engine.js').Host} host
 * @returns {Lanes}
 */
export function createLanes({ inline, ...options }, host) {
  const sourceOf = sourcesFrom(options, host);
  /** @type {Map<ModuleName, Promise<WebAssembly.Module>>} */
  const compiled = new Map();
  /** @type {Set<Lane>} */
  const lanes = new Set();
  const ending = new AbortController();

  /** @type {Lanes['prepare']} */
  function prepare(name, signal) {
    const known = compiled.get(name);
    if (known) return known;
    const module = compile(sourceOf(name), host.readBytes, signal);
    compiled.set(name, module);
    module.catch(() => compiled.delete(name)); // the next call tries again
    return module;
  }

  /** @type {Lanes['open']} */
  async function open(name, signal) {
    const module = await untilAborted(prepare(name), signal);
    if (ending.signal.aborted) throw disposedError();
    const lane = inline
      ? await openInline(name, module)
      : await openWorkerLane(startWorker(name, host), module, ending.signal);
    if (ending.signal.aborted || signal?.aborted) {
      await lane.end();
      throw ending.signal.aborted ? disposedError() : abortedError(signal);
    }
    for (const each of lanes) if (each.failure()) lanes.delete(each);
    lanes.add(lane);
    return lane;
  }

  return {
    prepare,
    open,
    close: async (lane) => {
      lanes.delete(lane);
      return lane.end();
    },
    end: () => {
      ending.abort();
      return Promise.all([...lanes].map((lane) => lane.end()));
    },
  };
}

/**
 * @param {ModuleName} name
 * @param {import('./engine.js').Host} host
 */
function startWorker(name, host) {
  try {
    return host.startWorker(name);
  } catch (error) {
    throw errorOf('load_failed', 'worker_does_not_start', { args: { message: messageOf(error) }, cause: error });
  }
}

/**
 * @param {ModuleName} name
 * @param {WebAssembly.Module} module
 */
async function openInline(name, module) {
  const { glue, operations } = await modules[name].load();
  const instance = await instantiate(glue, module);
  return inlineLane((onFailure) => createRuntime(instance, operations, onFailure));
}

/**
 * Where each module comes from. Checked at once, so that a mistake does not wait for the first training.
 * @param {WasmOptions} options
 * @param {import('./engine.js').Host} host
 */
function sourcesFrom({ wasmUrl, wasmBinary, wasmModule }, { toUrl }) {
  const given = Object.entries(byModule('wasmUrl', wasmUrl));
  const urls = Object.fromEntries(given.map(([name, value]) => [name, addressOf('wasmUrl', value, toUrl)]));
  const binaries = byModule('wasmBinary', wasmBinary);
  const instances = byModule('wasmModule', wasmModule);
  return (/** @type {ModuleName} */ name) => {
    const { base, [variant]: best = base } = modules[name].wasm;
    const url = urls[name] ?? best();
    return { address: url.href, wasmBinary: binaries[name], wasmModule: instances[name] };
  };
}

/**
 * @param {string} option
 * @param {unknown} value  the engine's, or an object that holds one for each module by name
 * @returns {Partial<Record<ModuleName, unknown>>}
 */
function byModule(option, value) {
  if (value === undefined) return {};
  if (kind(value) !== 'Object') return { engine: value };
  const names = Object.keys(/** @type {object} */ (value));
  if (names.length > 0 && names.every((name) => Object.hasOwn(modules, name))) return /** @type {object} */ (value);
  throw mistake('must_be_by_module', option, value, { choices: Object.keys(modules) });
}
