// Run as a program: what becomes of engines with several threads in this process, as JSON. The engine is that of a library whose
// address is given.
import { readFileSync } from 'node:fs';
import { ownWorkTimes } from '../../browser/worker-threads.mjs';
import { resultsOf } from './engine-results.mjs';
import { characterModel } from './golden.mjs';

const [, , scene, library] = process.argv;
const { createEngine } = await import(library);
const long = 'a'.repeat(2000);

const scenes = {
  async results() {
    const text = readFileSync(new URL('../../../web/models/heldout.txt', import.meta.url), 'utf8').slice(0, 301);
    const found = [];
    for (const threads of [1, 2, 3]) {
      const engine = await createEngine({ threads });
      found.push({ where: engine.where, results: await resultsOf(engine, characterModel, text) });
      await engine.dispose();
    }
    return found;
  },

  /** Nobody disposes of the engine. */
  async work() {
    const engine = await createEngine({ threads: 3 });
    const model = await engine.loadModel(characterModel);
    await model.forward(long, { logits: 'none' });
    const before = ownWorkTimes();
    await model.forward(long, { logits: 'none' });
    const spent = [...ownWorkTimes()].map(([thread, time]) => time - (before.get(thread) ?? 0));
    return spent.sort((a, b) => b - a).slice(0, 4);
  },

  async ends() {
    const first = await createEngine();
    await first.loadModel(characterModel); // reads files, for which Node has threads that stay
    await first.dispose();
    const counts = [ownWorkTimes().size];
    const engine = await createEngine({ threads: 3 });
    const model = await engine.loadModel(characterModel);
    const stop = new AbortController();
    const { code: aborted } = await model
      .forward(long, { signal: stop.signal, onProgress: () => stop.abort() })
      .catch((error) => error);
    const { rows } = await model.forward('abc');
    counts.push(ownWorkTimes().size);
    const ran = model.forward(long + long).catch(({ code }) => code);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await engine.dispose();
    const disposed = await ran;
    counts.push(ownWorkTimes().size);
    return { aborted, rows, disposed, counts };
  },

  async fails() {
    const engine = await createEngine({ threads: 2 });
    const { where } = engine;
    const error = await engine
      .loadModel(characterModel)
      .then((model) => model.forward(long))
      .catch((error) => error);
    await engine.dispose();
    return { where, error: { name: error.name, code: error.code, message: error.message } };
  },
};

process.stdout.write(JSON.stringify(await scenes[scene]()));
