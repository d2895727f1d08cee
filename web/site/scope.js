/** The scope of a page, and what the page alone knows: how wide the screen is. */
import { computed, signal } from '@preact/signals-core';
import { isStill } from '../figures/planned.js';
import { variant } from '../lib/variant.js';
import { startEnginesWith } from '../scope/engine.js';
import { createScope } from '../scope/scope.js';
import { settled } from '../scope/settled.js';
import { explorerCodec } from './explorer-query.js';
import { ownModel, withKept } from './kept.js';
import { spoken } from './language.js';
import { filesOf, modelNames } from './models.js';
import { pages } from './pages.js';
import { themeOf } from './theme.js';

const plansOnly = pages.some(({ id, plansOnly }) => plansOnly && id === document.documentElement.dataset.page);
const most = 4; // a pass over a text of a few hundred tokens gains nothing from more

/** Of a page that the service worker has isolated: one for each core of such a computer. WebKitGTK isolates, and shares nothing. */
const shares = globalThis.crossOriginIsolated && globalThis.SharedArrayBuffer && variant === 'relaxed';
const threads = shares ? Math.min(most, navigator.hardwareConcurrency) : 1;
if (threads > 1) {
  const first = plansOnly ? 1 : threads; // a plan takes one
  startEnginesWith(async () => (await import('./threads-engine.js')).createEngine(first), threads);
}

const codec = withKept(explorerCodec([...modelNames, ownModel]));

export const scope = createScope({
  codec,
  library: { names: modelNames, filesOf, heldout: new URL('../models/heldout.txt', import.meta.url) },
  start: codec.fromHash(location.hash),
  plansOnly,
  naming: {
    nameOf: (id) => spoken().method(id)?.name,
    get automatic() {
      return spoken().cards.automatic;
    },
  },
});

const narrowScreen = matchMedia('(max-width: 60rem)');
export const narrow = signal(narrowScreen.matches);
narrowScreen.addEventListener('change', ({ matches }) => {
  narrow.value = matches;
});

export const theme = () => themeOf(scope.query.value);

/** How figures are drawn: the same object until something of it changes, though the crosshair moves often. */
export const view = settled(() => {
  const { decay, part, gamma, lut, zoom, evalLengths, evalTasks, samples, period } = scope.query.value;
  return /** @type {import('../elements/query.js').View} */ ({
    ...{ decay, part, gamma, lut, zoom },
    ...{ evalLengths, evalTasks, samples, period },
  });
});

/** Whether no method turns anything. */
export const still = computed(() => isStill(scope));
