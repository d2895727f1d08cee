/** What a visitor has of it is the next visit: it begins when the first figure stands, and its failure takes nothing away. */
import { once } from '../once.js';

const pause = 1000; // ms: what follows the first figure goes before

/** @param {() => boolean} stands  whether the first figure does; reads signals */
export function keepOffline(stands) {
  const begin = () =>
    import('../../elements/keep-offline.js').then(({ keepForLater }) => keepForLater('./')).catch(() => {});
  once(stands, () => setTimeout(begin, pause));
}
