/** What the reader of a config.json says. */

export const doctor = {
  file: 'config.json of a model',
  read: 'Read this config',
  published: 'A published model',
  choose: 'Choose one …',
  paste: 'Paste a config.json here, or drop the file.',
  source: 'Values from',
  line: (/** @type {number} */ line) => `line ${line}`,
  empty:
    'The method, its parameters, the effective attention factor and every remark of the reader appear here. Nothing leaves this page.',
  name: 'This config',
  warnings: 'Warnings',
  notes: 'Notes',
  warning: 'Warning:',
  rows: {
    method: 'Method',
    params: 'Parameters',
    head: 'Head',
    trained: 'Trained length',
    longest: 'Stated maximum',
    ratio: 'Maximum / trained',
    stated: 'Factor',
    factor: 'Attention factor',
  },
  layers: {
    title: 'Layers, counted from 0',
    heads: ['Layers', 'Type', 'Keys seen', 'Method', 'Base', 'Channels', 'Factor', 'Attention factor', 'Sinks'],
    all: 'all',
    last: (/** @type {number} */ keys) => `last ${keys}`,
    chunk: (/** @type {number} */ tokens) => `chunk of ${tokens}`,
    noAttention: 'no attention',
    part: (/** @type {number | null} */ rotary, /** @type {number | null} */ channels) => `${rotary} of ${channels}`,
    yes: 'yes',
  },
  none: 'none',
  notGiven: 'not given',
  tokens: (/** @type {number} */ tokens) => `${tokens} tokens`,
  head: (/** @type {{ channels: number, rotary: number, base: string }} */ { channels, rotary, base }) =>
    `${channels} channels, ${rotary} rotate, base ${base}`,
  factor: (/** @type {string} */ factor, /** @type {string} */ logits) =>
    `${factor} on cos and sin: logits × ${logits}`,
};
