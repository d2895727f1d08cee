// What the studies of malformed inputs list, and the test or the corpus here that holds each: a whole list can be checked.
// '@weights' and so on are names of cases of the corpora of this folder; a path is a file of tests/, with the title of a test of it.

/** @type {Record<string, string[]>} item: where it lies */
export const safetensors = {
  'empty; 7 bytes': ['@weights an empty file', '@weights a file of 7 bytes'],
  'header length 2^64 - 1, 2^64 - 8, past the file, above 100 MB, 0': [
    ...[
      '@weights a header of 2^64 - 1 bytes',
      '@weights a header of 2^64 - 8 bytes',
      '@weights a header longer than the file',
    ],
    ...['@weights a header of more than 100 MB', '@weights a header of 0 bytes'],
  ],
  'not UTF-8; truncated; a list; 100,000 deep; lone surrogate; byte order mark': [
    ...['@weights a header that is not UTF-8', '@weights a truncated header', '@weights a list as a header'],
    ...[
      '@weights a header 100,000 deep',
      '@weights a lone surrogate in the header',
      '@weights a byte order mark before the header',
    ],
  ],
  'a key twice': ['@weights a name twice'],
  'overlap; hole; trailing bytes; begin after end; past the end': [
    ...['@weights overlapping tensors', '@weights a hole between tensors', '@weights bytes after the last tensor'],
    ...['@weights a tensor that ends before it begins', '@weights a tensor past the end'],
  ],
  'size, shape and number format that disagree; products that overflow': [
    ...['@weights a shape that does not fill its bytes', '@weights a shape of 2^32 by 2^32'],
    ...['@weights a shape of 2^16 by 2^16, which is 0 in 32 bits', '@weights a shape whose bytes are 2^64'],
  ],
  'negative, fractional, huge sizes; an offset above 2^53; an unknown format; a rank of 1000': [
    ...['@weights a negative size', '@weights half a row', '@weights a size of 1e400', '@weights an offset above 2^53'],
    ...['@weights an unknown number format', '@weights a rank of 1000'],
  ],
  'metadata of another kind': ['@weights metadata that is no text', '@weights metadata that is a list'],
  '__proto__ and constructor as names (read: names are no properties)': [
    ...['@odd a tensor called __proto__', '@odd a tensor called constructor'],
  ],
  'NUL in a name; a name of 64,000 characters': ['@weights a NUL in a name', '@weights a name of 64,000 characters'],
  'a size of zero; a scalar; numbers at odd addresses (read)': [
    ...['@odd a tensor without elements', '@odd a scalar', '@odd numbers at odd addresses'],
  ],
  '100,000 tensors': ['@weights 100,000 empty tensors', '@weights 4,097 empty tensors'],
  'NaN, infinity, denormal numbers': [
    ...['@odd NaN among the weights', '@odd infinity among the weights', '@odd a denormal number among the weights'],
  ],
  'short data; more of it': ['@odd a file cut in the middle', '@odd a file with one byte more'],
  'GGUF files (read by nobody here: named, and refused)': [
    '@weights a GGUF file',
    '@weights a GGUF file of swapped bytes',
  ],
  'files that are something else': [
    'reports/weights.test.mjs a page',
    'reports/weights.test.mjs 16: a Git LFS pointer',
  ],
  'an index that leads elsewhere; a shard that is missing; a tensor in two': [
    ...[
      'reports/weights.test.mjs an index that leads out of its folder',
      'reports/weights.test.mjs one that is not there is named',
    ],
    'reports/weights.test.mjs a tensor in two of them is refused',
  ],
};

/** @type {Record<string, string[]>} */
export const configurations = {
  'rope_type: unknown, su, type, both': [
    ...['@configs an unknown rope_type', '@configs su, the older name of longrope', '@configs the older key type'],
    '@configs type and rope_type that differ',
  ],
  'factor: missing, 0, -2, NaN, 0.5, true, "4", 1e308, another than the lengths say': [
    ...['@configs linear without a factor', '@configs dynamic without a factor', '@configs llama3 without a factor'],
    ...[
      '@configs a factor of 0',
      '@configs a negative factor',
      '@configs NaN as a factor',
      '@configs half as a factor',
    ],
    ...['@configs true as a factor', '@configs a text as a factor', '@configs 1e308 as a factor'],
    ...[
      '@configs a factor beside lengths of another ratio',
      '@configs Infinity as a factor',
      '@configs a number as a long text',
    ],
  ],
  'yarn: original length missing, betas turned around, 0, null, -1': [
    ...['@configs yarn without the original length', '@configs beta_fast below beta_slow', '@configs beta_fast of 0'],
    ...['@configs beta_fast of null', '@configs beta_fast of -1'],
  ],
  'attention_factor 0, -1; original length 0; theta 1, 0, below 0, null': [
    ...['@configs attention_factor of 0', '@configs attention_factor of -1', '@configs an original length of 0'],
    ...[
      '@configs rope_theta of 1',
      '@configs rope_theta of 0',
      '@configs a negative rope_theta',
      '@configs rope_theta of null',
    ],
  ],
  'head_dim: odd, 0, 2^31, 2 with dynamic NTK': [
    ...[
      '@configs an odd head_dim',
      '@configs head_dim of 0',
      '@configs head_dim of 2^31',
      '@configs head_dim of 2 with dynamic',
    ],
  ],
  'llama3 whose high is its low': ['@configs llama3 whose high is its low'],
  'longrope: lists of another length, NaN, negative, factor 0, original 1; a schedule that divides by zero': [
    ...['@configs longrope with too short a list', '@configs longrope with NaN in a list'],
    ...['@configs longrope with a negative divisor', '@configs longrope with a factor of 0'],
    ...[
      '@configs longrope of an original length of 1',
      'cpp/frequency_properties_test.cpp longrope.long_factor must be at least',
    ],
  ],
  'partial rotation: 0, 1.5, odd, where the class has none': [
    ...['@configs partial_rotary_factor of 0', '@configs partial_rotary_factor of 1.5'],
    ...['@configs partial_rotary_factor of 0.3, which is odd', '@configs a part of Llama'],
  ],
  'parameters for each kind of layer': ['@configs parameters for each kind of layer'],
  'JSON: 5 MB, deep, __proto__, a key twice, comments, commas, byte order mark, CRLF, NUL, 1e400, text after it': [
    ...[
      '@configs 5 MB',
      '@configs lists 100,000 deep',
      '@configs __proto__ as a key',
      '@configs __proto__ as rope_scaling',
    ],
    ...['@configs a key twice', '@configs a comment', '@configs a comma too many', '@configs a byte order mark'],
    ...['@configs lines that end as in DOS', '@configs a NUL', '@configs 1e400 as a number', '@configs text after it'],
  ],
  'a hundred thousand keys; position_method {}; 2^24 + 1 positions': [
    ...['js/hostile-sizes.test.mjs a config of a hundred thousand keys', '@configs position_method without an id'],
    '@configs max_position_embeddings of 2^24 + 1',
  ],
};

