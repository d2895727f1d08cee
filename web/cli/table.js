/** Text tables for terminals. */

import { onOneLine } from './visible.js';

/**
 * Columns aligned by their widest cell, numbers to the right.
 * @param {(string | number)[][]} given  rows; the first row is the head
 */
export function table(given) {
  const rows = given.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : onOneLine(cell))));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) =>
        typeof rows[1]?.[i] === 'number' ? String(cell).padStart(widths[i] ?? 0) : String(cell).padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/**
 * Six digits: enough to compare, few enough to read.
 * @param {number} value
 */
export const digits = (value) => Number(value.toPrecision(6));
