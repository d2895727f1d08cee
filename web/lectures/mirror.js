/** Windows that show the same deck keep in step: the slide, its steps, hands that were counted, and what its figures show. */
import { RopeFigure } from '../elements/rope-figure.js';
import { RopeScope } from '../elements/rope-scope.js';
import { RopePoll } from './poll.js';

/**
 * @typedef {import('../scope/scope.js').Scope} Scope
 * @typedef {import('reveal.js').RevealApi} Deck
 *
 * @typedef {object} Told        what one window tells the others
 * @property {ReturnType<Deck['getState']>} state
 * @property {number[][]} hands  by question of the slide
 * @property {{ query: import('../scope/query.js').Query, hover: { q: number, k: number } | null }[]} scopes  of the slide
 */

/** @param {Element | null | undefined} slide  @returns {Scope[]} */
function scopesOf(slide) {
  const elements = [...(slide?.querySelectorAll(['rope-scope', 'rope-figure'].join()) ?? [])];
  return elements.flatMap((each) => {
    if (each instanceof RopeScope) return [each.scope];
    return each instanceof RopeFigure && each.own ? [each.own] : [];
  });
}

/** @param {Element | null | undefined} slide */
const pollsOf = (slide) => [...(slide?.querySelectorAll('rope-poll') ?? [])].filter((each) => each instanceof RopePoll);

/** @param {Deck} deck  @returns {Told} */
const toldOf = (deck) => ({
  state: deck.getState(),
  hands: pollsOf(deck.getCurrentSlide()).map(({ hands }) => hands),
  scopes: scopesOf(deck.getCurrentSlide()).map(({ query, hover }) => ({ query: query.peek(), hover: hover.peek() })),
});

/** @param {Deck} deck  @param {Told} told */
function follow(deck, { state, hands, scopes }) {
  deck.setState(state);
  const slide = deck.getCurrentSlide();
  for (const [i, poll] of pollsOf(slide).entries()) poll.hands = hands[i] ?? [];
  for (const [i, scope] of scopesOf(slide).entries()) {
    const { query, hover } = scopes[i] ?? {};
    if (query && JSON.stringify(query) !== JSON.stringify(scope.query.peek()))
      scope.follow({ query, problems: [], leavesMethods: false });
    scope.look(hover ?? null, false);
  }
}

/**
 * @param {Deck} deck
 * @param {string} name  of the deck
 */
export function followOtherWindows(deck, name) {
  const channel = new BroadcastChannel(`ropescope-lecture-${name}`);
  let last = ''; // what was told or heard: an echo of it is nothing new
  let stop = () => {};
  const tell = () => {
    const told = toldOf(deck);
    const text = JSON.stringify(told);
    if (text === last) return;
    last = text;
    channel.postMessage(told);
  };
  const later = () => queueMicrotask(tell);
  function watch() {
    stop();
    const ends = scopesOf(deck.getCurrentSlide()).map((scope) =>
      scope.watch(() => {
        void [scope.query.value, scope.hover.value];
        later();
      }),
    );
    stop = () => {
      for (const end of ends) end();
    };
    later();
  }
  channel.onmessage = ({ data }) => {
    const asked = data === 'where'; // by a window that was opened just now
    last = asked ? '' : JSON.stringify(data);
    if (asked) tell();
    else follow(deck, data);
  };
  deck.on('slidechanged', watch);
  for (const type of /** @type {const} */ (['fragmentshown', 'fragmenthidden', 'paused', 'resumed']))
    deck.on(type, later);
  document.addEventListener('rope-vote', later);
  watch();
  channel.postMessage('where');
}
