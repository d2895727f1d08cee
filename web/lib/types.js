/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The types of the public API: the engine here, methods and plans, configs and models in files of their own. Every call is
 * asynchronous, whether the work runs in a worker or inline, and every array handed out is the caller's own. A call that
 * fails rejects with a RopescopeError, whose `code` is one of those listed with it, or `internal`.
 *
 * @typedef {import('./errors.js').ErrorCode} ErrorCode
 * @typedef {import('./plan-types.js').Branch} Branch
 * @typedef {import('./plan-types.js').Cost} Cost
 * @typedef {import('./plan-types.js').ExplainOptions} ExplainOptions
 * @typedef {import('./plan-types.js').Explanation} Explanation
 * @typedef {import('./plan-types.js').Fact} Fact
 * @typedef {import('./plan-types.js').MethodChoice} MethodChoice
 * @typedef {import('./plan-types.js').MethodInfo} MethodInfo
 * @typedef {import('./plan-types.js').Preset} Preset
 * @typedef {import('./plan-types.js').MethodSpec} MethodSpec
 * @typedef {import('./plan-types.js').PairFacts} PairFacts
 * @typedef {import('./plan-types.js').ParamInfo} ParamInfo
 * @typedef {import('./plan-types.js').ParamValue} ParamValue
 * @typedef {import('./plan-types.js').Plan} Plan
 * @typedef {import('./plan-types.js').PlanOptions} PlanOptions
 * @typedef {import('./plan-types.js').Positions} Positions
 * @typedef {import('./model-types.js').WeightFiles} WeightFiles
 * @typedef {import('./plan-types.js').RopeConfig} RopeConfig
 * @typedef {import('./config-types.js').Inspection} Inspection
 * @typedef {import('./config-types.js').LayerKind} LayerKind
 * @typedef {import('./config-types.js').InspectOptions} InspectOptions
 * @typedef {import('./config-types.js').ModelShape} ModelShape
 * @typedef {import('./config-types.js').Note} Note
 * @typedef {import('./model-types.js').AttentionMap} AttentionMap
 * @typedef {import('./model-types.js').CacheKind} CacheKind
 * @typedef {import('./model-types.js').CaptureOptions} CaptureOptions
 * @typedef {import('./model-types.js').ForwardOptions} ForwardOptions
 * @typedef {import('./model-types.js').ForwardResult} ForwardResult
 * @typedef {import('./model-types.js').GenerateOptions} GenerateOptions
 * @typedef {import('./model-types.js').GenerateResult} GenerateResult
 * @typedef {import('./model-types.js').Model} Model
 * @typedef {import('./model-types.js').ModelConfig} ModelConfig
 * @typedef {import('./model-types.js').ModelInfo} ModelInfo
 * @typedef {import('./model-types.js').WeightsInfo} WeightsInfo
 * @typedef {import('./model-types.js').ModelSource} ModelSource
 * @typedef {import('./model-types.js').RunOptions} RunOptions
 * @typedef {import('./model-types.js').ModelContents} ModelContents
 * @typedef {import('./model-types.js').ModelPlanOptions} ModelPlanOptions
 * @typedef {import('./model-types.js').Input} Input
 * @typedef {import('./evaluate.js').Cell} EvaluationCell
 * @typedef {import('./evaluate.js').CellOptions} CellOptions
 * @typedef {import('./evaluate.js').CellResult} CellResult
 * @typedef {import('./evaluate.js').EvaluateOptions} EvaluateOptions
 * @typedef {import('./evaluate.js').EvaluateProgress} EvaluateProgress
 * @typedef {import('./evaluate.js').Evaluation} Evaluation
 * @typedef {import('./evaluate.js').Line} EvaluationLine
 * @typedef {import('./evaluate.js').Metric} Metric
 * @typedef {import('./evaluate.js').TaskInfo} TaskInfo
 * @typedef {import('./export.js').Export} Export
 * @typedef {import('./export.js').ExportOptions} ExportOptions
 * @typedef {import('./export.js').Runtime} Runtime
 * @typedef {import('./export.js').Setting} Setting
 * @typedef {import('./tensor.js').Tensor} Tensor
 * @typedef {import('./tokenizer.js').Tokenizer} Tokenizer
 * @typedef {import('./train.js').TrainOptions} TrainOptions
 * @typedef {import('./train.js').Training} Training
 * @typedef {import('./train.js').TrainingReport} TrainingReport
 */

