/** Opens lanes: each runs an instance of one module, in a worker of its own or in the calling thread. */

import { kind, messageOf, mistake } from './check.js';
import { RopescopeError } from './errors.js';
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
 * @property {(name: ModuleName, signal?: AbortSignal, other?: (ending: AbortSignal) => Promise<Lane>) => Promise<Lane>} open
 *   other: than the usual way
 * @property {(lane: Lane) => Promise<unknown>} close
 * @property {() => Promise<unknown>} end   closes all
 * @property {Where} where
 *
 * @typedef {import('./types.js').Where} Where
 * @typedef {import('./wasm-module.js').WasmSource & { given: boolean }} Source  given: by the caller, who is told of mistakes
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
  /** @type {Where} */
  const where = {
    work: inline ? 'caller' : 'worker',
    threads: 1,
    wasm: sourceOf('engine').given ? 'given' : 'file',
    notes: [],
  };

  /** @type {Lanes['prepare']} */
  function prepare(name, signal) {
    const known = compiled.get(name);
    if (known) return known;
    const module = (host.compile ?? compile)(sourceOf(name), host.readBytes, signal, where);
    compiled.set(name, module);
    module.catch(() => compiled.delete(name)); // the next call tries again
    return module;
  }

  /**
   * @param {ModuleName} name
   * @param {AbortSignal | undefined} signal
   */
  function openUsual(name, signal) {
    const module = untilAborted(prepare(name), signal);
    module.catch(() => {}); // whoever opens the lane tells of it
    if (inline) return openInline(name, module);
    return (host.openWorker ?? openWorker)(name, module, ending.signal, where, host);
  }

  /** @type {Lanes['open']} */
  async function open(name, signal, other) {
    if (ending.signal.aborted) throw disposedError();
    const lane = await (other ? other(ending.signal) : openUsual(name, signal));
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
    where,
  };
}

/** @type {NonNullable<import('./engine.js').Host['openWorker']>} */
async function openWorker(name, module, ending, _, host) {
  try {
    return await openWorkerLane(host.startWorker(name), module, ending);
  } catch (error) {
    if (error instanceof RopescopeError) throw error;
    throw errorOf('load_failed', 'worker_does_not_start', { args: { message: messageOf(error) }, cause: error });
  }
}

/**
 * @param {ModuleName} name
 * @param {Promise<WebAssembly.Module>} module
 */
export async function openInline(name, module) {
  const code = modules[name].load().catch((error) => {
    throw errorOf('load_failed', 'code_does_not_load', { args: { message: messageOf(error) }, cause: error });
  });
  const [compiled, { glue, operations }] = await Promise.all([module, code]); // one while the other is on its way
  const instance = await instantiate(glue, compiled);
  return inlineLane((onFailure) => createRuntime(instance, operations, onFailure));
}

/**
 * Where each module comes from. Checked at once, so that a mistake does not wait for the first training.
 * @param {WasmOptions} options
 * @param {import('./engine.js').Host} host
 * @returns {(name: ModuleName) => Source}
 */
function sourcesFrom({ wasmUrl, wasmBinary, wasmModule }, { toUrl }) {
  const given = Object.entries(byModule('wasmUrl', wasmUrl));
  const urls = Object.fromEntries(given.map(([name, value]) => [name, addressOf('wasmUrl', value, toUrl)]));
  const binaries = byModule('wasmBinary', wasmBinary);
  const instances = byModule('wasmModule', wasmModule);
  return (/** @type {ModuleName} */ name) => {
    const { base, [variant]: best = base } = modules[name].wasm;
    const [url, wasmBinary, wasmModule] = [urls[name], binaries[name], instances[name]];
    const given = (url ?? wasmBinary ?? wasmModule) !== undefined;
    return { name, given, address: () => (url ?? best()).href, wasmBinary, wasmModule };
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
