/** A long prompt in parts: what is marked, what is near it, and how much lies between. */

/**
 * @typedef {{ kind: 'text' | 'mark' | 'gap', text: string }} PromptPart  gap: text that is folded away
 */

/**
 * @param {string} prompt
 * @param {RegExp} marked   global
 * @param {number} around   characters kept on each side of a mark, and at both ends
 * @returns {PromptPart[]}
 */
export function promptParts(prompt, marked, around) {
  const marks = [...prompt.matchAll(marked)].map(({ 0: text, index }) => ({ from: index, to: index + text.length }));
  /** @type {PromptPart[]} */
  const parts = [];
  let at = 0;
  for (const { from, to } of [...marks, { from: prompt.length, to: prompt.length }]) {
    parts.push(...folded(prompt.slice(at, from), around));
    if (to > from) parts.push({ kind: 'mark', text: prompt.slice(from, to) });
    at = to;
  }
  return parts;
}

/**
 * @param {string} text
 * @param {number} around
 * @returns {PromptPart[]}
 */
function folded(text, around) {
  if (text.length === 0) return [];
  if (text.length <= 3 * around) return [{ kind: 'text', text }]; // a gap shorter than that saves nothing
  return [
    { kind: 'text', text: text.slice(0, around) },
    { kind: 'gap', text: text.slice(around, -around) },
    { kind: 'text', text: text.slice(-around) },
  ];
}