/** @type {Record<string, string[]>} */
export const kernels = {
  'n: 0, 1, 2^31 - 1, 2^32, -1, 1.5, NaN': [
    ...['@calls a length of 0', '@calls a length of 1', '@calls a length of 2^31 - 1', '@calls a length of 2^32'],
    ...['@calls a length of -1', '@calls a length of 1.5', '@calls a length that is not a number'],
  ],
  'head_dim: odd, 0, 2, 4096': [
    ...[
      '@calls heads of 7 channels',
      '@calls heads of 0 channels',
      '@calls heads of 2 channels',
      '@calls heads of 4,096 channels',
    ],
  ],
  'positions: unsorted, negative, above 2^24, above 2^53': [
    ...[
      '@calls positions in any order',
      '@calls a negative position',
      '@calls a position above 2^24',
      '@calls a position above 2^53',
    ],
  ],
  'windows, groups, slopes and powers out of range': [
    ...[
      '@calls a window of 0',
      '@calls a window beyond the text',
      '@calls a window of ReRoPE beyond the trained length',
    ],
    ...['@calls groups of 0', '@calls groups that do not divide the window', '@calls a leaky slope of 0'],
    ...['@calls KERPLE with a power of 3', '@calls ALiBi without heads'],
  ],
  'NaN, infinity, denormal q and k; a scale of 0; weights that overflow; norms of denormal keys': [
    ...['@calls NaN among the queries', '@calls infinity among the queries', '@calls denormal queries'],
    ...['@calls one key under trained log-n, whose scale is 0', 'js/non-finite.test.mjs a pass says how many'],
    'cpp/attention_slots_test.cpp denormals of 2^-130',
  ],
  'one array in and out; detached, shared, resizable buffers; odd offsets; other types': [
    ...['@calls one array as queries, keys and values', 'js/worker-life.test.mjs an array whose buffer was moved away'],
    ...['@calls shared memory', '@calls memory that can grow', '@calls a view at an odd address of bytes'],
    ...['@calls a view that begins within its buffer', '@calls doubles for floats'],
  ],
  'sizes that wrap in 32 bits; sizes that are far too large': ['js/hostile-sizes.test.mjs attention over 2^32 numbers'],
  'disposed objects; calls from callbacks; aborts in the middle; many rounds with a flat heap': [
    ...[
      'js/lifetime.test.mjs a disposed model is refused',
      'js/abort.test.mjs',
      'js/lifetime.test.mjs leave the heap as it was',
    ],
  ],
  'every argument of every call of a wrong type': ['js/wrong-values.test.mjs a wrong value is refused'],
};

/** @type {Record<string, string[]>} */
export const others = {
  'a tokenizer.json that none wrote': [
    '@tokenizers sequences 20,000 deep',
    '@tokenizers __proto__ as a key and as words',
  ],
  'terminal escapes; overwritten models; shell quotes; names that are addresses': [
    ...['js/cli-hostile.test.mjs cannot steer the terminal', 'js/cli-hostile.test.mjs an export overwrites nothing'],
    ...['js/cli-hostile.test.mjs a printed command quotes', 'js/cli-hostile.test.mjs is none of the page'],
  ],
  'any config, header and arguments of every public function': [
    ...['js/any-input.test.mjs any config', 'js/any-input.test.mjs any arguments'],
  ],
  'command lines': ['@commands a command called __proto__', '@commands a parameter of 1e999'],
  'links: markup, __proto__, ranges, 1e999': [
    'js/site-state.test.mjs no link throws',
    'js/any-input.test.mjs any link',
  ],
  'sharing that doubles a config at each level': ['js/malformed.test.mjs an object that holds another one twice'],
  'trainings: sizes, phases, 7B, states that were changed': [
    ...['js/hostile-sizes.test.mjs a training of Llama 2 7B', 'js/hostile-sizes.test.mjs a step of 2^31 - 1 rows'],
    'cpp/train_checkpoint_test.cpp is_refused_with_any_single_bit_flipped',
  ],
  'workers that die; modules that trap; engines that run out of memory': [
    ...[
      'js/worker-life.test.mjs a worker that ends without an error',
      'js/module-failure.test.mjs serves nothing more',
    ],
    'js/module-failure.test.mjs ran out of memory',
  ],
};
