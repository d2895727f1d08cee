// What the lectures on training and on evaluation quote and ask: maps of models trained with other methods, published configs and
// tables, spreads over seeds.
import { readFileSync } from 'node:fs';
import { cellsOf, comparisonsOf, pooled } from '../../../web/studies/findings.js';

const file = (path) => new URL(`../../../web/${path}`, import.meta.url);
const json = (path) => JSON.parse(readFileSync(file(path), 'utf8'));
const stored = json('models/evaluation.json');
const published = json('models/published-tables.json').tables;
const configs = json('site/published-configs.json').models;

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const [firstQuery, length, trained] = [256, 512, 128]; // of the maps

const pooledOf = (family, line, measure) =>
  pooled(cellsOf(stored, { family, line: line.replaceAll('-', ' ') }), measure);
const passkeys = { task: 'passkey', metric: 'exact_match' };
const compared = (table) => comparisonsOf(stored, published).find(({ id }) => id === table);
const namedIn = (table, name) => compared(table).pairs.find((pair) => pair.name === name.replaceAll('_', ' '));

/** A published config of layers of two kinds; bases in thousands. */
function layersOf({ text_config: inner, ...outer }) {
  const config = inner ?? outer;
  const { rope_parameters: byKind, rope_theta: theta } = config;
  const isFull =
    config.layer_types?.map((kind) => kind === 'full_attention') ?? config.hybrid_layer_pattern?.map((is) => !is);
  return {
    window: config.sliding_window ?? config.attention_chunk_size,
    layers: config.num_hidden_layers,
    full: isFull?.filter(Boolean).length,
    base: (byKind?.full_attention.rope_theta ?? theta) / 1000,
    local: (byKind?.sliding_attention.rope_theta ?? config.swa_rope_theta ?? theta) / 1000,
  };
}

/**
 * What `data-of` can name besides.
 * @param {() => { engine, heldout: string, specs }} bench
 */
export function evidenceSources(bench) {
  const models = new Map();
  const modelOf = async (family) => {
    if (!models.has(family)) models.set(family, await bench().engine.loadModel(file(`models/${family}`).pathname));
    return models.get(family);
  };
  /** Mean over the later queries of what one row of a head's map has, per cent. */
  async function inRows(family, layer, head, of) {
    const maps = [];
    await (await modelOf(family)).forward(bench().heldout.slice(0, length), {
      ...{ logits: 'none', losses: false, onMaps: (done) => maps.push(...done) },
      capture: [{ layers: [Number(layer)], heads: [Number(head)], size: 0 }],
    });
    const [{ values, rows }] = maps;
    const queries = Array.from({ length: length - firstQuery }, (_, i) => firstQuery + i);
    return 100 * mean(queries.map((q) => of(Array.from(values.slice(q * rows, q * rows + q + 1)), q)));
  }
  const sum = (weights) => weights.reduce((total, weight) => total + weight, 0);
  return {
    far: (family, layer, head) => inRows(family, layer, head, (row, q) => sum(row.slice(0, q - trained + 1))),
    before: (family, layer, head) => inRows(family, layer, head, (row, q) => row[q - 1]),
    sunk: (family, layer, head) => inRows(family, layer, head, (row) => 1 - sum(row)),
    /** Standard deviation over seeds, percentage points or nats. */
    spread: (family, line, task, at, metric) =>
      (metric === 'loss' ? 1 : 100) * pooledOf(family, line, { task, metric, length: Number(at) }).spread,
    depth: (line, at, depth) =>
      100 * pooledOf('rope-l128', line, { ...passkeys, length: Number(at), params: { depth: Number(depth) } }).mean,
    copies: (line, at, period) =>
      100 *
      pooledOf('rope-l128', line, {
        task: 'repeat',
        metric: 'accuracy',
        length: Number(at),
        params: { period: Number(period) },
      }).mean,
    published: (table, name) => namedIn(table, name).published,
    ours: (table, name) => 100 * namedIn(table, name).measured,
    /** Loss of a window of the trained length less that of ReRoPE, at 1,024, nats. */
    apart() {
      const [window, rerope] = ['local window', 'rerope'].map((line) =>
        pooledOf('rope-l128', line, { task: 'text', metric: 'loss', length: 1024 }),
      );
      return window.mean - rerope.mean;
    },
    rho: (table) => compared(table).rho,
    rows: (table) => compared(table).pairs.length,
    config: (name, what) => layersOf(configs.find((each) => each.name === name).config)[what],
    /** Loss on the first characters of the text that the figures read; a model runs as it was trained where no column is given. */
    async lossOf(family, at, column) {
      const method = column && { method: bench().specs(column, at) };
      const options = { ...method, logits: 'none', losses: true };
      return mean(Array.from((await (await modelOf(family)).forward(bench().heldout.slice(0, at), options)).losses));
    },
    /** Of the head whose bias falls least, nats. */
    async flattest(distance) {
      const { bias, seqLen } = await bench().engine.plan([{ id: 'alibi' }], bench().small(1024));
      return -bias[bias.length - seqLen + distance];
    },
    /** Characters that the windowed layers of HWFA see together. */
    async reach(window) {
      const { methods } = await bench().engine.explain([{ id: 'hwfa', params: { window } }], bench().small(trained));
      return methods[0].facts.find(({ key }) => key === 'reach').value;
    },
    /** The place of the only one of these models that was trained with rotations, so that YaRN runs on it, and helps. */
    async stretchable(families) {
      const own = await Promise.all(families.map(async (family) => (await modelOf(family)).info.trainedAs));
      const place = own.findIndex((trainedAs) => trainedAs.includes('rope'));
      if (own.findLastIndex((trainedAs) => trainedAs.includes('rope')) !== place) return 0;
      const stretched = await this.lossOf(families[place], 512, 'sink_logit+yarn');
      return stretched < (await this.lossOf(families[place], 512)) - 0.1 ? place + 1 : 0;
    },
  };
}

