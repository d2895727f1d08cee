/** The headings of the explorer's figures, and what introduces them. */

export const panels = {
  attention: {
    title: (/** @type {number} */ layer, /** @type {number} */ head) => `Where does layer ${layer}, head ${head} look?`,
    lead: 'Each row is a token that asks, each column a token it may look at. Queries below the dashed line are farther into a text than this model has ever been. Choose another head from the small maps.',
    scale: (/** @type {number} */ gamma) => `attention weight, coloured by weight ^ ${gamma}`,
    weight: 'weight',
    query: 'query',
    key: 'key',
    point: 'Point at a map, or move there with the keyboard.',
  },
  reading: {
    title: 'The same row, read as text',
    lead: 'The framed token is the query; the stronger its colour, the more weight a token gets. Click a token to make it the query.',
  },
  loss: {
    title: 'How well is each next token predicted?',
    lead: 'Loss of every token given all before it. A method that works keeps the line level past the dashed mark.',
  },
  distance: {
    title: 'How far away does each key pretend to be?',
    lead: 'The last token of the text looks back. A line that stays below the dashed mark meets only distances that the model knows from training; where a line is missing, the key is not seen.',
  },
  resolution: {
    title: 'And how well can it still tell neighbours apart?',
    lead: 'The price of pretended nearness: keys move closer together, and those next to each other look alike. The mark is how far one token back stood out in training.',
  },
  coverage: {
    title: 'Which angles has the model never met?',
    lead: (/** @type {number} */ trained, /** @type {number} */ length) =>
      `A head's channels turn in pairs, pair 0 fastest. In ${trained} tokens the fast pairs went around the circle and met every angle; the slow ones met only an arc. At ${length} tokens they are sent into the hatched part, unless the method slows them down or lets keys pretend to be nearer.`,
  },
  waves: {
    title: 'How fast does each pair turn?',
    lead: 'Tokens per full turn. Pairs above the dashed line never finish one in training.',
  },
  runtimes: {
    title: 'What do other engines need to be told?',
    lead: 'So that transformers, vLLM, SGLang, llama.cpp, mlx-lm and TensorRT-LLM run this model as the file asks, or under another method: every setting with its reason, or why there is none.',
    loading: 'Loading.',
    failed: (/** @type {string} */ why) => `This part of the page could not be loaded: ${why}`,
  },
  decay: {
    title: 'What does distance alone do to a score?',
    lead: 'Two equal vectors, only their distance differs.',
    quantity: 'Quantity',
    mean: 'mean cosine over pairs',
    bound: "RoFormer's bound (mean partial sum)",
    pair: 'a random vector with itself',
  },
  bias: {
    title: 'What is added to a score for its distance?',
    lead: 'One line a head. A steep line makes a head forget what lies far back.',
  },
  rank: {
    title: 'How many patterns is a map made of?',
    lead: 'Singular values of each enlarged map. If every query weighed the keys alike, one would be left; if each looked at itself alone, all would be equal.',
  },
  encoding: {
    title: 'What a position looks like',
    lead: 'What every pair receives at every position:',
    part: 'Part',
    cos: 'cosine',
    sin: 'sine',
    value: 'value',
  },
  still: {
    title: 'And the angles?',
    lead: (/** @type {string[]} */ names, /** @type {number | null} */ layer) =>
      `No pair of channels turns under ${names.join(' or ')}${layer === null ? '' : ` in layer ${layer}`}, so there are no angles, wavelengths and pretended distances to draw. Choose weights that were trained with a method that turns to see them.`,
  },
  evaluation: {
    loading: 'Loading the evaluation.',
    failed: (/** @type {string} */ why) => `The evaluation could not be loaded: ${why}`,
    unread: (/** @type {string} */ why) => `The stored results could not be read: ${why}`,
    title: 'Which method carries how far?',
    lead: (/** @type {number} */ original) =>
      `The methods chosen in the settings, on the same weights, beside two fixed lines: the model as it is, and one that sees only the last ${original} tokens. Only what beats that window shows that it uses text from farther back.`,
    stored: "Grey numbers were stored earlier; Run replaces them with this browser's own, cell by cell.",
    fresh: 'Run computes every number in this browser, cell by cell.',
    plain: 'plain model',
    of: (/** @type {string} */ name, /** @type {number} */ original) => `${name} of ${original}`,
    fixed: (/** @type {string} */ tag, /** @type {string} */ methods) =>
      `${tag.charAt(0).toUpperCase()}${tag.slice(1)}${methods && ` (${methods})`}`,
    tagged: (/** @type {string} */ name, /** @type {string} */ tag) => `${name} (${tag})`,
  },
};
