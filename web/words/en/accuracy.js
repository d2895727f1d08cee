/** What the page of accuracy says beside its head. */

export const accuracy = {
  summary: (/** @type {string} */ numbers, /** @type {string} */ largest) =>
    `Of ${numbers} frequencies and attention factors, none is farther from its reference than ${largest} of it.`,
  measured: {
    title: 'Configs, as transformers reads them',
    lead: 'Each case is a config; compared are the frequency of every pair and the attention factor. The references are single precision, so differences around 1e-7 are their rounding, of exponents and ramps some more. Refused: configs that the engine calls wrong, with a reason.',
    columns: [
      'file of tests/golden',
      'reference',
      'cases compared',
      'cases refused',
      'numbers',
      'largest relative difference of a frequency',
      'of an attention factor',
    ],
  },
  tested: {
    title: 'Compared by the tests',
    lead: 'These are compared whenever the tests run, each within a tolerance that stands with its reason in the test; how far apart they are is not measured on this page.',
    columns: ['file of tests/golden', 'reference', 'cases'],
  },
};
