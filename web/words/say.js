/** From what the engine says as data to a sentence: the English one comes with it, others are made here. */

/**
 * @typedef {object} Saying
 * @property {string} [reason]   id of the sentence
 * @property {string} [path]     the value that it is about
 * @property {Record<string, any>} [args]
 * @property {string} message    in English
 */

/** Large numbers as the engine's own sentences have them. @param {unknown} value */
const written = (value) =>
  typeof value === 'number' && Math.abs(value) >= 1e15 ? value.toExponential() : String(value);

/**
 * @param {Record<string, string>} templates  by reason: {name} is an argument, {@name} the sentence that it names
 * @returns {(saying: Saying) => string}      the English message where a sentence is not in the table
 */
export function sayer(templates) {
  return ({ reason = '', path = '', args = {}, message }) => {
    /** @type {(template: string) => string} */
    const fill = (template) =>
      template.replace(/^\{path\}(?:: |：)/, path ? '$&' : '').replace(/\{(@?)(\w+)\}/g, (hole, sentence, name) => {
        const value = name === 'path' ? path : args[name];
        if (value === undefined) return hole;
        if (sentence) return templates[String(value)] ? fill(/** @type {string} */ (templates[String(value)])) : hole;
        return Array.isArray(value) ? value.join('、') : written(value);
      });
    const template = Object.hasOwn(templates, reason) ? templates[reason] : undefined;
    return template === undefined ? message : fill(template);
  };
}
