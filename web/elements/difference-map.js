/** <rope-difference-map>: the weights of one head under one method minus those under another; zero is in the middle of the colours. */
import { at } from '../charts/map-cell.js';
import { drawWindow } from '../charts/map-window.js';
import { fromMiddle, middled } from '../charts/signed.js';
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

  /** What is painted is between 0 and 1, with no difference at a half. @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('difference') || changed.has('power')) {
      changed.set('map', this.map);
      this.map = this.difference && middled(this.difference.grid, this.power);
    }
    super.willUpdate(changed);
  }

  /** @override @param {import('../charts/pool.js').Grid} map */
  paint(map) {
    const { length, view, pixels } = this;
    drawWindow(this.canvas, map, { length, view, pixels, weight: fromMiddle }, { map: this.lut });
  }

  /** @override @param {import('./attention-map.js').Place} place */
  valueAt({ q, k }) {
    return this.difference ? at(this.difference.grid, this.length, q, k) : Number.NaN;
  }

  /** @override @param {import('../charts/pool.js').Grid} map */
  reading(map) {
    return this.difference ? movedOf(this.name, this.difference, this.length) : super.reading(map);
  }
}