/** Answers to their questions, by lecture and place. @param {ReturnType<typeof evidenceSources>} from  @param {Function} ours  stored */
export const evidenceAnswers = (from, ours) => {
  const found = (family, line = 'own') => ours(family, line, 'passkey', 1024, 'exact_match');
  const lossFar = (family, line = 'own') => ours(family, line, 'text', 1024, 'loss');
  return {
    'before-training predict-bias': () =>
      lossFar('kerple-log-l128') > lossFar('alibi-l128') && found('kerple-log-l128') > found('alibi-l128') ? 2 : 1,
    'before-training predict-key-norm': () => {
      const risen = (family) => lossFar(family) - ours(family, 'own', 'text', 128, 'loss');
      return risen('key-norm-l128') > 0.2 && risen('key-norm-l128') < risen('rope-l128') / 2 ? 2 : 0;
    },
    'before-training predict-hybrid': () =>
      ['hwfa-l128', 'layer-pattern-l128'].every((each) => found(each) > 90 && lossFar(each) < lossFar('nope-l128') / 2)
        ? 3
        : 0,
    'evaluation predict-floor': () => {
      const times = found('rope-l128', 'rerope') / found('rope-l128', 'local-window');
      return Math.abs(from.apart()) < 0.03 && times > 3 && times < 5 ? 3 : 0;
    },
    'evaluation predict-repeat': () => (from.copies('local-window', 1024, 64) > 95 ? 3 : 0),
    'evaluation predict-depth': () => {
      const found = [0, 0.5, 1].map((depth) => from.depth('yarn', 512, depth));
      return found.indexOf(Math.min(...found)) + 1;
    },
    'evaluation share': () => found('rope-l128', 'local-window'),
    'evaluation rank': () => from.rho('chunk_llama'),
    'evaluation apart': () => {
      const [one, other] = ['rerope', 'dual_chunk'];
      const gap = found('rope-l128', other) - found('rope-l128', one);
      return gap > 0 && gap < from.spread('rope-l128', one, 'passkey', 1024, 'exact_match') ? 3 : 0;
    },
    'before-training slope': () => from.flattest(512),
    'before-training reach': () => from.reach(32),
    'before-training stretch': () =>
      from.stretchable(['alibi-l128', 'nope-l128', 'sink-logit-l128', 'kerple-log-l128']),
  };
};
