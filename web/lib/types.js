/**
 * The types of the public API. Config keys keep Hugging Face's spelling; everything else is camelCase.
 * Every call is asynchronous, whether the work runs in a worker or inline, and every array handed out is the caller's own.
 *
 * @typedef {import('./errors.js').ErrorCode} ErrorCode
 */

/**
 * @typedef {null | boolean | number | string | number[]} ParamValue  null = automatic
 *
 * @typedef {object} ParamInfo
 * @property {string} key             Hugging Face's key where one exists
 * @property {'number' | 'integer' | 'boolean' | 'choice' | 'list'} type
 * @property {boolean} nullable       null is accepted and means "automatic"
 * @property {ParamValue} default
 * @property {number} min             inclusive
 * @property {number} max
 * @property {string} unit            'tokens', or '' for a pure number
 * @property {string} doc
 * @property {string[]} choices       the accepted values of a choice
 * @property {'extension_ratio' | 'optional_ratio' | ''} role  wanted over trained length: follows the length of the text where nobody gives a
 *                                    number; the same, but at its default until asked for; neither
 * @property {boolean} learned        a list that was trained; [] = the one in the model's weight file
 * @property {string} insteadOf       key of the parameter that this one replaces: giving both is an error; '' = none
 *
 * @typedef {object} MethodInfo
 * @property {string} id
 * @property {string} name
 * @property {string} summary
 * @property {string} trainedAs      id of the method whose weights it runs on
 * @property {{ authors: string, title: string, id: string, where: string }} source
 * @property {ParamInfo[]} params
 * @property {string[]} slots         which facts of a plan it fills: 'frequencies', ...
 * @property {boolean} dependsOnLength   the plan of a short text is not a part of the plan of a longer one
 * @property {boolean} layered        its layers differ
 * @property {boolean} trainable      `train` can train a model with it
 *
 * @typedef {{ id: string, params?: Record<string, ParamValue> }} MethodSpec
 * @typedef {string | MethodSpec | (string | MethodSpec)[]} MethodChoice  several compose when their slots do not overlap
 */

