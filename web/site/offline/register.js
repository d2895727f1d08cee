/** Keeps the site for visits without a network: all files of one version, and the weights that were used. */

export async function register() {
  const workers = navigator.serviceWorker; // browsers offer it on secure addresses only
  if (!workers) return;
  await workers.register('./service-worker.js');
  const { active } = await workers.ready;
  active?.postMessage(performance.getEntriesByType('resource').map(({ name }) => name));
}
