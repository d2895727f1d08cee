import { withEngine } from '../run-model.js';
import { table } from '../table.js';

/** @type {import('../ropescope.js').Command} */
export const methods = {
  summary: 'Lists the methods with their parameters and sources.',
  usage: '[--json]',
  options: { json: { doc: 'everything, as JSON' } },
  positionals: 0,
  run: ({ json }, _, print) =>
    withEngine(async (engine) => {
      const list = await engine.methods();
      await print(json ? `${JSON.stringify(list, null, 2)}\n` : list.map(describe).join('\n'));
    }),
};

/** @param {import('../../lib/types.js').MethodInfo} method */
function describe({ id, name, summary, source, params }) {
  const rows = params.map(({ key, type, default: value, min, max, unit, choices, doc }) => {
    const accepted = type === 'boolean' ? 'true | false' : choices.join(' | ') || `${min}..${max}`;
    return [`  ${key}`, JSON.stringify(value), `${accepted} ${unit}`.trimEnd(), doc];
  });
  const origin = `  ${source.authors}: ${source.title} (${source.id}, ${source.where})\n`;
  return `${id}: ${name}. ${summary}\n${origin}${rows.length > 0 ? table(rows) : ''}`;
}