/**
 * @template T
 * @typedef {T | { engine?: T, training?: T, doctor?: T }} ByModule  a bare one is the engine's
 */

/**
 * Each module is fetched when it is first needed: `training` by train, `doctor` by exportFor and mapRank.
 * @typedef {object} EngineOptions
 * @property {number} [workers]              default 1; 0 = inline, in the calling thread
 * @property {number} [threads]              of each worker, which share the work of its calls; 1 to 16, default 1. More take
 *   relaxed SIMD, and in browsers a page that is cross-origin isolated; elsewhere it is one, and `engine.where` says why.
 *   Results are the same bits
 * @property {ByModule<string | URL>} [wasmUrl]  default: beside the library, as its package has them
 * @property {ByModule<ArrayBuffer | Uint8Array>} [wasmBinary]
 * @property {ByModule<WebAssembly.Module>} [wasmModule]
 * @property {AbortSignal} [signal]          aborts the start
 *
 * @typedef {object} RotateOptions  of `engine.rotate`
 * @property {[number, number, number]} shape  [seqLen, heads, head_dim]
 * @property {ArrayLike<number>} [positions]   [seqLen], tokens; default 0, 1, 2, ...
 * @property {MethodChoice} [method]         default 'rope'; one that only turns pairs
 * @property {RopeConfig} rope
 * @property {'half_split' | 'interleaved'} [layout]  default half_split
 *
 * @typedef {object} AttentionShape  sizes of what `engine.attention` is given
 * @property {number} seqLen                 tokens
 * @property {number} heads                  of queries
 * @property {number} [kvHeads]              of keys and values; default: heads
 * @property {number} head_dim
 *
 * @typedef {object} AttentionInput  what `engine.attention` is given
 * @property {Float32Array} q                [seqLen, heads, head_dim]
 * @property {Float32Array} k                [seqLen, kvHeads, head_dim]
 * @property {Float32Array} v                [seqLen, kvHeads, head_dim]
 * @property {AttentionShape} shape
 * @property {MethodChoice} [method]         default 'rope'
 * @property {RopeConfig} rope
 * @property {Positions} [positions]         default 0, 1, 2, ...
 * @property {'half_split' | 'interleaved'} [layout]  of q and k; default half_split
 * @property {Omit<CaptureOptions, 'layers'> | Omit<CaptureOptions, 'layers'>[]} [capture]
 *
 * @typedef {RunOptions & AttentionInput} AttentionOptions  of `engine.attention`
 *
 * @typedef {object} AttentionResult  what `engine.attention` answers
 * @property {Float32Array} out              [seqLen, heads, head_dim]
 * @property {AttentionMap[]} attentions     what `capture` asked for
 * @property {number} nonFinite              numbers of out that are not finite
 *
 * @typedef {object} MapRank                 how many independent patterns a map holds
 * @property {Float64Array} singularValues   [min(rows, cols)], falling
 * @property {number} numericalRank          those above the rounding of floats
 * @property {number} effectiveRank          exp(entropy of singularValues / their sum); Roy, Vetterli, EUSIPCO 2007
 *
 * @typedef {object} Where                   how the engine came to run; grows with the modules that are used
 * @property {'worker' | 'caller'} work      in workers, or in the calling thread: asked for by `workers: 0`, or for want of any
 * @property {number} threads                that share the work of a call, in each worker; one where they could not be had
 * @property {'file' | 'inside' | 'given'} wasm  of the engine: at its address, the copy inside the library, or the caller's own
 * @property {import('./config-types.js').Note[]} notes  what could not be had otherwise, and why; empty where all was as usual
 *
 * @typedef {EngineCalls & AsyncDisposable & Disposable} Engine  `await using engine = await createEngine()` disposes of it
 *
 * @typedef {object} EngineCalls  the calls of an engine
 * @property {() => Promise<MethodInfo[]>} methods  the registry. Errors: none.
 *   `await engine.methods()`
 * @property {(config: string | object, options?: InspectOptions) => Promise<Inspection>} inspect  what a config.json says of
 *   positions, what had to be normalised, and what is probably not meant.
 *   Errors: invalid_argument, invalid_json, invalid_config, unsupported_model.
 *   `await engine.inspect(config, { seqLen: 512 })`
 * @property {(method: MethodChoice, options: PlanOptions) => Promise<Plan>} plan  what methods ask of attention, as arrays.
 *   Errors: invalid_argument, unknown_method, unknown_param, slot_conflict, out_of_memory.
 *   `await engine.plan({ id: 'yarn', params: { factor: 8 } }, { rope, seqLen: 512 })`
 * @property {(method: MethodChoice, options: ExplainOptions) => Promise<Explanation>} explain  what methods do to a text of
 *   this length. Errors: as plan.
 *   `await engine.explain('yarn', { params: { factor: 8 }, rope, seqLen: 512 })`
 * @property {(x: Float32Array, options: RotateOptions) => Promise<Float32Array>} rotate  queries or keys, turned.
 *   Errors: as plan; a method that does more than turn pairs is an invalid_argument that names the slot.
 *   `await engine.rotate(q, { shape: [4, 1, 8], method: 'linear', rope: { head_dim: 8, original_max_position_embeddings: 2 } })`
 * @property {(x: Float32Array, shape: [number, number, number]) => Promise<Tensor>} tensor  a copy of queries or keys in the
 *   engine's memory, [seqLen, heads, head_dim], to be turned there again and again; x is copied when the engine's turn comes,
 *   so leave it as it is until then. Errors: invalid_argument, out_of_memory.
 *   `await engine.tensor(q, [4, 1, 8])`
 * @property {(options: AttentionOptions) => Promise<AttentionResult>} attention  one layer.
 *   Errors: as plan, aborted.
 *   `await engine.attention({ q, k: q, v: q, shape: { seqLen: 4, heads: 1, head_dim: 8 }, method: 'alibi',
 *     rope: { head_dim: 8, original_max_position_embeddings: 4 }, capture: {} })`
 * @property {(map: Pick<AttentionMap, 'values' | 'rows' | 'cols'>) => Promise<MapRank>} mapRank  of a map of at most 1024
 *   rows and columns. Errors: invalid_argument.
 *   `await engine.mapRank((await model.forward(text, { capture: { layers: [0] } })).attentions[0])`
 * @property {(config: string | object, options: import('./export.js').ExportOptions) => Promise<import('./export.js').Export>} exportFor
 *   what another runtime needs to run a checkpoint under a method.
 *   Errors: invalid_argument, invalid_json, invalid_config, unknown_method, unknown_param, invalid_weights, unsupported_model.
 *   `await engine.exportFor(config, { to: 'vllm', method: 'yarn', params: { factor: 4 } })`
 * @property {(config: string | object) => Promise<ModelConfig>} modelConfig  what loadModel would make of a config.json, before
 *   any weights are there. Errors: invalid_argument, invalid_json, invalid_config, unsupported_model.
 *   `await engine.modelConfig(config)`
 * @property {(source: ModelSource, options?: RunOptions) => Promise<Model>} loadModel
 *   Errors: invalid_argument, invalid_json, invalid_config, invalid_weights, unsupported_model, load_failed, out_of_memory,
 *   aborted.
 *   `await engine.loadModel({ config, weights })`
 * @property {() => Promise<import('./evaluate.js').TaskInfo[]>} tasks  what `evaluate` can ask of a model. Errors: none.
 *   `await engine.tasks()`
 * @property {(model: Model, options: import('./evaluate.js').EvaluateOptions) => Promise<import('./evaluate.js').Evaluation>} evaluate
 *   a grid of lines, lengths and tasks. A cell that cannot run says why and stops no other.
 *   Errors: invalid_argument, unsupported_text, invalid_handle.
 *   `await engine.evaluate(model, { lines: [{ name: 'as trained', methods: [] }], lengths: [64], tasks: ['text'], text, samples: 1 })`
 * @property {(options: import('./train.js').TrainOptions) => Promise<import('./train.js').Training>} train  has a worker to
 *   itself until it is disposed of. Errors: invalid_argument, invalid_json, invalid_config, unknown_method, unknown_param,
 *   slot_conflict, invalid_weights, unsupported_text, out_of_memory, aborted, load_failed.
 *   `await engine.train({ config, recipe })`
 * @property {(options?: { workers?: number, threads?: number }) => Promise<Engine>} fork  another engine, with workers and
 *   models of its own, over the same compiled module: nothing is fetched or compiled again where both have one thread.
 *   threads: as of `createEngine`; default this engine's. Errors: invalid_argument.
 *   `await engine.fork({ workers: 1 })`
 * @property {Readonly<Where>} where         how the engine came to run
 * @property {() => Promise<void>} dispose   ends the workers and frees all memory; idempotent. Errors: none.
 */

export {};
