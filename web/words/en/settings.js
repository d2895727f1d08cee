/** The settings of the explorer. */
import { form } from '../plural.js';

const count = (/** @type {number} */ number) => number.toLocaleString('en');

export const settings = {
  text: 'Text',
  length: 'Length',
  characters: 'tokens',
  multiples: 'Multiples of the training length',
  times: (/** @type {string} */ ratio, /** @type {number} */ trained) =>
    `${form(ratio, 'Once', `${ratio} times`)} the training length of ${count(trained)}.`,
  weights: 'Weights',
  aboutWeights: (/** @type {string} */ own, /** @type {number} */ seen) =>
    `Their own method: ${own}. Longest texts in training: ${count(seen)} tokens.`,
  loading: 'Loading.',
  ownModel: 'Your own model',
  layer: 'Layer',
  aboutLayer: 'A method in these columns differs from layer to layer.',
  methods: 'Methods, side by side',
  more: (/** @type {string[]} */ names) => `Settings: ${names.join(', ')}`,
  keep: 'Keep as A',
  kept: 'Stays as it is; the others are compared with it.',
  addMethod: 'Add a method',
  addTo: '+ add to this column',
  addToLabel: 'Add a method to this column',
  engineStarts: 'The engine is starting.',
  colours: 'Colours of the maps',
  colourTable: 'Colour table',
  exponent: 'Exponent of the colour scale',
  aboutExponent: (/** @type {number} */ gamma) => `Colour = weight ^ ${gamma}. Below 1, faint weights become visible.`,
  copyLink: 'Copy link to this view',
  status: {
    starting: 'Starting the engine',
    running: 'Running the model',
    moving: 'Following your hand; numbers and curves come when it rests',
    ready: 'Ready',
    stopped: 'Stopped',
  },
  loadingModel: (/** @type {number} */ percent) => `Loading the model: ${percent} %`,
};
