/**
 * The operations of the engine over one WebAssembly module. The same table runs inline and in a worker, so that the two
 * cannot differ. Operations take plain data and report through a context.
 */

import { RopescopeError, unwrap } from './errors.js';
import { copyFloats, withCopies } from './heap.js';
import { joinResults, passesOver } from './passes.js';
import { trainingOperations } from './train-runtime.js';

/**
 * @typedef {any} Answer  a value or { code, message }
 *
 * @typedef {object} WasmModule  what Emscripten's glue makes of wasm/bindings.cpp
 * @property {Uint8Array} HEAPU8
 * @property {Float32Array} HEAPF32
 * @property {(size: number) => number} _malloc
 * @property {(address: number) => void} _free
 * @property {() => Answer} methods
 * @property {(config: string, options: object) => Answer} inspect
 * @property {(method: unknown, options: object) => Answer} plan
 * @property {(method: unknown, options: object) => Answer} explain
 * @property {(x: object, options: object) => Answer} rotate
 * @property {(regions: object, options: object) => Answer} attention
 * @property {(config: string, options: object) => Answer} runtimeSettings
 * @property {(config: string, weights: object, options: object) => Answer} ggufFile
 * @property {(config: string, weights: object) => Answer} loadModel
 * @property {(model: number) => Answer} modelInfo
 * @property {(model: number, text: string) => Answer} encode
 * @property {(model: number, tokens: ArrayLike<number>) => Answer} decode
 * @property {(model: number) => Answer} disposeModel
 * @property {(model: number, options: object) => Answer} startSession
 * @property {(session: number, tokens: ArrayLike<number>, options: object) => Answer} beginPass
 * @property {(session: number) => Answer} stepPass
 * @property {(session: number) => Answer} takeMaps
 * @property {(session: number) => Answer} takeResult
 * @property {(session: number) => Answer} takeToken
 * @property {(session: number) => Answer} disposeSession
 * @property {() => Answer} tasks
 * @property {(model: number, text: string, options: object) => Answer} startCell
 * @property {(cell: number) => Answer} stepCell
 * @property {(cell: number) => Answer} cellResult
 * @property {(cell: number) => Answer} disposeCell
 * @property {(config: string, recipe: string, text: string, options: object) => Answer} startTraining
 * @property {(training: number, weights: object) => Answer} startTrainingFrom
 * @property {(training: number, state: object) => Answer} resumeTraining
 * @property {(state: object) => Answer} trainingIdentity
 * @property {(training: number) => Answer} stepTraining
 * @property {(training: number, since: number) => Answer} trainingReport
 * @property {(training: number) => Answer} saveTraining
 * @property {(training: number, options: object) => Answer} exportTraining
 * @property {(training: number) => Answer} disposeTraining
 *
 * @typedef {{ kind: 'progress', done: number } | { kind: 'token', token: number, text: string }
 *   | { kind: 'maps', maps: import('./types.js').AttentionMap[] }
 *   | { kind: 'sample', result: import('./evaluate.js').CellResult }
 *   | { kind: 'training', report: import('./train.js').TrainingReport }} RunEvent
 *
 * @typedef {object} Context
 * @property {(event: RunEvent) => void} emit
 * @property {() => Promise<void>} checkpoint  lets the event loop run now and then; throws when the call was aborted
 *
 * @typedef {(module: WasmModule, args: any, context: Context) => unknown} Operation
 */

/** @type {Record<string, Operation>} */
const operations = {
  methods: (module) => unwrap(module.methods()),
  inspect: (module, { config, options }) => unwrap(module.inspect(config, options)),
  plan: (module, { method, options }) => unwrap(module.plan(method, options)),
  explain: (module, { method, options }) => unwrap(module.explain(method, options)),
  rotate: (module, { x, options }) =>
    withCopies(module, [x], (region) => {
      unwrap(module.rotate(region, options));
      return copyFloats(module, region);
    }),
  attention,
  runtimeSettings: (module, { config, options }) => unwrap(module.runtimeSettings(config, options)),
  ggufFile: (module, { config, weights, options }) =>
    withCopies(module, [weights], (region) => unwrap(module.ggufFile(config, region, options))),
  loadModel: (module, { config, weights }) => {
    const model = withCopies(module, [weights], (region) => unwrap(module.loadModel(config, region)));
    return { model, info: unwrap(module.modelInfo(model)) };
  },
  disposeModel: (module, { model }) => unwrap(module.disposeModel(model)),
  encode: (module, { model, text }) => unwrap(module.encode(model, text)),
  decode: (module, { model, tokens }) => unwrap(module.decode(model, tokens)),
  forward,
  generate,
  tasks: (module) => unwrap(module.tasks()),
  evaluateCell,
  ...trainingOperations,
};

/** @type {Operation} */
function attention(module, { q, k, v, options }, context) {
  const result = withCopies(module, [q, k, v, new Float32Array(q.length)], (qCopy, kCopy, vCopy, out) => {
    const regions = { q: qCopy, k: kCopy, v: vCopy, out };
    const attentions = unwrap(module.attention(regions, options));
    return { out: copyFloats(module, out), attentions };
  });
  context.emit({ kind: 'progress', done: 1 });
  return result;
}

