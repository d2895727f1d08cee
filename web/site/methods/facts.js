/** What the registry holds of a method: parameters, values of published models; and which models of the site have it. */
import { html, nothing } from 'lit';
import { short } from '../../charts/svg.js';
import { spoken } from '../language.js';
import { titleOf } from '../models.js';
import { methodWords, saidOf } from './words.js';

/** @typedef {import('../../lib/types.js').MethodInfo} MethodInfo */
/** @typedef {import('../../lib/types.js').ParamInfo} ParamInfo */

/** @param {import('../../lib/types.js').ParamValue | undefined} value */
function written(value) {
  const words = methodWords();
  if (value === null || value === undefined) return words.automatic;
  if (typeof value === 'number') return short(value);
  if (typeof value === 'object') return words.lists(value.length);
  return String(value);
}

/** @param {ParamInfo} param */
function rangeOf({ type, min, max, choices }) {
  if (choices.length > 0) return choices.join(' | ');
  return type === 'number' || type === 'integer' || type === 'list' ? `${short(min)} … ${short(max)}` : type;
}

/**
 * @param {string} id
 * @param {string} title
 * @param {string[]} headers
 * @param {unknown[][]} rows
 */
const table = (id, title, headers, rows) => html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
  <div class="table methods" role="group" aria-label=${title} tabindex="0"><table>
    <thead><tr>${headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead>
    <tbody>${rows.map(([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td class="text">${cell}</td>`)}</tr>`)}</tbody>
  </table></div></section>`;

/** @param {MethodInfo} info */
function parameters(info) {
  const words = methodWords();
  if (info.params.length === 0)
    return html`<section aria-labelledby="h-params"><h2 id="h-params">${words.params}</h2><p class="lead">${words.noParams}</p></section>`;
  const said = saidOf(info).params;
  const rows = info.params.map((param) => [
    html`<code>${param.key}</code>`,
    param.learned ? words.learned : written(param.default),
    [rangeOf(param), spoken().cards.units[param.unit]].filter(Boolean).join(' '),
    said[param.key] ?? param.doc,
  ]);
  const { key, default: usual, range, doc } = words.paramColumns;
  return table('params', words.params, [key, usual, range, doc], rows);
}

/** @param {MethodInfo} info */
function presets({ presets: known }) {
  if (known.length === 0) return nothing;
  const words = methodWords();
  const { name, values, source } = words.presetColumns;
  const valuesOf = (/** @type {Record<string, any>} */ params) =>
    Object.entries(params)
      .map(([key, value]) => `${key} ${written(value)}`)
      .join(', ');
  const rows = known.map((preset) => [
    preset.name,
    html`<code>${valuesOf(preset.params)}</code>`,
    html`<cite>${preset.source}</cite>`,
  ]);
  return table('presets', words.presets, [name, values, source], rows);
}

/**
 * @param {MethodInfo} info
 * @param {string[]} models  folders
 * @param {(model: string) => string} linkTo
 */
export const facts = (info, models, linkTo) =>
  html`${parameters(info)} ${presets(info)} ${
    models.length === 0
      ? nothing
      : html`<section aria-labelledby="h-models"><h2 id="h-models">${methodWords().models}</h2>
        <ul>${models.map((model) => html`<li><a href=${linkTo(model)}>${titleOf(model)}</a></li>`)}</ul></section>`
  }`;

/**
 * What other software does under a method's name.
 * @param {string} id
 * @param {{ engine: string, text: string }[]} list
 */
export function elsewhere(id, list) {
  if (list.length === 0) return nothing;
  const items = list.map((remark) => {
    const { engine, text } = spoken().elsewhere(id, remark);
    return html`<li>${methodWords().remark(engine, text)}</li>`;
  });
  return html`<section aria-labelledby="h-elsewhere"><h2 id="h-elsewhere">${methodWords().elsewhere}</h2><ul>${items}</ul></section>`;
}
