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
 *
 * @typedef {object} InspectOptions
 * @property {number} [seqLen]               length the numbers hold for, tokens; default: the trained length
 * @property {boolean} [assumeOriginalLength]  take max_position_embeddings for the trained length where a config states
 *   none and its method needs one; default: an error, which says so
 */

export {};
