/** GGUF files in memory, read whole. */
import { numbersOf, readGguf } from '../../../web/lib/formats/gguf.js';
import { readGgufModel } from '../../../web/lib/formats/gguf-model.js';
import { partsOf } from '../../../web/lib/formats/parts.js';
import { memoryOf } from '../../../web/lib/read.js';

const path = 'x.gguf';

/** The first tensor with its numbers. */
export async function firstTensor(bytes) {
  const { tensors } = await readGguf(path, partsOf(bytes));
  return { ...tensors[0], bytes: await numbersOf(path, partsOf(bytes), tensors[0]) };
}

export const headerOf = (bytes) => readGguf(path, partsOf(bytes));

/** The files of its model. */
export async function modelOf(bytes) {
  const { config, tokenizer, size, weights } = await readGgufModel(path, partsOf(bytes));
  return { config, tokenizer, weights: await weights(memoryOf(size)) };
}
