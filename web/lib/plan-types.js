/**
 * The types of methods and plans. Config keys keep Hugging Face's spelling, and so do a plan's slots, whose names are those
 * of `slots`; everything else is camelCase. Index letters: L = trained length, N = length of the text, both in tokens.
 *
 * @typedef {null | boolean | number | string | number[]} ParamValue  null = automatic
 *
 * @typedef {object} ParamInfo  a parameter of a method
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
 * @typedef {object} Preset              several parameters as a published model has them
 * @property {string} name            of the model
 * @property {string} source          whose file it is
 * @property {Record<string, number | number[]>} params
 *
 * @typedef {object} MethodInfo  a method of the registry
 * @property {string} id
 * @property {string} name
 * @property {string} summary
 * @property {string} trainedAs      id of the method whose weights it runs on
 * @property {{ authors: string, title: string, id: string, where: string }} source
 * @property {ParamInfo[]} params
 * @property {Preset[]} presets      values of published models
 * @property {string[]} slots         which facts of a plan it fills: 'frequencies', ...
 * @property {boolean} dependsOnLength   the plan of a short text is not a part of the plan of a longer one
 * @property {boolean} layered        its layers differ
 * @property {boolean} trainable      `train` can train a model with it
 *
 * @typedef {{ id: string, params?: Record<string, ParamValue> }} MethodSpec  a method with parameters; those that are not given keep their defaults
 * @typedef {string | MethodSpec | (string | MethodSpec)[]} MethodChoice  several compose when their slots do not overlap
 */

/**
 * @typedef {object} RopeConfig              geometry of a model's rotary positions
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
 * @typedef {object} Plan  what methods ask of attention, as arrays; a slot at its default changes nothing
 * @property {number} seqLen
 * @property {Float64Array} inv_freq         [rotary_dim / 2], rad/token; [rotary_dim] where there are phases
 * @property {Float64Array} phases           [heads, rotary_dim], rad: every channel is the size of a pair of its own, and its
 *   phase is subtracted from a query's angle; empty = none
 * @property {Float64Array} wavelength       [rotary_dim / 2], tokens (Infinity where a pair does not turn)
 * @property {Float64Array} turns            [rotary_dim / 2], L / wavelength
 * @property {string[]} slots                what it sets, by name: 'frequencies', 'polar', 'attention_factor', 'decay', 'positions',
 *   'bias', 'bias_curves', 'logit_scale', 'head_scale', 'window', 'sinks', 'chunk', 'norms', 'sink_logit', 'forget_gate'; a slot that is not named changes nothing
 * @property {number} attention_factor
 * @property {Float64Array} log_decay        [rotary_dim / 2], nats per token of distance; empty = none
 * @property {Float32Array} bias             [heads, seqLen] by distance, nats; empty = none
 * @property {{ warp: Float64Array, reach: Float64Array, knots: Float64Array, values: Float64Array }} bias_curves  added
 *   to a score by distance and query, in nats: head h's polyline through knots and values [heads, knots] at
 *   warp[distance] / reach[query]; no knots = none
 * @property {Float32Array} logit_scale      [seqLen] per query; empty = none
 * @property {Float64Array} head_scale       [heads], multiplies all scores of a head; empty = none
 * @property {number} window                 tokens; 0 = all
 * @property {number} sinks                  first tokens of the text that stay visible; 0 = none
 * @property {{ queries: boolean, keys: boolean, score_scale: number }} norms  whether queries and keys are divided by
 *   their lengths, and what scores are multiplied by; 0 = 1 / sqrt(head_dim)
 * @property {{ positions: Float64Array[], axis_of_pair: Int32Array }} axes  given positions, [axes][seqLen], and which
 *   of them each pair reads; no positions = 0, 1, 2, ...
 * @property {number} chunk                  tokens; a query sees keys of its own chunk only; 0 = no chunks
 * @property {Float64Array} sink_logit       [heads], nats: joins a head's softmax without a key; empty = none
 * @property {{ weight: Float64Array, bias: Float64Array, at_zero: Float64Array }} forget_gate  gates that heads read off
 *   the text: [heads, hidden_size] and [heads]; no biases = none. at_zero: [heads], nats that a token adds to the scores
 *   of all keys before it where its gates read only zeros; what it adds in a text, only the text tells
 * @property {Branch[]} branches             pretended positions; together they hold every key of a query once; [] = all stand where they are
 * @property {string[]} trainedAs           what weights must be trained as to run this without force
 *
 * @typedef {object} PairFacts  what becomes of one pair of channels; L = trained length
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
 * @typedef {{ key: string, value: number, unit: string, text: string }} Fact  a number that only the method knows, and what it says
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
 * @typedef {ArrayLike<number> | ArrayLike<number>[]} Positions  [seqLen], tokens, or three such lists, which
 *   `rope.mrope_section` gives to pairs; default 0, 1, 2, ... Methods that count tokens themselves take none.
 *
 * @typedef {object} PlanOptions  the model and the text that a plan is made for
 * @property {RopeConfig} rope
 * @property {number} seqLen                 N, tokens
 * @property {number} [heads]                query heads, for the size of biases; default 1
 * @property {number} [layer]                from 0; default 0
 * @property {number} [layers]               of the model; default 1
 * @property {Positions} [positions]         default 0, 1, 2, ...
 *
 * @typedef {object} ExplainOptions  the model and the text that are explained
 * @property {Record<string, ParamValue>} [params]  of the method, where it is given as an id
 * @property {RopeConfig} rope
 * @property {number} seqLen                 N, tokens
 * @property {number} [heads]                query heads, for the size of biases; default 1
 * @property {number} [layer]                from 0; default 0
 * @property {number} [layers]               of the model; default 1
 */

export {};
