// A plain loop in JavaScript over typed arrays, as the page of speeds has it.
import { loops } from '../../../../web/site/speed/loops.js';

const longest = 512; // tokens of attention: more would take seconds

export const openLoop = async () => ({
  id: 'loop',
  rotation: async (work) => loops.rotate(work),
  attention: async (work) => (work.shape[0] > longest ? null : loops.attention(work)),
  close() {},
});
