/** What the training lab says. */
import { plural } from '../plural.js';

const count = (/** @type {number} */ number) => number.toLocaleString('en');

export const lab = {
  status: {
    stopped: 'Stopped',
    starting: 'Starting the engine',
    training: 'Training',
    trained: 'Trained',
    ready: 'Ready',
  },
  phases: {
    opening: 'opening',
    ready: 'ready',
    running: 'running',
    paused: 'paused',
    done: 'done',
    failed: 'failed',
  },
  encoding: 'Position encoding',
  first: 'Train',
  rival: 'Race against',
  nobody: 'nobody',
  chance: 'Chance',
  seed: 'Seed',
  sameSeed: 'Same seed, same encoding: the same numbers, bit for bit, on every machine.',
  training: 'Training',
  train: 'Train',
  pause: 'Pause',
  resume: 'Resume',
  isTrained: 'Trained',
  startOver: 'Start over',
  keepIt: 'Keep it',
  save: 'Save the training',
  load: 'Load a training',
  download: 'Download the model',
  files: 'A saved training goes on where it stood, bit for bit. The model is a safetensors file with its config.json.',
  copyLink: 'Copy link to these settings',
  discard: (/** @type {string[]} */ names) => `This throws away the training of ${names.join(' and ')}. Go on?`,
  fromFile: (/** @type {string} */ name, /** @type {string} */ file) => `${name}, from ${file}`,
  wrongFile: (/** @type {string} */ file, /** @type {string} */ why) => `${file} is no saved training: ${why}`,
  wrongLink: {
    unknown: (/** @type {string} */ name) => `In this link, “${name}” is not a setting of this page`,
    a: (/** @type {string} */ text) => `In this link, a must be the id of a method, got “${text}”`,
    b: (/** @type {string} */ text) => `In this link, b must be the id of a method, got “${text}”`,
    seed: (/** @type {string} */ text, /** @type {number} */ most) =>
      `In this link, seed must be a whole number from 0 to ${most}, got “${text}”`,
    theme: (/** @type {string} */ text) => `In this link, theme must be light or dark, got “${text}”`,
    lang: (/** @type {string} */ text) => `In this link, lang must be en or zh, got “${text}”`,
  },
  progressOf: (/** @type {string} */ name) => `Training of ${name}`,
  recorded: (/** @type {string[]} */ names, /** @type {number} */ seed) =>
    `Kept runs: ${names.join(' and ')}, seed ${seed}. In a browser this slide trains before your eyes.`,
  facts: {
    step: 'step',
    tokens: 'symbols read',
    speed: 'symbols/s',
    left: 'time left',
    loss: 'loss',
    copies: 'copies right',
  },
  stepOf: (/** @type {number} */ step, /** @type {number} */ steps) => `${step} of ${steps}`,
  count,
  lossTitle: 'Loss and copies',
  lossLead:
    'Every row is a shuffle of 8 to 32 symbols, over and over. The first round cannot be foreseen. From the second on, each symbol follows from the one before it: a model that looks up where that one stood last, and copies what came next, makes no mistake.',
  lossLabel: 'Loss by step',
  copiesLabel: 'Copies that are right, by step',
  mapsTitle: 'The four heads, as they form',
  mapsLead:
    'Where each symbol of one fixed row looks. When the loss drops, a head of layer 0 has usually become a line just below the diagonal: it looks at the symbol before. A head of layer 1 then looks a whole round back, at what followed: an induction head.',
  stretchTitle: 'Does it still copy in longer rows?',
  stretchLead: (/** @type {number} */ trained, /** @type {number} */ longest) =>
    `Training never showed more than ${trained} symbols. Share of copies that are right in rows of up to ${longest}, with the same weights and other ways of telling them where a symbol stands.`,
  stretchPeriod: (/** @type {number} */ period, /** @type {number} */ window) =>
    `What is to be copied always stands ${period} symbols back, well within ${window}: methods that show near keys only, as a window does, still show it. They would not where the answer lies farther back.`,
  stretch: 'Stretch it',
  stretching: 'Stretching',
  method: 'Method',
  stretchTable: 'Copies by length',
  asTrained: (/** @type {string} */ name) => `${name}, as trained`,
  asMethod: (/** @type {string} */ name, /** @type {string} */ method) => `${name} as ${method}`,
  guessing: 'guessing',
  floor: 'nothing left to learn',
  lossAxes: { xTitle: 'step', yTitle: 'loss, nats per symbol', xUnit: 'step' },
  copyAxes: { xTitle: 'step', yTitle: 'share of copies right', xUnit: 'step' },
  lossSays: (
    /** @type {string} */ name,
    /** @type {{ loss: number, step: number, guessing: number, floor: number }} */ { loss, step, guessing, floor },
  ) =>
    `${name}: ${loss.toFixed(2)} after ${plural(step, 'step')}, between ${guessing.toFixed(2)} for guessing and ${floor.toFixed(2)} where every copy is right.`,
  notBegun: (/** @type {string} */ name) => `${name} has not begun.`,
  copiedFrom: (/** @type {string} */ name, /** @type {number} */ step) =>
    `${name} copied more than nine symbols of ten from step ${step} on.`,
  copiedSoFar: (/** @type {string} */ name, /** @type {number} */ accuracy, /** @type {number} */ step) =>
    `${name}: ${accuracy.toFixed(2)} at step ${step}.`,
  notAsked: (/** @type {string} */ name) => `${name} has not been asked yet.`,
};
