// Rows as lines of a table.

const ms = (value) => `${value.toPrecision(3)} ms`.padStart(12);

/** @param {object} row  of measure.mjs @returns {string[]} */
export function lines({ id, tokens, shape, size, ours, others }) {
  const head = [id, shape?.join(' x ') ?? tokens ?? `${size} x ${size}`].join(' ');
  const mine = Object.entries(ours).map(([build, time]) => `  ${`ropescope ${build}`.padEnd(20)}${ms(time)}`);
  const theirs = others.map(
    ({ id: other, ms: time, ratio }) =>
      `  ${other.padEnd(20)}${ms(time)}   ${Object.entries(ratio)
        .map(([build, value]) => `${value} x ${build}`)
        .join(', ')}`,
  );
  return [head, ...mine, ...theirs];
}