/**
 * @typedef {object} RopeConfig
 * @property {number} head_dim
 * @property {number} [rotary_dim]                        default: head_dim
 * @property {number} [rope_theta]                        default: 10000
 * @property {number} original_max_position_embeddings    L, tokens
 * @property {[number, number, number]} [mrope_section]   pairs that read time, height and width, in order, where positions
 *   have three axes
 *
 * @typedef {object} Branch                  query m meets keys first[m] <= n < end[m] at the distance q_position[m] - k_position[n]
 * @property {Float64Array} q_position       [seqLen], tokens
 * @property {Float64Array} k_position       [seqLen], tokens
 * @property {Int32Array} first              [seqLen], keys
 * @property {Int32Array} end                [seqLen], keys
 *
 * @typedef {object} Plan
 * @property {number} seqLen
 * @property {Float64Array} inv_freq         [rotary_dim / 2], rad/token
 * @property {Float64Array} wavelength       [rotary_dim / 2], tokens (Infinity where a pair does not turn)
 * @property {Float64Array} turns            [rotary_dim / 2], L / wavelength
 * @property {string[]} slots                what it sets, by name: 'frequencies', 'attention_factor', 'decay', 'positions',
 *   'bias', 'bias_curves', 'logit_scale', 'window', 'sinks', 'chunk', 'norms', 'sink_logit'; a slot that is not named changes nothing
 * @property {number} attention_factor
 * @property {Float64Array} log_decay        [rotary_dim / 2], nats per token of distance; empty = none
 * @property {Float32Array} bias             [heads, seqLen] by distance, nats; empty = none
 * @property {{ warp: Float64Array, reach: Float64Array, knots: Float64Array, values: Float64Array }} bias_curves  added
 *   to a score by distance and query, in nats: head h's polyline through knots and values [heads, knots] at
 *   warp[distance] / reach[query]; no knots = none
 * @property {Float32Array} logit_scale      [seqLen] per query; empty = none
 * @property {number} window                 tokens; 0 = all
 * @property {number} sinks                  first tokens of the text that stay visible; 0 = none
 * @property {{ queries: boolean, keys: boolean, score_scale: number }} norms  whether queries and keys are divided by
 *   their lengths, and what scores are multiplied by; 0 = 1 / sqrt(head_dim)
 * @property {{ positions: Float64Array[], axis_of_pair: Int32Array }} axes  given positions, [axes][seqLen], and which
 *   of them each pair reads; no positions = 0, 1, 2, ...
 * @property {number} chunk                  tokens; a query sees keys of its own chunk only; 0 = no chunks
 * @property {Float64Array} sink_logit       [heads], nats: joins a head's softmax without a key; empty = none
 * @property {Branch[]} branches             pretended positions; together they hold every key of a query once; [] = all stand where they are
 * @property {string[]} trainedAs           what weights must be trained as to run this without force
 *
 * @typedef {object} PairFacts
 * @property {'kept' | 'blended' | 'interpolated' | 'sped_up' | 'not_rotated'} fate  next to plain RoPE; interpolated =
 *   slowed down as much as any pair, blended = less than that
 * @property {number} inv_freq               rad/token
 * @property {number} ratio                  to plain RoPE's
 * @property {number} turns                  of plain RoPE within L
 * @property {number} largestAngle           rad, swept over the span of the text
 * @property {number} trainedAngle           rad, the same at L under what the weights were trained with
 * @property {boolean} fullCircle            training saw every angle
 * @property {boolean} leaves                the text shows angles that training did not
 *
 * @typedef {object} Explanation             what methods do to a text of N = seqLen tokens; L = trained length
 * @property {PairFacts[]} pairs             [rotary_dim / 2]
 * @property {{ atLength: number, inTraining: number }} span  tokens from the farthest key that a query pretends to see
 *   up to itself; plain RoPE: N and L
 * @property {{ attention_factor: number, logitFactor: number, mean: number, last: number, expected: number }} sharpness
 *   what multiplies a score: logitFactor = attention_factor squared, mean and last = times the scale by query, over the
 *   text and at its end; expected = ln N / ln L, which keeps the entropy of attention
 * @property {Cost} cost
 * @property {{ need: 'rotated_keys' | 'unrotated_keys' | 'rerun', holdsUntil: number | null }} cache  what has to be
 *   kept to be exact; rerun = earlier hidden states change too, in texts longer than holdsUntil tokens
 * @property {string[]} slots                what the plan sets, as `Plan.slots`
 * @property {{ id: string, facts: Fact[], elsewhere: { engine: string, text: string }[] }[]} methods  what each says of
 *   itself, and what other software does under its name
 *
 * @typedef {{ key: string, value: number, unit: string, text: string }} Fact
 *
 * @typedef {object} Cost                    of the last token, in one layer and query head
 * @property {number} keysSeen
 * @property {number} branches               geometries that some query meets; plain RoPE 1
 * @property {number} extraProducts          of q and k where each geometry is computed for all keys, as authors' code
 *   does; this engine computes each score once
 * @property {number} queryRotations         plain RoPE 1
 * @property {number} keyRotations           plain RoPE 1
 * @property {number} exponentials           of a decay, per block of keys
 * @property {number} biasedScores
 * @property {number} scaledLengths          divisions of q or k by its length
 * @property {number} tableBytes             of the plan, beyond the frequencies
 *
 * @typedef {object} ModelShape              null where a config states no single number
 * @property {number | null} layers
 * @property {number | null} heads           of queries
 * @property {number | null} kvHeads
 * @property {number | null} vocabSize
 * @typedef {object} Note                    what is said to a person, as data
 * @property {string} reason                 id of the sentence, in cpp/core/sayings.hpp or web/lib/sayings.js
 * @property {string} path                   of the value it is about: `rope_scaling.factor`; '' = of no single one
 * @property {Record<string, number | string | string[]>} args  what stands in the sentence
 * @property {string} message                the sentence in English
 *
 * @typedef {object} Inspection
 * @property {string} method
 * @property {Record<string, ParamValue>} params
 * @property {Required<Omit<RopeConfig, 'mrope_section'>> & { max_position_embeddings: number | null }} rope
 * @property {number} seqLen                the length the numbers below hold for, tokens
 * @property {number[]} inv_freq             rad/token
 * @property {number} attention_factor
 * @property {number} softmax_scale_factor   extra multiplier of all logits (DeepSeek); 1 elsewhere
 * @property {(number | null)[]} wavelength  tokens; null where a pair does not turn
 * @property {number[]} turns                turns made within L
 * @property {Required<MethodSpec>[]} [methods]  what the model was trained with: its rotary method, or those that
 *   `position_method` names; absent in layer_types
 * @property {ModelShape} [shape]            absent in layer_types
 * @property {Note[]} notes                  what was normalised
 * @property {Note[]} warnings               what is legal but probably not meant
 * @property {Record<string, Inspection>} [layer_types]  settings by layer type, where a config nests them
 */

