/** The stored results: on the page, and as the tables of docs/results.md. */

/** @typedef {{ over: 'samples' } | { over: 'seeds', seeds: string }} Spread  seeds: how many of each weights */
/** @typedef {{ samples: [number, number][], seeds: [number, string][] | number }} Sizes  samples at a length; seeds of weights */

export const results = {
  title: 'All stored results',
  ofWords: { title: 'Stored results of models of words', table: 'Table of models of words' },
  lead: (/** @type {{ lengths: string[], spread: Spread }} */ { lengths, spread }) =>
    `Loss in nats (lower is better), the others as shares of 1 (higher is better), on texts of as many tokens as stand above (${lengths.join(', ')}). Mean ± standard deviation ${
      spread.over === 'samples'
        ? 'over samples'
        : `over seeds (${spread.seeds} of each weights), over samples where there is one`
    }; n: samples. Passkey: mean over all depths. Choose weights here to run their numbers again.`,
  table: 'Table of stored results',
  weights: 'weights',
  method: 'method',
  unmeasured: 'not measured',
  text: (/** @type {number} */ length) => `text loss at ${length}`,
  repeat: (/** @type {number} */ length, /** @type {number} */ period) => `repeat ${period} at ${length}`,
  passkey: (/** @type {number} */ length) => `passkey at ${length}`,
  range: (/** @type {number} */ least, /** @type {number} */ most) =>
    least === most ? String(least) : `${least} to ${most}`,
};

export const yardsticks = {
  title: 'What was expected, and what was measured',
  lead: 'Each expectation is a few comparisons between stored results, made for every seed by itself; it agrees where all of them do in all seeds. Shown are means over seeds; < orders them, ≈ says that they differ by little.',
  agrees: 'agrees',
  partly: 'agrees in part',
  open: 'not measured yet',
  seeds: (/** @type {number} */ holds, /** @type {number} */ seeds) => `${holds} of ${seeds} seeds`,
  published: {
    title: 'Beside published tables',
    lead: "Published numbers are of models a thousand and more times larger: only the order can be compared. Spearman's rank correlation is 1 for the same order and −1 for the opposite one; of three rows it says little.",
    table: 'Table of rank correlations',
    source: 'published',
    rank: 'rank correlation',
    rows: 'each row: theirs | ours',
  },
};

/** A claim with its numbers: `RoPE, loss at 1024: local window 1.13 < as trained 3.04`. */
export const claims = {
  loss: 'loss',
  passkey: 'passkey',
  copies: (/** @type {unknown} */ period) => `copies of ${period}`,
  measured: (/** @type {string} */ what, /** @type {number} */ length) => `${what} at ${length}`,
  at: (/** @type {number | undefined} */ length) => `at ${length}`,
  weights: (/** @type {string} */ title) => title.split(', trained on')[0] ?? '',
  list: (/** @type {string[]} */ parts) => parts.join(', '),
  says: (/** @type {string} */ common, /** @type {string} */ terms) => `${common}: ${terms}`,
};

/** Heads of the tables of docs/results.md. */
export const tables = {
  results: ['weights', 'method'],
  unmeasured: 'not measured',
  loss: (/** @type {number} */ length) => `loss at ${length}`,
  copies: (/** @type {number} */ length) => `copies at ${length}`,
  passkey: (/** @type {number} */ length) => `passkey at ${length}`,
  sizes: (/** @type {Sizes} */ { samples, seeds }) =>
    `Samples of each cell: ${samples.map(([count, length]) => `${count} at ${length}`).join(', ')}; seeds: ${
      typeof seeds === 'number'
        ? `${seeds} of each weights`
        : seeds.map(([count, title]) => `${count} of ${title}`).join(', ')
    }; ± is the standard deviation over seeds.`,
  verdicts: ['expected', 'claimed, with what was measured', 'seeds that agree', 'why not'],
  seeds: (/** @type {number} */ holds, /** @type {number} */ seeds) => `${holds} of ${seeds}`,
  ranks: ['published table', 'rows measured here too', 'rank correlation'],
  published: (/** @type {string} */ source, /** @type {string} */ what) => `${source}: ${what}`,
};
