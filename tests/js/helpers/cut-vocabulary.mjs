// A vocabulary whose tokens show where a text was cut before anything was merged: all bytes, and each run of up to eight bytes of
// the texts, which is merged from its left end on.

/** GPT-2's letters for bytes. */
const letters = (() => {
  const printable = (byte) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173 && byte < 256);
  let others = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : others++));
})();
const longest = 8;

/** @param {string[]} texts */
export function cutVocabulary(texts) {
  const tokens = [...letters];
  const merges = [];
  const seen = new Set(tokens);
  for (let length = 2; length <= longest; ++length) {
    for (const text of texts) {
      const bytes = Array.from(Buffer.from(text), (byte) => letters[byte]);
      for (let at = 0; at + length <= bytes.length; ++at) {
        const run = bytes.slice(at, at + length);
        const token = run.join('');
        if (seen.has(token)) continue;
        seen.add(token);
        tokens.push(token);
        merges.push(`${run.slice(0, -1).join('')} ${run.at(-1)}`);
      }
    }
  }
  return { tokens, merges };
}
