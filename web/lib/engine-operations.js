/** What the engine does: plans, models and evaluation, over its WebAssembly module. */

import { unwrap } from './errors.js';
import { opened, withFiles } from './far-files.js';
import { withCopies } from './heap.js';
import { inTurn } from './in-turn.js';
import { joinResults, passesOver } from './passes.js';
import { rotations } from './rotations.js';
import { textFrom } from './sent-texts.js';

/**
 * @typedef {import('./runtime.js').WasmModule} WasmModule
 * @typedef {import('./runtime.js').Context} Context
 * @typedef {import('./runtime.js').Operation} Operation
 */

/** @type {import('./runtime.js').Operations} */
export const operations = {
  methods: (module) => unwrap(module.methods()),
  plan: (module, { method, options }) => unwrap(module.plan(method, options)),
  explain: (module, { method, options }) => unwrap(module.explain(method, options)),
  ...rotations,
  attention,
  loadModel: async (module, { config, weights }, { emit }) => {
    const files = await Promise.all(weights.map(opened));
    const report = (/** @type {number} */ done) => emit({ kind: 'progress', done });
    const model = withFiles(module, files, report, (...parts) => unwrap(module.loadModel(config, ...parts)));
    return { model, info: unwrap(module.modelInfo(model)) };
  },
  modelConfig: (module, { config }) => unwrap(module.modelConfig(config)),
  modelPlan: (module, { model, method, options }) => unwrap(module.modelPlan(model, method, options)),
  disposeModel: (module, { model }) => unwrap(module.disposeModel(model)),
  encode: (module, { model, text }) => unwrap(module.encode(model, text)),
  decode: (module, { model, tokens }) => unwrap(module.decode(model, tokens)),
  forward,
  generate,
  tasks: (module) => unwrap(module.tasks()),
  evaluateCell,
};

/** @type {Operation} */
function attention(module, { q, k, v, options }, context) {
  const run = () => attend(module, { q, k, v, options }, context);
  return options.capture === undefined ? run() : inTurn(module, context, run);
}

/**
 * @param {WasmModule} module
 * @param {any} args
 * @param {Context} context
 */
async function attend(module, { q, k, v, options }, context) {
  const handle = withCopies(module, [q, k, v], (qCopy, kCopy, vCopy) =>
    unwrap(module.startAttention({ q: qCopy, k: kCopy, v: vCopy }, options)),
  );
  return closing(
    () => unwrap(module.disposeAttention(handle)),
    async () => {
      for (let done = 0; done < 1; ) {
        await context.checkpoint();
        done = unwrap(module.stepAttention(handle));
        context.emit({ kind: 'progress', done });
      }
      const { out, attentions } = unwrap(module.attentionResult(handle));
      return { out, attentions, nonFinite: countNonFinite(out) };
    },
  );
}

/** @param {Float32Array} values */
const countNonFinite = (values) => values.reduce((sum, x) => sum + (Number.isFinite(x) ? 0 : 1), 0);

/** @type {Operation} */
function forward(module, args, context) {
  const { capture, logits = 'all' } = args.pass;
  const holdsMuch = capture !== undefined || logits === 'all';
  const run = () => runPasses(module, args, context);
  return holdsMuch ? inTurn(module, context, run) : run();
}

/**
 * @param {WasmModule} module
 * @param {any} args
 * @param {Context} context
 */
async function runPasses(module, { model, input, method, force, cache, prefill, pass, streamed }, context) {
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
      const result = unwrap(module.takeResult(session));
      const maps = streamed ? result.attentions.splice(0) : []; // of a pass that ended with them
      if (maps.length > 0) context.emit({ kind: 'maps', maps });
      results.push(result);
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
      await finishPass(module, session, context, (done) => {
        if (done < 1) context.emit({ kind: 'progress', done: (before + done) / maxNewTokens });
      });
      const sampled = unwrap(module.takeToken(session));
      tokens.push(sampled.token);
      text += sampled.text;
      forced = sampled.forced;
      const done = tokens.length / maxNewTokens;
      context.emit({ kind: 'token', token: sampled.token, text: sampled.text, done });
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
  const handle = unwrap(module.startCell(model, textFrom(module, text), options));
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
  try {
    return await use();
  } finally {
    close();
  }
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
