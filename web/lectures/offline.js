/** A deck that was opened once is there without a network, with the weights of all its slides. */
import { keepForLater } from '../elements/keep-offline.js';

const pause = 3000; // ms: what the first slide shows goes before

/** Names of the weights that slides and their steps ask for. @param {ParentNode} root */
const namesIn = (root) =>
  [...root.querySelectorAll('[model], [data-set*="model="]')].map(
    (each) => each.getAttribute('model') ?? /model=([\w-]+)/.exec(each.getAttribute('data-set') ?? '')?.[1],
  );

/** @param {ParentNode} root  @param {string} site  its folder, relative to the deck */
export function keepDeck(root, site) {
  const addresses = [...new Set(namesIn(root))].map(
    (name) => new URL(`${site}models/${name}/model.safetensors`, document.baseURI).href,
  );
  setTimeout(() => keepForLater(site, addresses).catch(() => {}), pause); // a deck without the site beside it is kept by nobody
}