/**
 * @param {WasmModule} module
 * @param {any} args
 * @param {Context} context
 */
async function forward(module, { model, input, method, force, cache, prefill, pass, streamed }, context) {
  return withSession(module, model, { method, force, cache }, async (session) => {
    const passes = passesOver(toTokens(module, model, input), prefill, pass);
    const results = [];
    for (const { tokens, options } of passes) {
      unwrap(module.beginPass(session, tokens, options));
      const before = results.length;
      await finishPass(module, session, context, (done) => {
        context.emit({ kind: 'progress', done: (before + done) / passes.length });
        const maps = streamed && done < 1 ? unwrap(module.takeMaps(session)) : [];
        if (maps.length > 0) context.emit({ kind: 'maps', maps });
      });
      results.push(unwrap(module.takeResult(session)));
    }
    return joinResults(results);
  });
}

/**
 * @param {WasmModule} module
 * @param {any} args
 * @param {Context} context
 */
async function generate(module, { model, input, maxNewTokens, sampling }, context) {
  return withSession(module, model, sampling, async (session) => {
    const tokens = [];
    let text = '';
    let forced = false;
    let next = toTokens(module, model, input);
    while (tokens.length < maxNewTokens) {
      unwrap(module.beginPass(session, next, { logits: 'last' }));
      const before = tokens.length;
      await finishPass(module, session, context, (done) =>
        context.emit({ kind: 'progress', done: (before + done) / maxNewTokens }),
      );
      const sampled = unwrap(module.takeToken(session));
      tokens.push(sampled.token);
      text += sampled.text;
      forced = sampled.forced;
      context.emit({ kind: 'token', token: sampled.token, text: sampled.text });
      next = [sampled.token];
    }
    return { tokens, text, ...(forced && { forced }) };
  });
}

/**
 * Sample after sample; each result holds all those before it, so that the last one is the cell's.
 * @param {WasmModule} module
 * @param {any} args
 * @param {Context} context
 */
async function evaluateCell(module, { model, text, samples, cell: options }, context) {
  const handle = unwrap(module.startCell(model, text, options));
  return closing(
    () => unwrap(module.disposeCell(handle)),
    async () => {
      for (;;) {
        await context.checkpoint();
        if (!unwrap(module.stepCell(handle))) continue;
        const result = unwrap(module.cellResult(handle));
        context.emit({ kind: 'sample', result });
        if (result.samples >= samples) return result;
      }
    },
  );
}

/**
 * @template T
 * @param {WasmModule} module
 * @param {number} model
 * @param {object} options
 * @param {(session: number) => Promise<T>} use
 */
async function withSession(module, model, options, use) {
  const session = unwrap(module.startSession(model, options));
  return closing(
    () => unwrap(module.disposeSession(session)),
    () => use(session),
  );
}

/**
 * @template T
 * @param {() => void} close
 * @param {() => Promise<T>} use
 */
async function closing(close, use) {
  const result = await use().catch((error) => {
    if (error instanceof RopescopeError) close(); // after a failure of the module itself nothing may be called
    throw error;
  });
  close();
  return result;
}

/**
 * Steps the begun pass of a session to its end.
 * @param {WasmModule} module
 * @param {number} session
 * @param {Context} context
 * @param {(done: number) => void} report
 */
async function finishPass(module, session, context, report) {
  for (;;) {
    await context.checkpoint();
    const { complete, progress } = unwrap(module.stepPass(session));
    report(progress);
    if (complete) return;
  }
}

/**
 * @param {WasmModule} module
 * @param {number} model
 * @param {string | ArrayLike<number>} input
 * @returns {ArrayLike<number>}
 */
const toTokens = (module, model, input) => (typeof input === 'string' ? unwrap(module.encode(model, input)) : input);

/** @typedef {(op: string, args: unknown, context: Context) => Promise<unknown>} Run */

/**
 * Runs operations one by one or interleaved. When the module itself fails (out of memory, a trap), its heap can no
 * longer be trusted: every later call gets the same error.
 * @param {WasmModule} module
 * @returns {Run}
 */
export function createRuntime(module) {
  /** @type {RopescopeError | undefined} */
  let dead;
  return async (op, args, context) => {
    if (dead) throw dead;
    const operation = Object.hasOwn(operations, op) ? operations[op] : undefined;
    if (!operation) throw new RopescopeError('internal', `no operation is called ${op}`);
    try {
      return await operation(module, args, context);
    } catch (error) {
      if (error instanceof RopescopeError) throw error;
      dead = moduleFailure(error);
      throw dead;
    }
  };
}

/** @param {unknown} error */
function moduleFailure(error) {
  const advice = 'dispose of this engine and create a new one';
  if (error === 'out of memory') {
    return new RopescopeError('out_of_memory', `the engine ran out of memory: ${advice}`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new RopescopeError('internal', `the engine failed (${message}): ${advice}`, { cause: error });
}
