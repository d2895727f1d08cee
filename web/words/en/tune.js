/** What the lab says of the fine-tuning. */

const count = (/** @type {number} */ number) => number.toLocaleString('en');

export const tune = {
  title: 'Fine-tune the model of Compare',
  lead: (/** @type {{ trained: number, length: number, steps: number }} */ { trained, length, steps }) =>
    `Its 803,968 parameters were trained on ${trained} characters. YaRN slows its pairs down for ${length / trained} times as many; then ${steps} steps of two rows of ${count(length)} let the weights get used to it. About half a minute of computing.`,
  start: (/** @type {number} */ steps) => `Fine-tune with YaRN 8×, ${steps} steps`,
  stop: 'Stop',
  says: {
    '': '',
    loading: 'Loading the model and its text.',
    before: 'Measuring the model as it is.',
    training: 'Training.',
    after: 'Measuring again.',
    done: 'Done.',
    failed: '',
  },
  time: (/** @type {{ step: number, steps: number, left: number }} */ { step, steps, left }) =>
    `Step ${step} of ${steps}, ${left} s left.`,
  progress: 'Fine-tuning',
  plot: 'Loss of the fine-tuning by step',
  curve: 'loss of the step',
  axes: { xTitle: 'step', yTitle: 'loss, nats per character', xUnit: 'step' },
  rowsDiffer: 'Rows differ: text is harder to foresee than repetitions, so that single steps go up and down.',
  table: 'Before and after',
  heldout: (/** @type {number} */ length) => `On held-out text of ${count(length)} characters`,
  loss: 'loss',
  copies: 'copies right',
  asItIs: (/** @type {string} */ name) => `${name}, as it is`,
  untuned: 'YaRN 8×, not trained with it',
  tuned: (/** @type {number} */ steps) => `YaRN 8×, ${steps} steps later`,
};
