/** Keeps the site for visits without a network: all files of one version, and the weights that were used. */

/**
 * @param {string} site    its folder, relative to the document
 * @param {string[]} [soon]  addresses of weights that will be used
 */
export async function keepForLater(site, soon = []) {
  const workers = navigator.serviceWorker; // browsers offer it on secure addresses only
  if (!workers) return;
  await workers.register(`${site}service-worker.js`);
  const { active } = await workers.ready;
  active?.postMessage([...performance.getEntriesByType('resource').map(({ name }) => name), ...soon]);
}
