/** <rope-position-map>: the distance that a method pretends, of every query and key; the trained length is in the middle of the colours. */

import { drawWindow } from '../charts/map-window.js';
import { around } from '../charts/signed.js';
import { meetsOf, positionMap } from '../figures/position-map.js';
import { withInsights } from '../words/insights.js';
import { RopeAttentionMap } from './attention-map.js';

/**
 * @typedef {import('../figures/position-map.js').Meeting} Meeting
 * @typedef {import('./attention-map.js').Place} Place
 */

export class RopePositionMap extends RopeAttentionMap {
  /** @override */
  static properties = { ...RopeAttentionMap.properties, meeting: { attribute: false }, meetings: { attribute: false } };

  constructor() {
    super();
    /** @type {Meeting | null} */
    this.meeting = null;
    /** @type {Meeting[]} every method side by side, for the spoken values */
    this.meetings = [];
    this.lut = /** @type {import('../charts/colormap.js').ColorMapName} */ ('diverging');
    this.gamma = 1;
  }

  /** Where the colours have their middle and their end, tokens. */
  get scale() {
    return scaleOf(this.trained, this.length);
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const { meeting, scale } = this;
    const map = meeting && positionMap(meeting).grid;
    if (map !== this.map || changed.has('trained') || changed.has('length')) {
      changed.set('map', this.map);
      this.map = map;
      this.shade = (/** @type {number} */ distance) => (around(distance, scale) + 1) / 2;
    }
    super.willUpdate(changed);
  }

  /** Of a block the longest distance is shown. @override @param {import('../charts/pool.js').Grid} map */
  paint(map) {
    const { length, view, pixels, shade } = this;
    const weight = (/** @type {number} */ distance) => (Number.isNaN(distance) ? -1 : distance);
    drawWindow(this.canvas, map, { length, view, pixels, weight, ...(shade && { shade }) }, { map: this.lut });
  }

  /** @param {number} distance */
  said(distance) {
    const { positions } = withInsights(this.words).insights;
    return Number.isNaN(distance) ? positions.unseen : positions.tokens(distance);
  }

  /** @override @param {Place} place */
  written(place) {
    return this.said(this.valueAt(place));
  }

  /** @override @param {Place} place */
  heard({ q, k }) {
    return this.meetings.map((each) => {
      const { values, cols } = positionMap(each).grid;
      return `${each.name} ${this.said(values[q * cols + k] ?? Number.NaN)}`;
    });
  }

  /** @override */
  label() {
    return withInsights(this.words).insights.positions.label(this.name);
  }

  /** @override @param {import('../charts/pool.js').Grid} map */
  reading(map) {
    const { meeting, trained } = this;
    return meeting ? meetsOf(meeting, positionMap(meeting), trained) : super.reading(map);
  }
}

/**
 * Where the colours have their middle and their end: the same for all methods side by side.
 * @param {number} trained  tokens
 * @param {number} length   tokens
 */
export const scaleOf = (trained, length) => ({ middle: trained, most: Math.max(2 * trained, length - 1) });
