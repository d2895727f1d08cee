/** Where an element stands on the screen, CSS px: WebKit leaves out of an element's box what `zoom` made of it, as on slides. */

/** @type {boolean | undefined} asked once */
let leavesOut;

function leavesZoomOut() {
  const probe = document.createElement('div');
  Object.assign(probe.style, { position: 'absolute', width: '9px' });
  document.body.append(probe);
  const before = probe.getBoundingClientRect().width;
  probe.style.setProperty('zoom', '2');
  const isSame = probe.getBoundingClientRect().width < 1.5 * before;
  probe.remove();
  return isSame;
}

/** Of an element and of all that it stands in. @param {Element} element */
function zoomOf(element) {
  let zoom = 1;
  /** @type {Element | null | undefined} */
  let at = element;
  while (at) {
    zoom *= Number(getComputedStyle(at).getPropertyValue('zoom')) || 1;
    at = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host;
  }
  return zoom;
}

/** @param {Element} element */
export function screenBox(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  leavesOut ??= leavesZoomOut();
  const zoom = leavesOut ? zoomOf(element) : 1;
  return { left: zoom * left, top: zoom * top, width: zoom * width, height: zoom * height };
}
