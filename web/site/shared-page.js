/** What pages that show a scope begin with: frame, status, settings and figures, drawn whenever what they show changes. */
import { nothing } from 'lit';
import { spokenFailure } from '../elements/spoken.js';
import { byId, draw, drawFrame } from './frame.js';
import { spoken } from './language.js';
import { bindLink } from './link.js';
import { problemWith } from './problem.js';
import { scope } from './scope.js';

function status() {
  const now = scope.status.value;
  const { status: said, loadingModel } = spoken().settings;
  return now === 'loading' ? loadingModel(Math.round(100 * scope.loaded.value)) : said[now];
}

/** What stopped the page, said once, with the way on. */
export function failure() {
  const failed = scope.failure.value;
  return failed ? problemWith(spokenFailure(failed, spoken()), scope.retry) : nothing;
}

const { afterMaps, afterRest } = scope.patience;
/** Later than the figures, which a visitor looks at. @param {() => void} paint */
export const afterFigures = (paint) => void afterMaps(() => setTimeout(paint));

/** The whole of the scope's settings, for links to other pages that show it; they are written when the hand rests. */
function settings() {
  if (scope.moving.value) return null;
  return scope.fitted.value ? scope.codec.toHash(scope.query.value) : location.hash.slice(1);
}

/**
 * The engine starts before anything is drawn: what the first figure waits for is on its way meanwhile.
 * @param {Record<string, () => unknown>} views  by the ids of the elements that they fill; #others wait for the hand to rest
 * @returns {Promise<unknown>} resolves when all are drawn
 */
export function openShared({ controls, ...figures }) {
  bindLink(scope);
  scope.open();
  drawFrame(/** @type {{ value: any }} */ (scope.query), scope.set, {
    stands: () => scope.status.value === 'ready',
    settings,
  });
  draw(status, byId('status'), afterFigures);
  if (controls) draw(controls, byId('controls'), afterFigures);
  const drawn = Object.entries(figures).map(([id, view]) =>
    draw(view, byId(id), id === 'others' ? afterRest : afterMaps),
  );
  return Promise.all(drawn);
}
