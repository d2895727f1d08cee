/** What a figure takes from the document around it: the language, and whether grounds are dark. */
import { signal } from '@preact/signals-core';
import { idOf, learn, words } from '../words/words.js';

/** Counts changes of the document's language and of the languages that were learnt. */
const version = signal(0);
const dark = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(dark.matches);
dark.addEventListener('change', ({ matches }) => {
  systemDark.value = matches;
});
new MutationObserver(() => {
  version.value++;
}).observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });

/**
 * The words of the language that an element stands in: its own `lang`, or that of the closest ancestor. English until
 * others are there.
 * @param {Element} element
 */
export function wordsAround(element) {
  void version.value;
  const around = /** @type {HTMLElement | null} */ (element.closest('[lang]:not([lang=""])'));
  const id = around ? idOf(around.lang) : 'en';
  const known = words(id);
  learn(id).then(
    (learnt) => {
      if (learnt !== known) version.value++;
    },
    () => {}, // what cannot be fetched is said in English
  );
  return known;
}

/** Changes when colours do. @param {Element} element */
export const coloursAround = (element) =>
  `${element.getAttribute('theme') ?? ''} ${groundAround(element)} ${systemDark.value}`;

/** Counts changes of how the document looks: its styles came, or it took another theme. */
const looks = signal(0);
const look = () => {
  looks.value++;
};
addEventListener('load', look);
for (const element of [document.documentElement, document.body].filter(Boolean))
  new MutationObserver(look).observe(element, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });

const middle = 0.179; // luminance: on darker grounds white has more contrast than black, by WCAG 2.2

/** @type {WeakMap<Element, { looks: string, ground: string }>} */
const grounds = new WeakMap();

/**
 * Whether an element stands on a dark ground or a light one, as painted: many pages are dark and do not declare it. '' where
 * nobody painted one, and the browser's own follows what is declared.
 * @param {Element} element
 */
export function groundAround(element) {
  const now = `${looks.value} ${systemDark.value}`;
  const known = grounds.get(element);
  if (known?.looks === now) return known.ground;
  const ground = paintedUnder(element);
  grounds.set(element, { looks: now, ground });
  return ground;
}

/** @param {Element} element */
function paintedUnder(element) {
  for (let around = parentOf(element); around; around = parentOf(around)) {
    const said = /has-(dark|light)-background/.exec(around.className); // a slide whose ground reveal.js paints beside it
    if (said) return said[1] ?? '';
    const [red = 0, green = 0, blue = 0, opacity = 0] = channelsOf(getComputedStyle(around).backgroundColor);
    if (opacity < 0.5) continue;
    return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 < middle ? 'dark' : 'light';
  }
  return '';
}

/** Also out of a shadow tree. @param {Element} element @returns {Element | null} */
const parentOf = (element) =>
  element.parentElement ?? /** @type {Partial<ShadowRoot>} */ (element.getRootNode()).host ?? null;

/** Of any colour that CSS has, 0..1 each. @param {string} color */
function channelsOf(color) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  ctx.fillStyle = color;
  ctx.fillRect(0, 0, 1, 1);
  return Array.from(ctx.getImageData(0, 0, 1, 1).data, (channel) => channel / 255);
}