/**
 * @typedef {object} CaptureOptions
 * @property {number[] | 'all'} layers
 * @property {number[] | 'all'} [heads]               default: all
 * @property {'weights' | 'logits' | 'entropy'} [kind]  default: weights; entropy: of each query's weights, one column, nats
 * @property {number} [size]                          rows and columns kept, pooled by maximum; 0 or absent = exact, as an
 *   entropy always is
 *
 * @typedef {object} AttentionMap
 * @property {number} request                         which capture of a list it answers; 0 for a single one
 * @property {number} layer
 * @property {number} head
 * @property {number} rows
 * @property {number} cols
 * @property {Float32Array} values                    [rows, cols]
 *
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal]
 * @property {(done: number) => void} [onProgress]    0..1
 *
 * @typedef {'exact' | 'unrotated' | 'rotated'} CacheKind  what is kept of earlier tokens when a plan changes with the
 *   length: nothing, the text runs again (default); keys before rotation; keys as they were rotated, as most engines do
 *
 * @typedef {RunOptions & {
 *   method?: MethodChoice,
 *   force?: boolean,
 *   cache?: CacheKind,
 *   prefill?: number,
 *   logits?: 'all' | 'last' | 'none',
 *   losses?: boolean,
 *   capture?: CaptureOptions | CaptureOptions[],
 *   onMaps?: (maps: AttentionMap[]) => void,
 * }} ForwardOptions                                  method: default the model's own; logits: default 'all';
 *   capture: a list is answered in one pass, its maps in the order of the list;
 *   force: run a method on weights that were trained with another one, which else is `wrong_weights`;
 *   prefill: so many tokens in one pass, then the others one at a time, as a generation reads them; default: all at once;
 *   onMaps: gets the captured maps as soon as their layer is done, all requests' of that layer; the result then has none
 *
 * @typedef {object} ForwardResult
 * @property {number} rows                            rows of logits
 * @property {number} vocabSize
 * @property {Float32Array} logits                    [rows, vocabSize]
 * @property {Float32Array} losses                    [tokens - 1], nats of token t + 1 given 0..t; empty unless asked for
 * @property {AttentionMap[]} attentions
 * @property {number} nonFinite                      tokens whose hidden state or logits are not all finite numbers: the
 *   weights overflow single precision, and what is said of these tokens means nothing; 0 = none
 * @property {true} [forced]                          the weights were trained with another method
 *
 * @typedef {RunOptions & {
 *   method?: MethodChoice,
 *   force?: boolean,
 *   cache?: CacheKind,
 *   maxNewTokens?: number,
 *   temperature?: number,
 *   topK?: number,
 *   topP?: number,
 *   seed?: number,
 *   onToken?: (token: number, text: string) => void,
 * }} GenerateOptions
 *
 * @typedef {{ tokens: number[], text: string, forced?: true }} GenerateResult
 *   tokens: the new ones; text: '' without a tokenizer; forced: the weights were trained with another method
 *
 * @typedef {object} ModelInfo
 * @property {string} model_type
 * @property {number} vocab_size
 * @property {number} hidden_size
 * @property {number} num_hidden_layers
 * @property {number} num_attention_heads
 * @property {number} num_key_value_heads
 * @property {number} parameters
 * @property {string[]} unused_tensors                of the weight file, without a place in this model: it runs without them
 * @property {'char96' | 'none'} tokenizer
 * @property {string} method                          the model's own method; the first, where it has several
 * @property {Record<string, ParamValue>} params
 * @property {Required<MethodSpec>[]} methods         all of them
 * @property {string[]} trainedAs                    what a method must be trained as to run on these weights
 * @property {Required<Omit<RopeConfig, 'mrope_section'>>} rope
 *
 * @typedef {object} Model                            where the worker that holds it stops or fails, a fresh one takes its place: an
 *   engine with several workers loads the model there anew, one with a single worker keeps no copy of the files, and every
 *   call is refused as `invalid_handle` until loadModel is called again
 * @property {ModelInfo} info
 * @property {(method: MethodChoice | [], options: { seqLen: number, layer?: number }) => Promise<Plan>} plan  what a layer
 *   (default: the first) runs with in a text of this length, its learned numbers included; [] = the model's own methods.
 *   Errors: invalid_argument, unknown_method, unknown_param, slot_conflict.
 *   `await model.plan('yarn', { seqLen: 512, layer: 3 })`
 * @property {(text: string) => Promise<number[]>} encode
 * @property {(tokens: ArrayLike<number>) => Promise<string>} decode
 * @property {(input: string | ArrayLike<number>, options?: ForwardOptions) => Promise<ForwardResult>} forward
 * @property {(input: string | ArrayLike<number>, options?: GenerateOptions) => Promise<GenerateResult>} generate
 * @property {(options: import('./evaluate.js').CellOptions) => Promise<import('./evaluate.js').CellResult>} evaluate  one cell
 * @property {() => Promise<void>} dispose            idempotent
 *
 * @typedef {string | URL | { config: string | object, weights: ArrayBuffer | Uint8Array }} ModelSource
 *   an address of a folder that holds config.json and model.safetensors, or their contents
 */

