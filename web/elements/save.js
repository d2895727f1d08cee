/** A file for the visitor to keep: the browser asks where, or puts it among the downloads. */

/**
 * @param {string} name
 * @param {Blob} blob
 */
export function saveAs(name, blob) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000); // the browser has taken it by then
}
