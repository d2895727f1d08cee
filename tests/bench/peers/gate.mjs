// A ratio that falls below this share of the recorded one has fallen: something of ours has become slower, or a peer faster. Both
// ratios have to fall, of the medians and of the best runs: on a busy machine one of them often does.
export const share = 0.85;

const keyOf = ({ id, where, tokens, shape, size }) => [where, id, tokens ?? size ?? shape.join(' x ')].join(' ');

/**
 * @typedef {Record<string, number>} ByBuild
 * @typedef {{ id: string, ratio: ByBuild, best: ByBuild }} Other
 * @typedef {{ id: string, where: string, tokens?: number, shape?: number[], size?: number, others: Other[] }} Row
 */

/**
 * Every ratio to a peer or a limit that has fallen. What only one of the runs has is not compared.
 * @param {Row[]} rows
 * @param {Row[]} recorded
 * @returns {{ what: string, now: number, past: number }[]}
 */
export function fallen(rows, recorded) {
  const before = new Map(recorded.map((row) => [keyOf(row), row.others]));
  return rows.flatMap((row) =>
    row.others.flatMap(({ id, ratio, best }) => {
      const past = before.get(keyOf(row))?.find((other) => other.id === id);
      return Object.keys(past?.ratio ?? {})
        .filter((build) => ratio[build] < share * past.ratio[build] && best[build] < share * past.best[build])
        .map((build) => ({ what: `${keyOf(row)}, ${build} to ${id}`, now: ratio[build], past: past.ratio[build] }));
    }),
  );
}
