/**
 * Serves the site without a network, one version of it at a time. The build writes a line before this one: the version, the files
 * that come with the first visit, those that stay once they were used, and those that hold the same as another: the lectures and
 * the elements for other pages have the engine, too, and it is kept once. A new version waits until no page of the old one is
 * open, so that no page ever gets files of two. Pages that may run several threads are isolated from other sites by two headers,
 * which a static host does not send.
 *
 * @typedef {Event & { waitUntil: (work: Promise<unknown>) => void }} Lasting
 * @typedef {Lasting & { request: Request, respondWith: (answer: Promise<Response>) => void }} Asked
 * @typedef {Record<string, string>} Digests  SHA-256 by path from the folder of the site, base64
 */

const worker = /** @type {any} */ (globalThis);
/** @type {{ version: string, first: Digests, used: Digests, same: Record<string, string>,
 *   isolated: { pages: string[], files: string[] } }} */
const { version, first, used, same, isolated } = worker.site;
const folder = new URL('./', worker.location.href).href;
const own = `ropescope ${folder} `; // other sites of this address have caches, too
const names = { first: `${own}${version}`, used: `${own}used` };
const digests = { ...first, ...used };

/** @param {string} path */
const addressOf = (path) => `${folder}${path}`;
/** @param {string} path */
const isFirst = (path) => Object.hasOwn(first, path);
/** @param {string} path */
const cacheOf = (path) => caches.open(isFirst(path) ? names.first : names.used);
/** The file of the site that an address asks for, whatever its query. Some hosts leave the .html away. @param {string} address */
function pathOf(address) {
  const { origin, pathname } = new URL(address);
  const whole = `${origin}${pathname}`;
  if (!whole.startsWith(folder)) return undefined;
  const path = whole.slice(folder.length);
  const found = [path || 'index.html', `${path}.html`].map((each) => same[each] ?? each);
  return found.find((each) => Object.hasOwn(digests, each));
}

/** @param {ArrayBuffer} bytes */
const digestOf = async (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));

/**
 * A host may be between two versions: what is not of this one is not kept.
 * @param {string} path
 * @param {Response} response
 * @returns {Promise<boolean>}  whether it is of this one
 */
async function keep(path, response) {
  const bytes = await response.arrayBuffer();
  if (!response.ok || (await digestOf(bytes)) !== digests[path]) return false;
  const headers = new Headers(response.headers);
  headers.delete('content-encoding'); // what is kept is not compressed
  headers.set('content-length', String(bytes.byteLength));
  await (await cacheOf(path)).put(addressOf(path), new Response(bytes, { headers }));
  return true;
}

/** Of this version or the one before. @param {string} path  @returns {Promise<Response | undefined>} */
async function known(path) {
  for (const name of await caches.keys()) {
    const found =
      name.startsWith(own) && (await (await caches.open(name)).match(addressOf(path), { ignoreVary: true }));
    if (found) return found;
  }
  return undefined;
}

/** @param {string} path */
async function fetchKept(path) {
  const before = await known(path);
  if (before && (await keep(path, before))) return;
  const cache = /(^|\/)assets\//.test(path) ? 'default' : 'no-cache'; // the names of assets hold a hash of their content
  const fetched = await fetch(addressOf(path), /** @type {RequestInit} */ ({ cache, priority: 'low' }));
  if (!(await keep(path, fetched))) throw new Error(`${path} must be the file of version ${version}, got another`);
}

/** What a browser cannot read is not kept. @param {string} path */
const isKept = (path) =>
  cacheOf(path)
    .then((cache) => cache.match(addressOf(path)))
    .then(
      (found) => found !== undefined,
      () => false,
    );

/**
 * Only what fills a window is isolated, when all that it then needs is here: what others show in a frame stays as it is. A page
 * that is takes only workers that are.
 * @param {Request} request  @param {string} path  @param {Response} response
 */
async function isolate({ destination }, path, response) {
  const isPage = destination === 'document' && isolated.pages.includes(path);
  if (!isPage && destination !== 'worker') return response;
  if (isPage && (await Promise.all(isolated.files.map(isKept))).includes(false)) return response;
  const headers = new Headers(response.headers);
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-embedder-policy', 'require-corp');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** What a page needs when it is isolated. @param {string} path */
async function fetchThreads(path) {
  if (!isolated.pages.includes(path)) return;
  await Promise.all(isolated.files.map(async (file) => (await isKept(file)) || fetchKept(file)));
}

/** @param {Asked} event  @param {string} path */
async function answer(event, path) {
  const looked = cacheOf(path).then((cache) => cache.match(addressOf(path), { ignoreVary: true }));
  const found = await looked.catch(() => undefined); // a browser that cannot read what it kept: the host has it
  if (found) return found;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(keep(path, response.clone()).catch(() => {})); // not kept: the next visit fetches it again
  return response;
}

/** What no version needs any more. */
async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(own) && !Object.values(names).includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  const cache = await caches.open(names.used);
  const stale = (await cache.keys()).filter(({ url }) => !Object.hasOwn(used, pathOf(url) ?? ''));
  await Promise.all(stale.map((request) => cache.delete(request)));
  await worker.clients.claim(); // of the first visit: what this page uses from now on is kept
}

worker.addEventListener('install', (/** @type {Lasting} */ event) =>
  event.waitUntil(Promise.all(Object.keys(first).map(fetchKept))),
);
worker.addEventListener('activate', (/** @type {Lasting} */ event) => event.waitUntil(tidy()));
worker.addEventListener('fetch', (/** @type {Asked} */ event) => {
  const path = event.request.method === 'GET' ? pathOf(event.request.url) : undefined;
  if (path !== undefined)
    event.respondWith(answer(event, path).then((response) => isolate(event.request, path, response)));
});
/** A page tells what it used before there was a worker. */
worker.addEventListener('message', (/** @type {Lasting & { data: string[], source: { url: string } }} */ event) => {
  const paths = event.data.map(pathOf).filter((path) => path !== undefined);
  const wanted = paths.filter((path) => Object.hasOwn(used, path)).map(fetchKept);
  event.waitUntil(Promise.allSettled([...wanted, fetchThreads(pathOf(event.source.url) ?? '')]));
});
