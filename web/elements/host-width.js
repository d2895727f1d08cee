/** How wide the page lets an element be: what is drawn in pixels follows it. */

/**
 * Tells a host its width, CSS px, as long as it is on a page.
 * @param {import('lit').ReactiveControllerHost & Element} host
 * @param {(width: number) => void} take
 */
export function followWidth(host, take) {
  const observer = new ResizeObserver(([entry]) => take(entry?.contentRect.width ?? 0));
  host.addController({
    hostConnected: () => observer.observe(host),
    hostDisconnected: () => observer.disconnect(),
  });
}

/**
 * Whole CSS px of each of so many columns, side by side where there is room for the least of them.
 * @param {number} width
 * @param {number} count
 * @param {{ gap: number, least: number }} room  CSS px
 */
export function columnWidth(width, count, { gap, least }) {
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (least + gap))));
  return Math.floor((width - gap * (columns - 1)) / columns);
}
