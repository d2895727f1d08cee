/**
 * A deck of slides listens for keys all over its page. Those that are pressed in a figure are the figure's; Tab leads out of it,
 * Escape gives the keys back, and with Ctrl and the like they are the browser's.
 * @param {KeyboardEvent} event
 */
export function keepKeys(event) {
  const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isOurs && event.key !== 'Tab' && event.key !== 'Escape') event.stopPropagation();
}
