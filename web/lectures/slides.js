/** A deck as slides: reveal.js turns them, and takes no key that belongs to a figure, a question or an entry. */
import Reveal from 'reveal.js';
import { RopePoll } from './poll.js';
import { words } from './settings.js';
import { stepsOf, take } from './steps.js';

const size = { width: 1024, height: 768 }; // CSS px of a slide, which reveal.js scales to the window
const ofFigures = ['rope-figure', 'rope-lab', 'input', 'textarea', 'select', 'summary'].join();
const digits = /^Digit([1-9])$/;

/** @param {Event} event */
const within = (event, selector = ofFigures) =>
  event.composedPath().some((each) => each instanceof Element && each.matches(selector));

/** Whether a key is for turning slides. @param {KeyboardEvent} event */
function isForSlides(event) {
  if (event.key === 'Escape' && within(event)) {
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    return false;
  }
  const isArrow = /^Arrow/.test(event.key);
  return (
    !within(event) && !(isArrow && within(event, 'rope-poll>ol')) && !(event.key === ' ' && within(event, 'button'))
  );
}

/** What the fragments of a slide have come to. @param {Element | null | undefined} slide */
function applied(slide) {
  if (!slide) return;
  take(slide, stepsOf(slide).filter((step) => step.classList.contains('visible')).length);
  for (const poll of slide.querySelectorAll('rope-poll'))
    if (poll instanceof RopePoll) poll.revealed = poll.querySelector('.fragment.visible') !== null;
}

/** The heading of the page for those who hear it, whichever slide is shown. @param {HTMLElement} root */
const titleOf = (root) =>
  Object.assign(document.createElement('h1'), {
    className: 'unseen',
    textContent: root.querySelector('h1')?.textContent ?? '',
  });

/** Reveal steps through elements of this class. */
function markFragments() {
  for (const step of document.querySelectorAll('.step')) step.classList.add('fragment', 'custom');
  for (const poll of document.querySelectorAll('rope-poll')) {
    const mark = document.createElement('span');
    mark.className = 'fragment';
    poll.append(mark);
  }
}

/** @param {import('reveal.js').RevealApi} deck */
function nameControls(deck) {
  const said = words().deck;
  const names = { left: said.previous, up: said.previous, right: said.next, down: said.next };
  for (const [side, name] of Object.entries(names))
    for (const button of deck.getRevealElement()?.querySelectorAll(`.navigate-${side}`) ?? [])
      button.setAttribute('aria-label', name);
}

/** Digits count hands while a question is open. @param {import('reveal.js').RevealApi} deck */
function countHands(deck) {
  document.addEventListener('keydown', (event) => {
    const [, digit] = event.code.match(digits) ?? [];
    const poll = deck.getCurrentSlide()?.querySelector('rope-poll');
    if (!digit || within(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (poll instanceof RopePoll) poll.vote(Number(digit) - 1, event.shiftKey ? -1 : 1);
  });
}

/**
 * @param {HTMLElement} root
 * @param {{ controls: boolean, embedded: boolean, openSpeaker: () => void }} options
 * @returns {Promise<import('reveal.js').RevealApi>}
 */
export async function startSlides(root, { controls, embedded, openSpeaker }) {
  root.classList.add('reveal');
  root.before(titleOf(root)); // the first slide's heading is hidden with it
  markFragments();
  const deck = new Reveal(root, {
    ...size,
    ...{ margin: 0, minScale: 0.2, maxScale: 3, center: false, hash: true, respondToHashChanges: true, embedded },
    ...{ controls, progress: controls, slideNumber: controls ? 'c/t' : false, help: false, jumpToSlide: false },
    ...{ transition: 'none', backgroundTransition: 'none', viewDistance: 2, scrollActivationWidth: null },
    keyboardCondition: isForSlides,
  });
  for (const element of root.querySelectorAll(['rope-figure', 'rope-lab', 'textarea'].join()))
    element.setAttribute('data-prevent-swipe', '');
  for (const type of /** @type {const} */ (['ready', 'slidechanged', 'fragmentshown', 'fragmenthidden']))
    deck.on(type, () => applied(deck.getCurrentSlide()));
  await deck.initialize();
  nameControls(deck);
  countHands(deck);
  deck.addKeyBinding({ keyCode: 83, key: 'S', description: words().speaker }, openSpeaker);
  root.addEventListener('rope-reveal', () => deck.nextFragment());
  root.addEventListener('click', ({ target }) => {
    const step = target instanceof Element ? target.closest('.step') : null;
    if (step instanceof HTMLElement) deck.navigateFragment(Number(step.dataset.fragmentIndex));
  });
  return deck;
}
