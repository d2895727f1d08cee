/** Wheel, mouse and fingers over a map or a strip: they zoom and pan what it shows. A page under an unzoomed one scrolls as ever. */
import { panned, zoomed } from '../charts/map-view.js';

/**
 * @typedef {import('./closer.js').Closer<any>} Closer
 * @typedef {import('./closer.js').Point} Point
 */

const slack = 4; // CSS px: a hand that moves less has clicked

/** Times closer. A wheel turns by notches of about 100 px, two fingers on a pad by a few. @param {WheelEvent} event */
function turned({ deltaY, deltaMode }) {
  const px = deltaY * (deltaMode === 0 ? 1 : 33); // of a line
  return 2 ** (-px / (Math.abs(px) < 50 ? 60 : 240));
}

/** @param {Closer} closer */
function followWheel(closer) {
  const { figure } = closer;
  const frame = /** @type {HTMLElement} */ (figure.renderRoot.querySelector('.frame'));
  let factor = 1; // of turns too small for a token
  frame.addEventListener(
    'wheel',
    (event) => {
      const isAsked = event.ctrlKey || event.metaKey;
      const isHeld = !closer.isWhole && figure.shadowRoot?.activeElement === frame;
      if (!isAsked && !isHeld) return;
      const { view, length } = figure;
      factor *= turned(event);
      const next = zoomed(view, factor, closer.pointOf(event), length);
      event.preventDefault();
      if (next.span === view.span) return;
      factor = 1;
      closer.show(next);
    },
    { passive: false },
  );
}

/** @typedef {Point & { left: number, top: number }} Finger  left, top: CSS px */

/** Middle of the fingers and how far apart they are in any direction, CSS px; a mouse is one finger. @param {Finger[]} fingers */
function gripOf(fingers) {
  const [a = { x: 0, y: 0, left: 0, top: 0 }, b = a] = fingers;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.left - b.left, a.top - b.top) };
}

/** @param {Closer} closer */
function followFingers(closer) {
  const { figure } = closer;
  const frame = /** @type {HTMLElement} */ (figure.renderRoot.querySelector('.frame'));
  /** @type {globalThis.Map<number, Finger>} that are down */
  const fingers = new Map();
  const put = (/** @type {PointerEvent} */ event) =>
    fingers.set(event.pointerId, { ...closer.pointOf(event), left: event.clientX, top: event.clientY });
  let start = { view: figure.view, grip: gripOf([]) };
  let pulls = false; // a hand that pulls does not point

  const grip = () => {
    start = { view: figure.view, grip: gripOf([...fingers.values()]) };
  };
  const ours = (/** @type {Event} */ event) => {
    if (pulls) event.stopPropagation();
  };
  const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ hear) =>
    frame.addEventListener(type, hear, { capture: true });

  listen('pointerdown', (event) => {
    if (event.button !== 0 || event.target.closest('button')) return;
    if (fingers.size === 0) pulls = false;
    put(event);
    grip();
  });
  listen('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    put(event);
    const now = gripOf([...fingers.values()]);
    const moved = { x: now.x - start.grip.x, y: now.y - start.grip.y };
    const isPinch = fingers.size > 1;
    if (!isPinch && (closer.isWhole || (!pulls && Math.hypot(moved.x, moved.y) * figure.side < slack))) return;
    if (!pulls) frame.setPointerCapture(event.pointerId); // a mouse may leave the map
    pulls = true;
    const factor = isPinch ? now.apart / start.grip.apart : 1;
    closer.show(panned(zoomed(start.view, factor, start.grip, figure.length), moved, figure.length));
    ours(event);
  });
  for (const type of ['pointerup', 'pointercancel']) {
    listen(type, (event) => {
      if (fingers.delete(event.pointerId)) grip();
      ours(event);
    });
  }
  listen('click', (event) => {
    if (!event.target.closest('button')) ours(event);
  });
}

/** @param {Closer} closer */
export function followHands(closer) {
  followWheel(closer);
  followFingers(closer);
}
