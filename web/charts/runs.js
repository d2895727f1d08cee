/**
 * `0-2, 4`: ascending numbers, runs of them together.
 * @param {number[]} numbers
 */
export function runsOf(numbers) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const each of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === each - 1) last[1] = each;
    else runs.push([each, each]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
