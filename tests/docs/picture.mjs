// The picture of the README: one head on 512 characters under two methods, computed by the module and drawn here.
import { readFileSync } from 'node:fs';
import { pngOf } from '../../web/cli/picture.js';
import { createEngine } from '../../web/lib/index.node.js';

const root = new URL('../../', import.meta.url);
const length = 512; // characters
const side = 256; // of a map, user units and cells
const methods = [
  { id: 'rope', name: 'RoPE' },
  { id: 'yarn', name: 'YaRN', params: { factor: 4, beta_fast: 8 } },
];
const words = {
  en: {
    title: `One attention head on ${length} characters`,
    trained: (tokens) => `trained on ${tokens}`,
    loss: (nats) => `${nats} nats per character`,
  },
  zh: {
    title: `一个注意力头在 ${length} 个字符上`,
    trained: (tokens) => `训练长度 ${tokens}`,
    loss: (nats) => `每个字符 ${nats} 奈特`,
  },
};

/** @param {number} mark  where the trained length ends, user units */
const panel = ({ name, map, nats }, left, { mark, trained, said }) => `<g transform="translate(${left} 34)">
<text y="-12" font-weight="600">${name}</text>
<text x="${side}" y="-12" text-anchor="end">${said.loss(nats.toFixed(2))}</text>
<image width="${side}" height="${side}" href="data:image/png;base64,${pngOf(map).toString('base64')}"/>
<path d="M${mark} ${mark}V${side}M0 ${mark}H${mark}" stroke="#fff" stroke-dasharray="4 3"/>
<text x="${mark + 8}" y="${mark - 6}" fill="#fff">${said.trained(trained)}</text>
</g>`;

/** @returns {Promise<Record<string, string>>} SVG by language */
export async function pictures() {
  const wasm = (name) => readFileSync(new URL(`dist/${name}.wasm`, root));
  const engine = await createEngine({ workers: 0, wasmBinary: wasm('ropescope') }); // the same bits on every machine
  const model = await engine.loadModel(new URL('web/models/rope-l128', root));
  const text = readFileSync(new URL('web/models/heldout.txt', root), 'utf8').slice(0, length);
  const panels = [];
  for (const { name, ...method } of methods) {
    const options = { method, losses: true, logits: 'none', capture: { layers: [1], heads: [2], size: side } };
    const { attentions, losses } = await model.forward(text, options);
    const nats = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    panels.push({ name, map: attentions[0], nats });
  }
  const trained = model.info.rope.original_max_position_embeddings;
  await engine.dispose();
  const svg = (said) => {
    const marked = { mark: (trained / length) * side, trained, said };
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * side + 56} ${side + 50}" font-family="sans-serif" font-size="13">
<title>${said.title}</title>
<rect width="100%" height="100%" fill="#fff"/>
${panels.map((each, i) => panel(each, 16 + i * (side + 24), marked)).join('\n')}
</svg>
`;
  };
  return { en: svg(words.en), zh: svg(words.zh) };
}
