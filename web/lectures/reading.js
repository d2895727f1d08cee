/** A deck as an article, or as pages to print: every slide below the other, its notes as the text between the figures. */
import { RopePoll } from './poll.js';
import { stepsOf, take } from './steps.js';

const patience = 200; // ms between two looks for what is not there yet

/** @param {HTMLElement} root */
export function startReading(root) {
  for (const slide of root.querySelectorAll('section')) take(slide, 0);
  for (const table of root.querySelectorAll('table')) table.tabIndex = 0; // a wide one scrolls, by keys, too
  root.addEventListener('rope-reveal', ({ target }) => {
    if (!(target instanceof RopePoll)) return;
    target.revealed = true;
    /** @type {HTMLElement | null} */ (target.querySelector('.right'))?.focus({ preventScroll: true }); // what was pressed goes
  });
  root.addEventListener('click', ({ target }) => {
    const step = target instanceof Element ? target.closest('.step') : null;
    const slide = step?.closest('section');
    if (!slide || !(step instanceof HTMLButtonElement)) return;
    const at = stepsOf(slide).indexOf(step);
    take(slide, step.getAttribute('aria-pressed') === 'true' ? at : at + 1);
  });
  if (location.hash.startsWith('#/')) location.replace(`#${location.hash.slice(2)}`); // the link of a slide
}

/**
 * Evaluations wait for a hand, which paper has not.
 * @param {Element} figure
 */
function run(figure) {
  const panel = /** @type {import('../elements/evaluation.js').RopeEvaluation | null | undefined} */ (
    figure.shadowRoot?.querySelector('rope-evaluation')
  );
  if (panel && panel.cells?.length > 0) void panel.run.start();
  else setTimeout(() => run(figure), patience);
}

/** Everything at once: what is hidden on a slide is shown on paper. @param {HTMLElement} root */
export function startPrinting(root) {
  for (const slide of root.querySelectorAll('section')) take(slide, stepsOf(slide).length);
  for (const poll of root.querySelectorAll('rope-poll')) if (poll instanceof RopePoll) poll.revealed = true;
  for (const lab of root.querySelectorAll('rope-lab')) lab.toggleAttribute('recorded', true);
  for (const scope of root.querySelectorAll('[loading]')) {
    const place = document.createComment('');
    scope.replaceWith(place);
    scope.removeAttribute('loading');
    place.replaceWith(scope); // put back, it opens at once
  }
  for (const figure of root.querySelectorAll('rope-figure:is([kind=evaluation], [kind=passkey])')) run(figure);
}