/**
 * @template T
 * @typedef {T | { engine?: T, training?: T, doctor?: T }} ByModule  a bare one is the engine's
 */

/**
 * Each module is fetched when it is first needed: `training` by train, `doctor` by exportFor.
 * @typedef {object} EngineOptions
 * @property {number} [workers]                       default 1; 0 = inline, in the calling thread
 * @property {ByModule<string | URL>} [wasmUrl]       default: beside the library, as its package has them
 * @property {ByModule<ArrayBuffer | Uint8Array>} [wasmBinary]
 * @property {ByModule<WebAssembly.Module>} [wasmModule]
 * @property {AbortSignal} [signal]                   aborts the start
 *
 * @typedef {object} RotateOptions
 * @property {[number, number, number]} shape         [seqLen, heads, head_dim]
 * @property {ArrayLike<number>} [positions]          [seqLen], tokens; default 0, 1, 2, ...
 * @property {MethodChoice} [method]                  default 'rope'; one that only turns pairs
 * @property {RopeConfig} rope
 * @property {'half_split' | 'interleaved'} [layout]  default half_split
 *
 * @typedef {RunOptions & {
 *   q: Float32Array, k: Float32Array, v: Float32Array,
 *   shape: { seqLen: number, heads: number, kvHeads?: number, head_dim: number },
 *   method?: MethodChoice, rope: RopeConfig, positions?: Positions, layout?: 'half_split' | 'interleaved',
 *   capture?: Omit<CaptureOptions, 'layers'> | Omit<CaptureOptions, 'layers'>[],
 * }} AttentionOptions                                q: [seqLen, heads, head_dim], k and v: [seqLen, kvHeads, head_dim]
 *
 * @typedef {ArrayLike<number> | ArrayLike<number>[]} Positions  [seqLen], tokens, or three such lists, which
 *   `rope.mrope_section` gives to pairs; default 0, 1, 2, ... Methods that count tokens themselves take none.
 *
 * @typedef {object} PlanOptions
 * @property {RopeConfig} rope
 * @property {number} seqLen                          tokens
 * @property {number} [heads]                         query heads, for the size of biases; default 1
 * @property {number} [layer]                         from 0; default 0
 * @property {number} [layers]                        default 1
 * @property {Positions} [positions]
 *
 * @typedef {object} ExplainOptions
 * @property {Record<string, ParamValue>} [params]    of the method, where it is given as an id
 * @property {RopeConfig} rope
 * @property {number} seqLen                          N, tokens
 * @property {number} [heads]                         query heads, for the size of biases; default 1
 * @property {number} [layer]                         from 0; default 0
 * @property {number} [layers]                        default 1
 *
 * @typedef {object} Engine
 * @property {() => Promise<MethodInfo[]>} methods
 * @property {(config: string | object, options?: { seqLen?: number, assumeOriginalLength?: boolean }) => Promise<Inspection>} inspect
 * @property {(method: MethodChoice, options: PlanOptions) => Promise<Plan>} plan
 * @property {(method: MethodChoice, options: ExplainOptions) => Promise<Explanation>} explain
 * @property {(x: Float32Array, options: RotateOptions) => Promise<Float32Array>} rotate
 * @property {(options: AttentionOptions) => Promise<{ out: Float32Array, attentions: AttentionMap[], nonFinite: number }>} attention  nonFinite: how many
 *   numbers of out are not finite
 * @property {(config: string | object, options: import('./export.js').ExportOptions) => Promise<import('./export.js').Export>} exportFor
 *   what another runtime needs to run a checkpoint under a method
 * @property {(source: ModelSource, options?: RunOptions) => Promise<Model>} loadModel
 * @property {() => Promise<import('./evaluate.js').TaskInfo[]>} tasks  what `evaluate` can ask of a model
 * @property {(model: Model, options: import('./evaluate.js').EvaluateOptions) => Promise<import('./evaluate.js').Evaluation>} evaluate
 * @property {(options: import('./train.js').TrainOptions) => Promise<import('./train.js').Training>} train  has a worker to
 *   itself until it is disposed of
 * @property {(options?: { workers?: number }) => Promise<Engine>} fork  another engine, with workers and models of its own,
 *   over the same compiled module: nothing is fetched or compiled again. Errors: invalid_argument.
 *   `const pool = await engine.fork({ workers: 4 })`
 * @property {() => Promise<void>} dispose            ends the workers and frees all memory; idempotent
 */

export {};
