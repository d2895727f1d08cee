/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The types of a model that runs: what is asked of it, and what it answers.
 *
 * @typedef {import('./plan-types.js').MethodChoice} MethodChoice
 * @typedef {import('./plan-types.js').MethodSpec} MethodSpec
 * @typedef {import('./plan-types.js').ParamValue} ParamValue
 * @typedef {import('./plan-types.js').Plan} Plan
 * @typedef {import('./plan-types.js').RopeConfig} RopeConfig
 */

/**
 * @typedef {object} CaptureOptions  which attention maps of a pass are kept
 * @property {number[] | 'all'} layers
 * @property {number[] | 'all'} [heads]      default: all
 * @property {'weights' | 'logits' | 'entropy' | 'pairs'} [kind]  default: weights; entropy: of each query's weights, one
 *   column, nats; pairs: the logits of one query in the parts that add up to them, a row a key, a column for each pair that
 *   turns, from the fastest, one for all channels that do not turn and one for all biases; -Infinity where a key is not seen
 * @property {number} [query]                of pairs, which need it: the query's position in the text
 * @property {number} [size]                 rows and columns kept, pooled by maximum; 0 or absent = exact, as entropies
 *   and pairs always are
 *
 * @typedef {object} AttentionMap  the map of one layer and head
 * @property {number} request                which capture of a list it answers; 0 for a single one
 * @property {number} layer
 * @property {number} head
 * @property {number} rows
 * @property {number} cols
 * @property {Float32Array} values           [rows, cols]
 *
 * @typedef {object} RunOptions  of every call that takes long
 * @property {AbortSignal} [signal]          ends the work; the call fails with `aborted`
 * @property {(done: number) => void} [onProgress]  0..1
 *
 * @typedef {'exact' | 'unrotated' | 'rotated'} CacheKind  what is kept of earlier tokens when a plan changes with the
 *   length: nothing, the text runs again (default); keys before rotation; keys as they were rotated, as most engines do
 *
 * @typedef {object} MethodOptions  how positions are told to the model
 * @property {MethodChoice} [method]         default: the model's own
 * @property {boolean} [force]               run a method on weights that were trained with another one, which else is
 *   `wrong_weights`; default false
 * @property {CacheKind} [cache]             default 'exact'
 *
 * @typedef {object} ForwardOnly  what a pass computes beside the hidden states
 * @property {number} [prefill]              so many tokens in one pass, then the others one at a time, as a generation
 *   reads them; default: all at once
 * @property {'all' | 'last' | 'none'} [logits]  default 'all'
 * @property {boolean} [losses]              default false
 * @property {CaptureOptions | CaptureOptions[]} [capture]  a list is answered in one pass, its maps in the order of the list;
 *   without logits and losses the pass ends with the last map, and `nonFinite` tells of the layers before it
 * @property {(maps: AttentionMap[]) => void} [onMaps]  gets the captured maps as soon as their layer is done, all requests'
 *   of that layer; the result then has none
 *
 * @typedef {RunOptions & MethodOptions & ForwardOnly} ForwardOptions  of `model.forward`
 *
 * @typedef {object} ForwardResult  what `model.forward` answers
 * @property {number} rows                   rows of logits
 * @property {number} vocabSize
 * @property {Float32Array} logits           [rows, vocabSize]
 * @property {Float32Array} losses           [tokens - 1], nats of token t + 1 given 0..t; empty unless asked for
 * @property {AttentionMap[]} attentions
 * @property {number} nonFinite              tokens whose hidden state or logits are not all finite numbers: the weights
 *   overflow single precision, and what is said of these tokens means nothing; 0 = none
 * @property {true} [forced]                 the weights were trained with another method
 *
 * @typedef {object} GenerateOnly  how new tokens are drawn
 * @property {number} [maxNewTokens]         default 64
 * @property {number} [temperature]          0 = the most likely token; default 0
 * @property {number} [topK]                 of the most likely tokens; default 0 = all
 * @property {number} [topP]                 share of probability that is drawn from; default 1 = all
 * @property {number} [seed]                 default 0
 * @property {(token: number, text: string) => void} [onToken]
 *
 * @typedef {RunOptions & MethodOptions & GenerateOnly} GenerateOptions  of `model.generate`
 *
 * @typedef {object} GenerateResult  what `model.generate` answers
 * @property {number[]} tokens               the new ones
 * @property {string} text                   '' without a tokenizer
 * @property {true} [forced]                 the weights were trained with another method
 *
 * @typedef {object} ModelConfig             what loadModel makes of a config.json; sizes as it spells them
 * @property {string} model_type
 * @property {number} vocab_size
 * @property {number} hidden_size
 * @property {number} num_hidden_layers
 * @property {number} num_attention_heads
 * @property {number} num_key_value_heads
 * @property {boolean} tie_word_embeddings   the head is the embedding
 * @property {'char96' | 'file' | 'none'} tokenizer  the characters, a tokenizer.json, or tokens only
 * @property {string} method                 the model's own method; the first, where it has several
 * @property {Record<string, ParamValue>} params
 * @property {Required<MethodSpec>[]} methods  all of them
 * @property {string[]} trainedAs            what a method must be trained as to run on these weights
 * @property {Required<Omit<RopeConfig, 'mrope_section'>> & { max_position_embeddings: number | null }} rope  of the layers
 *   that turn alike; null = the file declares none
 *
 * @typedef {object} WeightsInfo             what a model's weights are
 * @property {number} parameters             counted once where the head is the embedding
 * @property {string[]} unused_tensors       of the weight file, without a place in this model: it runs without them
 *
 * @typedef {ModelConfig & WeightsInfo} ModelInfo  what a loaded model is
 *
 * @typedef {object} ModelPlanOptions  of `model.plan`
 * @property {number} seqLen                 tokens
 * @property {number} [layer]                from 0; default 0
 *
 * @typedef {string | ArrayLike<number>} Input  text for the model's tokenizer, or tokens
 *
 * @typedef {ModelCalls & AsyncDisposable & Disposable} Model  a model that was loaded, until it is disposed of
 *
 * @typedef {object} ModelCalls              where the worker that holds it stops or fails, a fresh one takes its place: an
 *   engine with several workers loads the model there anew, one with a single worker keeps no copy of the files, and every
 *   call is refused as `invalid_handle` until loadModel is called again
 * @property {ModelInfo} info
 * @property {import('./tokenizer.js').Tokenizer | null} tokenizer  of the tokenizer.json that it came with
 * @property {(method: MethodChoice | [], options: ModelPlanOptions) => Promise<Plan>} plan  what a layer runs with in a text
 *   of this length, its learned numbers included; [] = the model's own methods.
 *   Errors: invalid_argument, unknown_method, unknown_param, slot_conflict, invalid_handle.
 *   `await model.plan('yarn', { seqLen: 512, layer: 3 })`
 * @property {(text: string) => Promise<number[]>} encode
 *   Errors: invalid_argument, unsupported_text, invalid_handle.
 *   `await model.encode('Call me')`
 * @property {(tokens: ArrayLike<number>) => Promise<string>} decode
 *   Errors: invalid_argument, unsupported_text, invalid_handle.
 *   `await model.decode([35, 65, 76])`
 * @property {(input: Input, options?: ForwardOptions) => Promise<ForwardResult>} forward  a whole text in one pass.
 *   Errors: invalid_argument, unknown_method, unknown_param, slot_conflict, wrong_weights, unsupported_text, out_of_memory,
 *   aborted, invalid_handle.
 *   `await model.forward('Call me Ishmael.', { method: 'rerope', losses: true, capture: { layers: [0] } })`
 * @property {(input: Input, options?: GenerateOptions) => Promise<GenerateResult>} generate
 *   Errors: as forward.
 *   `await model.generate('Call me', { maxNewTokens: 8, temperature: 0.8, topK: 40, seed: 1 })`
 * @property {(options: import('./evaluate.js').CellOptions) => Promise<import('./evaluate.js').CellResult>} evaluate  one
 *   cell of an evaluation. Errors: as forward.
 *   `await model.evaluate({ task: 'text', length: 64, samples: 1, text })`
 * @property {() => Promise<void>} dispose   frees it; idempotent. Errors: none.
 *
 * @typedef {ArrayBuffer | Uint8Array | Blob | (ArrayBuffer | Uint8Array | Blob)[]} WeightFiles  a safetensors file, or each of
 *   several; a Blob, as a File is one, is read piece by piece in a browser's worker, so that it is nowhere in memory as a whole
 *
 * @typedef {object} ModelContents  the files of a model
 * @property {string | object} config        config.json
 * @property {WeightFiles} weights           model.safetensors, or its shards
 * @property {string | object} [tokenizer]   tokenizer.json; without one a model of 96 tokens reads characters, another tokens
 *
 * @typedef {string | URL | FileList | File[] | ModelContents} ModelSource  an address of a folder that holds these files
 *   (model.safetensors.index.json and the files that it names for model.safetensors), such files as a visitor picked them,
 *   or their contents. Where what lies there besides is a tokenizer that is not read here, the model takes tokens only
 */

export {};
