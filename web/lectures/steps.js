/**
 * Steps of a slide: <button class="step" data-set="methods=rope linear&length=512"> sets attributes of the slide's scope, or of
 * the element that data-for names. The state of a slide is that of its elements in the file, then the sets of all steps taken.
 */

/** @typedef {[name: string, value: string][]} Attributes */

const scopes = ['rope-scope', 'rope-figure'].join();

/** @param {string} text  name=value&name=value @returns {Attributes} */
export const readSet = (text) =>
  text
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    });

/** @param {Element} slide  @returns {HTMLButtonElement[]} */
export const stepsOf = (slide) => [...slide.querySelectorAll('button')].filter((each) => each.matches('.step'));

/**
 * What a step, or a control, speaks of.
 * @param {HTMLElement} from
 * @returns {Element | null}
 */
export const targetOf = (from) =>
  from.dataset.for
    ? document.getElementById(from.dataset.for)
    : (from.closest('section')?.querySelector(scopes) ?? null);

/** Attributes as the file has them, of elements that steps have changed. @type {WeakMap<Element, Map<string, string | null>>} */
const before = new WeakMap();

/** @param {Element} element  @param {string} name */
function atFirst(element, name) {
  const kept = before.get(element) ?? new Map();
  before.set(element, kept);
  if (!kept.has(name)) kept.set(name, element.getAttribute(name));
  return kept.get(name) ?? null;
}

/** @param {Element} element  @param {string} name  @param {string | null} value */
function give(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * The slide after so many of its steps.
 * @param {Element} slide
 * @param {number} count
 */
export function take(slide, count) {
  const steps = stepsOf(slide);
  /** @type {Map<Element, Map<string, string | null>>} */
  const wanted = new Map();
  for (const [i, step] of steps.entries()) {
    step.setAttribute('aria-pressed', String(i < count));
    const target = targetOf(step);
    if (!target) continue;
    const attributes = wanted.get(target) ?? new Map();
    wanted.set(target, attributes);
    for (const [name, value] of readSet(step.dataset.set ?? '')) {
      const first = atFirst(target, name);
      if (i < count) attributes.set(name, value);
      else if (!attributes.has(name)) attributes.set(name, first);
    }
  }
  for (const [target, attributes] of wanted) for (const [name, value] of attributes) give(target, name, value);
}
