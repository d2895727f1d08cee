/** What the page of speed says beside its head. */
import { plural } from '../plural.js';

export const speed = {
  start: 'Measure',
  again: 'Measure again',
  stop: 'Stop',
  progress: 'Measuring',
  running: 'Measuring…',
  left: (/** @type {number} */ seconds) => `about ${seconds} s left`,
  empty: 'Nothing is measured here before you ask for it. It takes a few seconds and keeps one core busy.',
  recorded: (/** @type {{ browser: string, cores: number, date: string, variant: string }} */ run) =>
    `The last column of each table is a recorded run: ${run.browser} on a shared server with ${run.cores} cores, the ${run.variant === 'relaxed' ? 'faster' : 'plain'} build, ${run.date}.`,
  conditions: (/** @type {{ variant: string, cores: number, model: string }} */ { variant, cores, model }) =>
    `This browser runs the ${variant === 'relaxed' ? 'faster build, which multiplies and adds in one instruction' : 'plain build; one that multiplies and adds in one instruction needs a newer browser'}, on one of ${plural(cores, 'core')}. The model is “${model}”.`,
  range: (/** @type {string} */ least, /** @type {string} */ most) => `${least} to ${most}`,
  times: (/** @type {string} */ ratio) => `${ratio} ×`,
  kernel: { rotate: 'Rotation', attention: 'Attention' },
  kernels: {
    title: 'Kernels against a plain loop',
    lead: 'The same work on the same numbers, each in a worker of its own, messages included, in turns. The loop is plain JavaScript over typed arrays. Rotation: tokens × heads × channels of a head; attention as well, with its own rotation.',
    columns: [
      'kernel',
      'ropescope, ms',
      'plain loop, ms',
      'times as fast',
      'largest difference of the results',
      'times as fast, recorded',
    ],
  },
  passes: {
    title: 'Reading and writing',
    lead: 'One pass of the whole model over a text, and one more character written by it.',
    columns: ['what', 'ms', 'characters per second', 'recorded'],
  },
  pass: (/** @type {string} */ tokens) => `reading ${tokens}`,
  token: (/** @type {number} */ tokens) => `one more after ${tokens}`,
  costs: {
    title: 'What a method costs',
    lead: (/** @type {number} */ tokens) =>
      `The same ${tokens} characters under each method, in turns; beside each time its ratio to that of RoPE.`,
    columns: ['method', 'ms', 'of RoPE’s time', 'recorded'],
  },
};
