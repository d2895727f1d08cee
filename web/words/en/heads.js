/** What is said of the heads of a model: what each does, and how sure that is. */
import { short } from '../../charts/svg.js';
import { form, plural } from '../plural.js';

/** @type {(share: number | null) => string} null: nothing to count */
const percent = (share) => (share === null ? '–' : `${Math.round(100 * share)}%`);

/** @type {(share: number) => string} */
const share = (value) => value.toFixed(2);

/** @type {(count: number, what: string) => string[]} nothing where none is counted */
const counted = (count, what) => (count > 0 ? [`${count} ${what}`] : []);

/** @satisfies {Record<string, (args: Record<string, any>) => string>} */
const sentences = {
  headLabels: ({ name, heads, counts: { previous, induction, sink, local, none }, changed, base }) => {
    const parts = [
      ...counted(previous, 'previous token'),
      ...counted(induction, 'induction'),
      ...counted(sink, 'sink'),
      ...counted(local, 'local'),
      ...counted(none, 'without a label'),
    ];
    const differ =
      changed === null
        ? ''
        : ` ${changed || 'None'} of them ${form(changed, 'has', 'have')} another label than under ${base}.`;
    return `${name}, ${plural(heads, 'head')}: ${parts.join(', ')}.${differ}`;
  },
};

export const heads = {
  title: 'Labels of all heads',
  sentences,
  waiting: 'The model is reading the text.',
  names: { previous: 'previous token', induction: 'induction', sink: 'sink', local: 'local', none: 'none' },
  /** As a cell of the grid has room for them. */
  brief: { previous: 'previous', induction: 'induction', sink: 'sink', local: 'local', none: '–' },
  /** @type {(of: { lettered: boolean, period: number, length: number, most: number }) => string} */
  rule: ({ lettered, period, length, most }) =>
    `The text is ${period} random ${lettered ? 'letters' : 'tokens'}, said again and again up to ${length} tokens. Counted is the weight at each place, mean over all queries past the first copy. A head gets the first label below whose place holds at least ${short(most)} of its weight.`,
  /** @type {(near: number) => Record<string, string>} */
  places: (near) => ({
    previous: 'the token before the query',
    induction: 'the tokens that followed the query’s token each time before',
    sink: 'the first token of the text, or no token at all (a learned sink)',
    local: `the last ${near} tokens, the query’s own included; not the first of the text`,
    none: 'none of these holds enough',
  }),
  table: {
    /** @type {(of: { models: number, heads: number, letters: number, prose: number }) => string} */
    caption: ({ models, heads, letters, prose }) =>
      `How sure a label is: of ${heads} heads in ${models} models of this site, other random tokens change ${percent(letters)} of the labels, prose said twice ${percent(prose)}.`,
    headers: ['label', 'where the weight is', 'changed by other random tokens', 'changed by prose'],
  },
  percent,
  share,
  /** Of a file: a row a head. */
  headers: [
    'method',
    'layer',
    'head',
    'label',
    'weight on the token before, share',
    'weight on what followed before, share',
    'weight on the first token or none, share',
    'weight on the last tokens, share',
  ],
  /** @type {(of: { layer: number, head: number, name: string, label: string, shares: Record<'previous' | 'induction' | 'sink' | 'local', number> }) => string} */
  readout: ({ layer, head, name, label, shares: { previous, induction, sink, local } }) =>
    `Layer ${layer}, head ${head}, ${name}: ${label}. Share of the weight: previous token ${share(previous)}, induction ${share(induction)}, sink ${share(sink)}, local ${share(local)}.`,
};
