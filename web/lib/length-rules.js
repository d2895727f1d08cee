/**
 * Parameters that depend on the length of the text. A rule is data: a value as it is, or
 * { ratio, trained, plus } = ratio * max(1, T / L) + trained * L + plus, for a text of T tokens and weights trained at L.
 *
 * @typedef {import('./types.js').ParamValue} ParamValue
 * @typedef {import('./types.js').MethodSpec} MethodSpec
 * @typedef {{ ratio?: number, trained?: number, plus?: number }} LengthRule
 * @typedef {Record<string, Record<string, ParamValue | LengthRule>>} LengthRules  by method and parameter
 * @typedef {{ length: number, trained: number }} Lengths  tokens
 */

import { mistake } from './check.js';
import { optionsOf, propertiesOf } from './options.js';

/**
 * @param {LengthRules} rules
 */
export function checkRules(rules) {
  for (const [id, byParam] of Object.entries(propertiesOf('rules', rules))) {
    for (const [key, rule] of Object.entries(propertiesOf(`rules.${id}`, byParam))) {
      if (rule === undefined || !isRule(rule)) continue; // a value as it is: the registry checks it
      const path = `rules.${id}.${key}`;
      const terms = optionsOf('a rule', rule, ['ratio', 'trained', 'plus'], path);
      for (const [name, term] of Object.entries(terms)) {
        if (!Number.isFinite(term)) throw mistake('must_be_finite', `${path}.${name}`, term);
      }
    }
  }
}

/**
 * The methods at one length: parameters that are given stay, others follow their rule.
 * @param {MethodSpec[]} methods
 * @param {LengthRules} rules
 * @param {Lengths} lengths
 * @returns {Required<MethodSpec>[]}
 */
export function methodsAtLength(methods, rules, lengths) {
  return methods.map(({ id, params = {} }) => {
    const ruled = Object.entries(Object.hasOwn(rules, id) ? (rules[id] ?? {}) : {});
    const followed = ruled.map(([key, rule]) => [key, isRule(rule) ? atLengths(rule, lengths) : rule]);
    return { id, params: { ...Object.fromEntries(followed), ...params } };
  });
}

/**
 * @param {ParamValue | LengthRule} rule
 * @returns {rule is LengthRule}
 */
const isRule = (rule) => typeof rule === 'object' && rule !== null && !Array.isArray(rule);

/**
 * @param {LengthRule} rule
 * @param {Lengths} lengths
 */
const atLengths = ({ ratio = 0, trained = 0, plus = 0 }, lengths) =>
  ratio * Math.max(1, lengths.length / lengths.trained) + trained * lengths.trained + plus;
