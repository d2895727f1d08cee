/** Why the registry does not have a method: one line each, by the keys of further-papers.js. */

export const further = {
  cope: 'Counts positions by gates from content: every score needs a sum over all keys in between.',
  repo: 'Lets a small network assign positions from content, so no plan can be made before the text is read.',
  path: 'Turns by products of matrices that depend on the tokens in between, and no longer by an angle per token.',
  fope: 'Mixes several frequencies into every channel by fixed matrices, so a pair is no rotation any more; its floor alone is the hard form of Clipped RoPE.',
  stick_breaking:
    'Gives each key its share of what the keys after it left over: there is no softmax to scale or to bias.',
  dape: 'Adds a bias that a network makes of the scores of all heads together.',
  dape_v2: 'Runs a convolution over the scores of all heads, so a score depends on its neighbours.',
  bipe: 'Counts within and between segments, and needs to know where the sentences of a text end.',
  hirope: 'Counts functions and lines of program code apart, and needs to know where they begin.',
  ms_poe: 'Divides positions by another number in every head; a plan has one set of frequencies a layer.',
  rope_id: 'Turns a part of the channels, and those fast: partial rotation with a low base comes near to it.',
  longrope2: 'Finds better lists for LongRoPE by another search; the formula is the same.',
  pose: 'Is no encoding: training rows leave out positions, so that short rows show long distances.',
  cream: 'Is no encoding: another choice of the positions that training rows leave out.',
  inf_llm: 'Is no encoding: keeps old keys in blocks and fetches those that a query needs.',
  reform: 'Is no encoding: compresses the cache, fetches what matters and computes it again.',
  dsa: 'Is no encoding: a small network picks the keys that a query sees, from content.',
  kimi_linear: 'Replaces softmax in most layers by a recurrence; its full layers rotate nothing.',
  long_llada: 'Has no new formula: NTK-aware scaling for models that generate by diffusion.',
};
