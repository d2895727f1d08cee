// A ratio that falls below this share of the recorded one has fallen: something of ours has become slower, or a peer faster.
export const share = 0.85;

const keyOf = ({ id, where, tokens, shape, size }) => [where, id, tokens ?? size ?? shape.join(' x ')].join(' ');

/**
 * @typedef {{ id: string, ratio: Record<string, number> }} Other
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
  const pastOf = (row, id) => before.get(keyOf(row))?.find((other) => other.id === id)?.ratio ?? {};
  return rows.flatMap((row) =>
    row.others.flatMap(({ id, ratio }) =>
      Object.entries(ratio)
        .map(([build, now]) => ({ what: `${keyOf(row)}, ${build} to ${id}`, now, past: pastOf(row, id)[build] }))
        .filter(({ now, past }) => now < share * past),
    ),
  );
}
