// npm run soak -- --memory [SHARE]: a hundred thousand models made and disposed of, ten thousand loads that fail and as many passes that
// are aborted, or a share of that; the heap must be as it was.
import { growth } from './rounds.mjs';

export const most = 16 * 1024; // bytes by which a heap may differ: it splits blocks differently from round to round
const counts = { 'made and disposed of': 1e5, 'failed loads': 1e4, 'aborted passes': 1e4 };

/** @param {number} share  of the rounds */
export async function soakMemory(share) {
  let isFlat = true;
  for (const [kind, whole] of Object.entries(counts)) {
    const count = Math.ceil(share * whole);
    const { grown, length, before } = await growth(kind, count);
    const flat = grown < most && length === before;
    console.log(
      `${kind}: ${count} rounds, heap ${grown} bytes, memory ${before} to ${length} bytes${flat ? '' : ': GREW'}`,
    );
    isFlat &&= flat;
  }
  return isFlat;
}
