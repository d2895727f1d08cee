/** What the reader of a config.json says. */

export const doctor = {
  file: 'config.json of a model',
  read: 'Read this config',
  example: 'Try an example',
  empty:
    'The method, its parameters, the effective attention factor and every remark of the reader appear here. Nothing leaves this page.',
  name: 'This config',
  curve: 'Its curve is in the wavelength figure above.',
  warnings: 'Warnings',
  notes: 'Notes',
  warning: 'Warning:',
  rows: {
    method: 'Method',
    params: 'Parameters',
    head: 'Head',
    trained: 'Trained length',
    longest: 'Stated maximum',
    factor: 'Attention factor',
  },
  none: 'none',
  notGiven: 'not given',
  tokens: (/** @type {number} */ tokens) => `${tokens} tokens`,
  head: (/** @type {{ channels: number, rotary: number, base: string }} */ { channels, rotary, base }) =>
    `${channels} channels, ${rotary} rotate, base ${base}`,
  factor: (/** @type {string} */ factor, /** @type {string} */ logits) =>
    `${factor} on cos and sin: logits × ${logits}`,
};
