/**
 * The types of what a config.json says.
 *
 * @typedef {import('./plan-types.js').ParamValue} ParamValue
 * @typedef {import('./plan-types.js').MethodSpec} MethodSpec
 * @typedef {import('./plan-types.js').RopeConfig} RopeConfig
 *
 * @typedef {object} ModelShape              null where a config states no single number
 * @property {number | null} layers
 * @property {number | null} heads           of queries
 * @property {number | null} kvHeads
 * @property {number | null} vocabSize
 *
 * @typedef {object} Note                    what is said to a person, as data
 * @property {string} reason                 id of the sentence, in cpp/core/sayings.hpp or web/lib/sayings.js
 * @property {string} path                   of the value it is about: `rope_scaling.factor`; '' = of no single one
 * @property {Record<string, number | string | string[]>} args  what stands in the sentence
 * @property {string} message                the sentence in English
 *
 * @typedef {object} LayerKind               null where the layers do not rotate
 * @property {number[]} layers               their numbers, from 0
 * @property {string} type                   as the config or transformers calls it: "full_attention"
 * @property {boolean} attends               false: linear attention, a state space, a convolution
 * @property {boolean} rotates
 * @property {number | null} window          keys that a query sees, itself included; null = no window
 * @property {number | null} chunk           tokens of the chunk that a query sees; null = no chunks
 * @property {boolean} sinks                 learned logits without a key take part in the softmax
 * @property {string | null} method
 * @property {number | null} factor          null also where the method has none
 * @property {number | null} rope_theta
 * @property {number | null} head_dim
 * @property {number | null} rotary_dim
 * @property {number | null} attention_factor
 * @property {number | null} softmax_scale_factor  extra multiplier of all its logits (DeepSeek); 1 elsewhere
 *
 * @typedef {object} Inspection  what a config.json says of positions, of the whole model or of one layer type
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
 * @property {Record<string, Inspection>} [layer_types]  settings by layer type, where they differ
 * @property {LayerKind[]} [layers]          the whole model, layers that are alike together; empty where a config does not
 *   say how many layers there are, absent in layer_types
 *
 * @typedef {object} InspectOptions  of `inspect`
 * @property {number} [seqLen]               length the numbers hold for, tokens; default: the trained length
 * @property {number} [layer]                layer that the numbers are of, from 0; default: the full-attention layers, or
 *   all where they do not differ
 * @property {boolean} [assumeRotary]        read a model type that is not known here, and whose file says nothing of
 *   rotation, as plain RoPE; default: an error, which says so
 * @property {boolean} [assumeOriginalLength]  take max_position_embeddings for the trained length where a config states
 *   none and its method needs one; default: an error, which says so
 */

export {};
