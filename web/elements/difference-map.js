/** <rope-difference-map>: the weights of one head under one method minus those under another; zero is in the middle of the colours. */
import { drawWindow } from '../charts/map-window.js';
import { middled } from '../charts/signed.js';
import { movedOf } from '../figures/attention-difference.js';
import { RopeAttentionMap } from './attention-map.js';

export class RopeDifferenceMap extends RopeAttentionMap {
  /** @override */
  static properties = { ...RopeAttentionMap.properties, difference: { attribute: false }, power: { type: Number } };

  constructor() {
    super();
    /** @type {import('../figures/attention-difference.js').Difference | null} */
    this.difference = null;
    /** Colour = size of the difference ^ power. */
    this.power = 0.4;
    this.lut = /** @type {import('../charts/colormap.js').ColorMapName} */ ('diverging');
    this.gamma = 1;
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('difference') || changed.has('power')) {
      changed.set('map', this.map);
      this.map = this.difference?.grid ?? null;
      const { power } = this;
      this.shade = (/** @type {number} */ value) => middled(value, power);
    }
    super.willUpdate(changed);
  }

  /** Of a block the difference farthest from zero is shown, so that neither sign hides the other. @override @param {import('../charts/pool.js').Grid} map */
  paint(map) {
    const { length, view, pixels, shade } = this;
    drawWindow(
      this.canvas,
      map,
      { length, view, pixels, weight: Math.abs, ...(shade && { shade }) },
      { map: this.lut },
    );
  }

  /** @override @param {import('../charts/pool.js').Grid} map */
  reading(map) {
    return this.difference ? movedOf(this.name, this.difference, this.length) : super.reading(map);
  }
}
